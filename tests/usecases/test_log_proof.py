"""The evidence proves that the log holds what the agreement hangs on, and says so to people."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from app.core.checkpoint import read_checkpoint
from app.core.evidence import Link
from app.core.log_proof import About, LogProofBroken, about_of, check, proofs
from app.documents.proof import evidence_html
from app.gateways.evidence_file import RecordNotGenuine
from app.gateways.offline import Trust, open_evidence
from app.gateways.signed_note import NoteSigner, text_of
from app.usecases import checkpoints, evidence, log_rotation
from app.usecases.demo_steps import STEPS
from app.usecases.log_export import note_in
from tests.usecases.scenes import Scene

WHATS = ("accepted", "signed", "sealed")


@pytest.fixture
def sealed_record(done: Scene) -> bytes:
    data, _ = evidence.read(done.deps, done.borrower, done.part.case_id)
    return data


@pytest.fixture
def told(sealed_record: bytes) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(sealed_record)["record"]
    return read


def test_the_evidence_proves_acceptance_last_signature_and_final_file(
    done: Scene, told: dict[str, Any], sealed_record: bytes
) -> None:
    log = told["log"]
    assert tuple(one["what"] for one in log["leaves"]) == WHATS
    lines = {one["what"]: one["line"] for one in log["leaves"]}
    assert lines["accepted"]["action"] == "offer.answered"
    assert lines["signed"]["action"] == "agreement.signed"
    assert lines["sealed"]["object"] == f"file:{done.record().final_sha256}"
    checkpoint = read_checkpoint(text_of(log["checkpoint"], log["key"]))
    check(log["leaves"], about_of(told), checkpoint)
    assert log["key"] == done.deps.log_key().decode().strip()
    with done.deps.reading() as uow:
        kept = uow.checkpoints.after(0)
    assert [one.note for one in kept] == [log["checkpoint"]] == [note_in(sealed_record)]
    open_evidence(sealed_record, Trust(done.deps.root_pem()))


def test_the_record_names_nobody_by_it(done: Scene, told: dict[str, Any]) -> None:
    with done.deps.reading() as uow:
        names = {uow.audit.pseudonym(a.person_id) for a in (done.borrower, done.agent)}
        digests = {line.digest for line in uow.audit.lines()}
    said = json.dumps(told["log"])
    assert not any(hidden in said for hidden in names | digests)


def another_line(log: dict[str, Any]) -> None:
    log["leaves"][0]["line"]["at"] = "2026-01-01T00:00:00.000000+00:00"


def another_path(log: dict[str, Any]) -> None:
    log["leaves"][1]["path"][0] = "0" * 64


def another_case(log: dict[str, Any]) -> None:
    log["leaves"][0]["line"]["object"] = "case:another"


def another_file(log: dict[str, Any]) -> None:
    log["leaves"][2]["line"]["object"] = "file:" + "0" * 64


def an_earlier_event(log: dict[str, Any]) -> None:
    log["leaves"][1] |= {key: log["leaves"][0][key] for key in ("line", "covers", "path")}


def twice(log: dict[str, Any]) -> None:
    log["leaves"].append(log["leaves"][0])


def another_size(log: dict[str, Any]) -> None:
    log["checkpoint"] = log["checkpoint"].replace("number 1", "number 2")


def no_form(log: dict[str, Any]) -> None:
    log["leaves"] = ["accepted"]


CHANGES = (
    another_line, another_path, another_case, another_file,
    an_earlier_event, twice, another_size, no_form,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_proof_that_does_not_hold_is_refused_even_under_our_seal(
    done: Scene, told: dict[str, Any], change: Callable[[dict[str, Any]], None]
) -> None:
    changed = deepcopy(told)
    change(changed["log"])
    data = done.deps.sealer().evidence(changed, done.clock.at)
    with pytest.raises(RecordNotGenuine, match="its place in the log"):
        open_evidence(data, Trust(done.deps.root_pem()))


def test_a_record_from_before_the_log_is_read_as_it_was(done: Scene, told: dict[str, Any]) -> None:
    older = {key: value for key, value in told.items() if key != "log"}
    older["format"] = "plainpact/evidence/4"
    data = done.deps.sealer().evidence(older, done.clock.at)
    opened = open_evidence(data, Trust(done.deps.root_pem()))
    assert opened.expected.final_sha256 == done.record().final_sha256
    for lang in ("en", "zh_Hans"):
        paper = evidence_html(older, "0" * 64, lang, "2026-11-21T09:30:00Z")
        assert "Its place in our log" not in paper


def test_people_read_where_it_stands_in_both_languages(told: dict[str, Any]) -> None:
    paper = evidence_html(told, "0" * 64, "en", "2026-11-21T09:30:00Z")
    number = told["log"]["leaves"][0]["line"]["seq"]
    for words in (
        "Its place in our log",
        "在日志中的位置",
        f"line {number}, 2026",
        f"第{number}行",
    ):
        assert words in paper
    assert told["log"]["key"] in paper


def test_on_paper_the_last_signature_is_the_one_that_came_back() -> None:
    kinds = ("offer-accepted", "agreement-signed", "paper-returned", None)
    chain = [
        Link(seq, "", {"kind": kind} if kind else None, str(seq))
        for seq, kind in enumerate(kinds, 1)
    ]
    assert About("case", "file", chain).rows == {"accepted": 1, "signed": 3}


def test_an_event_without_a_line_has_no_proof(told: dict[str, Any]) -> None:
    about = about_of(told)
    assert proofs(about, (), ()) == ()
    log = told["log"]
    empty = About(about.case_id, about.final_sha256, ())
    checkpoint = read_checkpoint(text_of(log["checkpoint"], log["key"]))
    with pytest.raises(LogProofBroken, match="does not cover its event"):
        check(log["leaves"], empty, checkpoint)


def test_evidence_of_an_earlier_and_of_a_later_key_holds(signing: Scene) -> None:
    """The later one brings along how its key was named; nothing is taken on its word."""
    deps = signing.deps
    first = deps.log_keys.first()
    for _ in range(2):
        log_rotation.rotate(deps)
    STEPS["sign"](signing.part)
    signing.stage.work()
    data, _ = evidence.read(deps, signing.borrower, signing.part.case_id)
    trust = Trust(deps.root_pem())
    open_evidence(data, trust)
    told: dict[str, Any] = json.loads(data)["record"]
    before, between = told["log"]["handovers"]
    assert (before["key"], told["log"]["key"]) == (first, deps.log_key().decode().split()[-1])
    log_rotation.rotate(deps)
    open_evidence(data, trust)
    for handovers in ([between, before], [before], [before, between | {"key": first}]):
        changed = told | {"log": told["log"] | {"handovers": handovers}}
        with pytest.raises(RecordNotGenuine, match="its place in the log"):
            open_evidence(deps.sealer().evidence(changed, signing.clock.at), trust)


def test_no_evidence_is_sealed_on_a_log_that_does_not_hold(done: Scene) -> None:
    other = NoteSigner("another", done.deps.log_keys.signer(done.deps.log_keys.first()).key)
    with done.deps.unit_of_work() as uow:
        uow.system("a test")
        (kept,) = uow.checkpoints.after(0)
        told = read_checkpoint(text_of(kept.note, done.deps.log_keys.first()))
    done.deps.outside_checkpoints.put(2, other.sign(told.text))
    with pytest.raises(checkpoints.LogTampered, match="unsigned checkpoint=2"):
        checkpoints.issue(done.deps)
