"""The evidence of a sealed agreement: whole, sealed, and the same for people."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.core.access import Role
from app.core.evidence import sha256_hex
from app.core.intent import CURRENT, sentence
from app.core.record import chain_break
from app.gateways.files import JSON, PDF
from app.usecases import evidence, signed_from
from app.usecases.expected import FINAL
from app.usecases.signatories import signatories
from app.usecases.verify import REJECTED, by_file
from tests.documents.form import faults
from tests.usecases.scenes import Scene, letters


def record_of(scene: Scene) -> dict[str, Any]:
    data, _ = evidence.read(scene.deps, scene.borrower, scene.part.case_id)
    told: dict[str, Any] = json.loads(data)["record"]
    return told


def text_of(pdf: bytes, folder: Path) -> str:
    file = folder / "evidence.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(
        ["/usr/bin/pdftotext", "-layout", str(file), "-"], capture_output=True, check=True
    )
    return done.stdout.decode()


def test_the_record_says_who_signed_what_and_why_it_was_fair(done: Scene) -> None:
    told = record_of(done)
    agreement = done.record()
    assert told["agreement_id"] == str(agreement.id)
    assert told["what"]["final_sha256"] == agreement.final_sha256
    assert [one["step"] for one in told["what"]["revisions"]] == [0, 2, 3, 4, 5, 6, 8]
    assert all(one["stated"] for one in told["what"]["revisions"] if one["step"])
    assert [(p["role"], p["capacity"]) for p in told["people"]] == [
        ("lender", "for_organisation"),
        ("borrower", "own_debt"),
        ("counselor", "reviewer"),
    ]
    assert told["people"][0]["authority"] == {"kind": "member", "rank": "agent"}
    assert told["people"][2]["authority"]["given_at"]
    assert told["fairness"]["counselor"]["signed"] is True
    assert len(told["fairness"]["offers"]) == 2
    assert told["fairness"]["affordability"]["result_sha256"]
    assert told["fairness"]["cooling_off_until"] == agreement.cooling_off_until.isoformat()  # type: ignore[union-attr]  # it is sealed
    assert set(told["label"]) == {"en", "zh_Hans"}
    assert chain_break(told) is None


def test_each_signature_has_its_sentence_its_page_and_its_time(done: Scene) -> None:
    for act in record_of(done)["acts"]:
        assert act["shown"]["sha256"] == done.record().frozen_sha256
        language = act["shown"]["language"]
        assert act["intent"]["sentence"] == sentence(CURRENT[Role(act["role"])], language)
        assert act["intent"]["typed_name"]
        (agreed,) = act["intent"]["acknowledged"]
        assert agreed["sentence"] == sentence("records-1", language)
        if act["role"] == "borrower":
            assert agreed["id"] == "records-2"
            assert agreed["demonstration"] in {"pdf", "page"}
            assert len(agreed["text"]) > 1
        assert act["shown"]["opened_at"] <= act["when"]["at"]
        assert act["when"]["stated"]["authority"] == "this_server"
        assert act["authentication"]["outcome"] == "passed"


def test_the_paper_says_the_same_and_names_the_files_it_speaks_of(
    done: Scene, tmp_path: Path
) -> None:
    kept = evidence.kept(done.deps, done.agent, done.part.case_id)
    pdf, _ = evidence.paper(done.deps, done.agent, done.part.case_id)
    words = "".join(text_of(pdf, tmp_path).split())
    told = record_of(done)
    assert kept.record is not None
    assert sha256_hex(done.deps.files.get(kept.record.sha256, JSON)) in words
    assert told["file"]["final_sha256"] in words
    assert told["chain"][-1]["digest"] in words
    for person in told["people"]:
        assert "".join(person["name_shown"].split()) in words
    for heading in (
        "Evidenceofanagreement",
        "这是译文。以英文部分为准。",
        "每个人看到并同意了什么",
    ):
        assert heading in words
    assert "£" not in words
    # Each table stands alone below a heading that says what it is.
    assert set(faults(pdf)) <= {"a table without a caption"}


def test_places_to_sign_are_named_in_the_language_of_the_document(done: Scene) -> None:
    for language, label in (("en", "Signature of the borrower"), ("zh_Hans", "借款人签名")):
        found = signatories(replace(done.record(), language=language))
        assert label in [person.label for person in found]


def test_written_a_second_time_the_first_record_stands(done: Scene) -> None:
    kept = evidence.kept(done.deps, done.borrower, done.part.case_id)
    evidence.write(done.deps, {"agreement_id": str(done.record().id)})
    assert evidence.kept(done.deps, done.borrower, done.part.case_id) == kept


def test_nothing_is_due_to_be_forgotten_at_first(done: Scene) -> None:
    assert signed_from.forget(done.deps) == 0


def test_the_mails_carry_heads_that_the_record_knows(done: Scene) -> None:
    digests = {row["digest"] for row in record_of(done)["chain"]}
    heads = {
        line
        for letter in letters(done.deps)
        for line in letter.text.split()
        if len(line) == 64 and set(line) <= set("0123456789abcdef")
    }
    assert heads
    assert heads <= digests


def test_the_evidence_itself_is_known_and_nothing_in_it_is_called_wrong(done: Scene) -> None:
    with done.deps.reading() as uow:
        record = done.record()
        kept = uow.agreements.revisions(record.tenant_id, record.id, record.version)
    papers = [one for one in kept if one.step > FINAL]
    assert len(papers) == 2
    for paper, suffix in zip(papers, (JSON, PDF), strict=True):
        answer = by_file(done.deps, done.deps.files.get(paper.sha256, suffix))
        assert (answer.finding, answer.verdict.checks) == ("evidence_paper", ())
        assert answer.exit_code == REJECTED
