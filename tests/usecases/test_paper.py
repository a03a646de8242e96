"""Signed on paper: written down by the lender, sealed as what it is, and open to objection."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from app.core.access import Role
from app.core.errors import NotAllowed
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import AskPaper, RaiseDispute, SettleDispute
from app.core.negotiation.events import AgreementSealed, DisputeKind
from app.core.sealed import Act, Signatory
from app.documents.drawing import draw_stamp
from app.gateways.offline import Brought
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.usecases import agreement_reading, copies, evidence, paper, seal, verify
from app.usecases.on_paper import SameHand
from app.usecases.paper import Told
from tests.usecases.scenes import Scene, all_mail

SCAN = "ab" * 32


def a_paper(scene: Scene, **change: object) -> Told:
    day = scene.clock().date()
    told = Told(1, (Role.BORROWER, Role.COUNSELOR), "Ana Ruiz", day, day, SCAN)
    return replace(told, **change)  # type: ignore[arg-type]  # names are checked by replace


def work(scene: Scene) -> None:
    Runner(scene.deps.unit_of_work, handlers(scene.deps), scene.deps.now).drain(scene.clock())


@pytest.fixture
def posted(signing: Scene) -> Scene:
    """The lender has signed the file, and the borrower waits for paper."""
    signing.sign(signing.agent)
    signing.do(signing.borrower, AskPaper())
    work(signing)
    return signing


@pytest.fixture
def returned(posted: Scene) -> Scene:
    paper.came_back(posted.deps, posted.agent, posted.part.case_id, a_paper(posted))
    work(posted)
    return posted


def final(scene: Scene) -> bytes:
    return scene.deps.files.get(scene.record().final_sha256 or "")


def record_of(scene: Scene) -> dict[str, Any]:
    data, _ = evidence.read(scene.deps, scene.borrower, scene.part.case_id)
    told: dict[str, Any] = json.loads(data)["record"]
    return told


def test_a_paper_to_sign_is_drawn_when_it_is_asked_for(posted: Scene) -> None:
    found = copies.page(posted.deps, posted.agent, posted.part.case_id)
    assert found.standing["to_sign", posted.record().language] == "drawn"
    body, _ = copies.read(
        posted.deps, posted.borrower, posted.part.case_id, "to_sign", posted.record().language
    )
    assert body is not None
    answer = verify.by_file(posted.deps, body)
    assert (answer.finding, answer.exit_code) == ("to_sign", verify.REJECTED)


def test_the_file_is_sealed_without_a_signature_of_those_on_paper(returned: Scene) -> None:
    record = returned.record()
    assert (record.state, record.paper_roles) == ("sealed", ("borrower", "counselor"))
    with returned.deps.reading() as uow:
        revisions = uow.agreements.revisions(record.tenant_id, record.id, record.version)
        acts = uow.signatures.of(record.tenant_id, record.id, record.version)
    assert [one.field for one in revisions if one.step <= seal.FINAL] == [
        None,
        "PlatformSeal",
        "Lender",
        "CompletionSeal",
        "ArchiveTimestamp",
    ]
    assert [act.role for act in acts] == ["lender"]
    reasons = [
        str(one.sig_object.get("/Reason", ""))
        for one in PdfFileReader(BytesIO(final(returned))).embedded_signatures
    ]
    assert any(reason.startswith("Signed on paper: borrower, counselor") for reason in reasons)
    assert not any("All parties have signed" in reason for reason in reasons)


def test_the_check_says_that_it_is_genuine_and_on_paper(returned: Scene) -> None:
    answer = verify.by_file(returned.deps, final(returned))
    assert [check.code for check in answer.verdict.checks if not check.ok] == []
    assert (answer.finding, answer.exit_code) == ("genuine_paper", verify.ACCEPTED)
    assert answer.standing is not None
    assert answer.standing.state == "on_paper"
    assert answer.label["en"].startswith("Signed on paper by the borrower and counselor;")
    assert "the lender keeps the paper" in answer.label["en"]
    assert answer.label["zh_Hans"].startswith("借款人和顾问已在纸上签名")


def test_whoever_fills_the_empty_place_afterwards_is_found_out(returned: Scene) -> None:
    stamp = draw_stamp(
        returned.deps.sandbox,
        name="Ana Ruiz",
        role="borrower",
        organisation="",
        at=returned.clock(),
        lang="en",
    )
    act = Act(Signatory("borrower", "x", "Ana Ruiz", "Signature of the borrower"), "I agree", stamp)
    filled = returned.deps.sealer().apply(final(returned), act, returned.clock()).pdf
    answer = verify.by_file(returned.deps, filled)
    wrong = {check.letter for check in answer.verdict.checks if not check.ok}
    assert {"a", "b", "c", "e"} <= wrong


def test_the_evidence_tells_of_the_paper_and_of_the_copies(returned: Scene) -> None:
    told, day = record_of(returned), returned.clock().date().isoformat()
    assert [one["role"] for one in told["paper"]["signers"]] == ["borrower", "counselor"]
    assert told["paper"]["name_on_paper"] == "Ana Ruiz"
    assert (told["paper"]["signed_on"], told["paper"]["received_on"]) == (day, day)
    assert told["paper"]["scan_sha256"] == SCAN
    assert told["paper"]["written_down_by"] == told["people"][0]["name_shown"] != ""
    assert [act["role"] for act in told["acts"]] == ["lender"]
    assert told["file"]["on_paper"] == ["Borrower", "Counselor"]
    proven = {one["what"]: one["line"]["action"] for one in told["log"]["leaves"]}
    assert list(proven) == ["accepted", "signed", "sealed"]
    assert proven["signed"].startswith("paper.")
    (copy,) = told["copies"]
    assert (copy["kind"], copy["asked_by"]) == ("to_sign", "borrower")
    assert "Signed on paper" in told["label"]["en"]
    assert evidence.paper(returned.deps, returned.borrower, returned.part.case_id)


def test_the_evidence_alone_knows_the_copies_and_the_paper(returned: Scene) -> None:
    data, _ = evidence.read(returned.deps, returned.borrower, returned.part.case_id)
    language = returned.record().language
    copy, _ = copies.read(returned.deps, returned.agent, returned.part.case_id, "to_sign", language)
    assert copy is not None
    answer = verify.beside_evidence(returned.deps, Brought(copy, data))
    assert answer.finding == "to_sign"
    assert answer.copy_of is not None
    assert answer.copy_of.final_sha256 == returned.record().final_sha256
    genuine = verify.beside_evidence(returned.deps, Brought(final(returned), data))
    assert (genuine.finding, genuine.exit_code) == ("genuine_paper", verify.ACCEPTED)
    changed = verify.beside_evidence(returned.deps, Brought(copy + b" ", data))
    assert changed.finding == "changed"


def test_whoever_signs_on_paper_thinks_it_over_just_as_long(done: Scene, returned: Scene) -> None:
    here, paper_ = (
        next(event for event in scene.history() if isinstance(event, AgreementSealed))
        for scene in (done, returned)
    )
    assert paper_.cooling_off_until == here.cooling_off_until
    reading = agreement_reading.read(returned.deps, returned.borrower, returned.part.case_id, "en")
    assert reading is not None
    assert reading.may_cancel


def test_the_borrower_is_told_and_only_the_lender_writes_it_down(posted: Scene) -> None:
    before = {one.key for one in all_mail(posted.stage)}
    for stranger in (posted.borrower, posted.counselor):
        with pytest.raises(NotAllowed):
            paper.came_back(posted.deps, stranger, posted.part.case_id, a_paper(posted))
    paper.came_back(posted.deps, posted.agent, posted.part.case_id, a_paper(posted))
    new = [one for one in all_mail(posted.stage) if one.key not in before]
    with posted.deps.reading() as uow:
        person = uow.people.find(posted.borrower.person_id)
    assert person is not None
    assert person.email in [one.to for one in new]
    assert "paper.recorded" in posted.audited()


def test_the_counselor_still_signs_the_file_when_the_paper_has_the_borrower_alone(
    posted: Scene,
) -> None:
    told = a_paper(posted, signers=(Role.BORROWER,), scan_sha256="")
    paper.came_back(posted.deps, posted.agent, posted.part.case_id, told)
    assert posted.case().stage is Stage.SIGNING
    posted.sign(posted.counselor)
    work(posted)
    assert posted.record().state == "sealed"
    answer = verify.by_file(posted.deps, final(posted))
    assert (answer.finding, posted.record().paper_roles) == ("genuine_paper", ("borrower",))


def test_a_paper_that_all_signed_carries_our_seal_alone(signing: Scene) -> None:
    signing.do(signing.borrower, AskPaper())
    everyone = (Role.LENDER, Role.BORROWER, Role.COUNSELOR)
    told = a_paper(signing, signers=everyone)
    paper.came_back(signing.deps, signing.agent, signing.part.case_id, told)
    work(signing)
    answer = verify.by_file(signing.deps, final(signing))
    assert answer.finding == "genuine_paper"
    assert "electronic signature" not in answer.label["en"].lower()
    assert "It carries a cryptographic seal; time asserted" in answer.label["en"]


def test_who_did_not_sign_says_so_and_the_agreement_is_suspended(returned: Scene) -> None:
    paper.not_mine(returned.deps, returned.borrower, returned.part.case_id)
    answer = verify.by_file(returned.deps, final(returned))
    assert answer.standing is not None
    assert answer.standing.state == "suspended"
    by_code = verify.by_code(returned.deps, returned.record().code)
    assert by_code is not None
    assert by_code.state == "suspended"


@pytest.mark.parametrize("sealed_before", [True, False])
def test_when_they_are_right_nobody_is_bound(posted: Scene, *, sealed_before: bool) -> None:
    paper.came_back(posted.deps, posted.agent, posted.part.case_id, a_paper(posted))
    if sealed_before:
        work(posted)
    paper.not_mine(posted.deps, posted.borrower, posted.part.case_id)
    work(posted)
    assert posted.record().state == ("sealed" if sealed_before else "signed")
    posted.do(
        posted.part.place.supervisor,
        SettleDispute(upheld=True, explanation="We have no such paper."),
    )
    posted.clock.move(hours=1)
    work(posted)
    assert (posted.record().state, posted.case().stage) == ("declined", Stage.OPEN)
    standing = verify.by_code(posted.deps, posted.record().code)
    assert standing is not None
    assert standing.state == "declined"


def test_when_they_are_wrong_it_is_sealed_after_all(posted: Scene) -> None:
    paper.came_back(posted.deps, posted.agent, posted.part.case_id, a_paper(posted))
    paper.not_mine(posted.deps, posted.borrower, posted.part.case_id)
    work(posted)
    assert posted.record().state == "signed"
    posted.do(
        posted.part.place.supervisor, SettleDispute(upheld=False, explanation="Here is the scan.")
    )
    posted.clock.move(hours=1)
    work(posted)
    assert posted.record().state == "sealed"


def test_whoever_wrote_the_paper_down_does_not_say_no_and_a_no_gives_time_to_leave(
    returned: Scene,
) -> None:
    returned.clock.move(days=30)
    paper.not_mine(returned.deps, returned.borrower, returned.part.case_id)
    with pytest.raises(SameHand):
        returned.do(returned.agent, SettleDispute(upheld=False, explanation="I saw it."))
    supervisor = returned.part.place.supervisor
    returned.do(supervisor, SettleDispute(upheld=False, explanation="Here is the scan."))
    reading = agreement_reading.read(returned.deps, returned.borrower, returned.part.case_id, "en")
    assert reading is not None
    assert reading.may_cancel
    assert reading.cooling_off_until == returned.clock().date() + timedelta(days=14)


def test_a_dispute_of_the_debt_holds_the_seal_of_a_paper(posted: Scene) -> None:
    paper.came_back(posted.deps, posted.agent, posted.part.case_id, a_paper(posted))
    posted.do(posted.borrower, RaiseDispute(DisputeKind.WRONG_AMOUNT, ""))
    work(posted)
    assert posted.record().state == "signed"
    paper.not_mine(posted.deps, posted.borrower, posted.part.case_id)
    assert posted.case().dispute is DisputeKind.NOT_SIGNED


def test_a_no_on_paper_lays_the_version_aside_and_the_borrower_is_told_plainly(
    posted: Scene,
) -> None:
    paper.declined(posted.deps, posted.agent, posted.part.case_id, 1)
    told = [one for one in all_mail(posted.stage) if "said no on paper" in one.text]
    assert len(told) == 1
    assert (posted.record().state, posted.case().stage) == ("declined", Stage.OPEN)


def test_paper_has_no_last_day_for_whoever_signs_the_file_either(signing: Scene) -> None:
    signing.do(signing.borrower, AskPaper())
    signing.clock.move(days=60)
    signing.sign(signing.agent)
    assert signing.case().agreement is not None
    day = signing.clock().date() - timedelta(days=3)
    told = a_paper(signing, signed_on=day)
    paper.came_back(signing.deps, signing.agent, signing.part.case_id, told)
    assert signing.case().stage is Stage.SIGNED
