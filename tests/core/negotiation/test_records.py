"""Files or paper: one's own choice, taken back at any time, and never a clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from app.core.access import Role
from app.core.errors import InvalidInput
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import (
    AgreeToRecords,
    AskPaper,
    DeclineOnPaper,
    LapseSigning,
    RaiseDispute,
    SendPaper,
    SettleDispute,
    WithdrawRecords,
)
from app.core.negotiation.decide import decide
from app.core.negotiation.events import DisputeKind
from tests.core.negotiation.refusing import in_days, refused
from tests.factories import AGREEMENT_ID, NOON, a_case, a_paper, a_sealing, a_signature, after

PERSON, OTHER = UUID(int=7), UUID(int=8)
AGREE = AgreeToRecords(PERSON, "e" * 64, "pdf")
LAPSE = LapseSigning(AGREEMENT_ID, 1)


def on_paper() -> Case:
    return after(a_case(Stage.SIGNING), AskPaper(), Role.BORROWER)


def test_consent_is_one_persons_own_and_is_taken_back() -> None:
    agreed = after(a_case(Stage.SIGNING), AGREE, Role.BORROWER)
    assert agreed.records_of(PERSON)
    assert agreed.records_of(OTHER) is None
    refused(agreed, WithdrawRecords(OTHER), Role.BORROWER)
    assert after(agreed, WithdrawRecords(PERSON), Role.BORROWER).records == ()


def test_agreeing_again_stands_once_with_the_newer_text() -> None:
    first = after(a_case(Stage.SIGNING), AGREE, Role.BORROWER)
    second = after(first, AgreeToRecords(PERSON, "f" * 64, "page"), Role.BORROWER)
    (stands,) = second.records
    assert (stands.text_sha256, stands.demonstration) == ("f" * 64, "page")


def test_what_was_not_tried_out_is_not_agreed_to() -> None:
    refused(a_case(Stage.SIGNING), AgreeToRecords(PERSON, "e" * 64, ""), Role.BORROWER)


def test_on_paper_there_is_no_last_day() -> None:
    refused(on_paper(), LAPSE, Role.SYSTEM, at=in_days(200))
    assert on_paper().stage is Stage.SIGNING


def test_paper_is_asked_for_and_posted_once() -> None:
    refused(on_paper(), AskPaper(), Role.BORROWER)
    sent = after(on_paper(), SendPaper(), Role.LENDER)
    assert sent.paper_sent
    refused(sent, SendPaper(), Role.LENDER)


def test_who_changes_from_paper_to_files_has_a_week_or_more() -> None:
    changed = after(on_paper(), AGREE, Role.BORROWER, in_days(40))
    assert not changed.paper_asked
    assert changed.agreement is not None
    assert changed.agreement.expires_on == in_days(47).date()
    refused(changed, LAPSE, Role.SYSTEM, at=in_days(47))
    assert after(changed, LAPSE, Role.SYSTEM, in_days(48)).stage is Stage.OPEN


def posted() -> Case:
    """The lender has signed here, and the borrower waits for paper."""
    case = a_case(Stage.SIGNING)
    return after(
        after(case, a_signature(case, Role.LENDER), Role.LENDER), AskPaper(), Role.BORROWER
    )


def came_back() -> Case:
    return after(posted(), a_paper(), Role.LENDER)


def test_a_signed_paper_completes_the_agreement_and_says_that_it_is_paper() -> None:
    case = came_back()
    assert case.stage is Stage.SIGNED
    assert case.agreement is not None
    assert case.agreement.signed == (Role.LENDER, Role.BORROWER)
    assert case.agreement.on_paper == (Role.BORROWER,)
    assert not case.paper_asked
    refused(case, a_paper(), Role.LENDER)


def test_both_may_sign_on_the_paper_and_nobody_before_the_lender_or_twice() -> None:
    both = after(on_paper(), a_paper((Role.LENDER, Role.BORROWER)), Role.LENDER)
    assert both.stage is Stage.SIGNED
    refused(on_paper(), a_paper(), Role.LENDER)
    refused(posted(), a_paper((Role.LENDER, Role.BORROWER)), Role.LENDER)
    refused(posted(), a_paper((Role.BORROWER, Role.COUNSELOR)), Role.LENDER)
    refused(posted(), a_paper(()), Role.LENDER)


def test_only_a_paper_that_was_asked_for_comes_back_and_only_to_the_lender() -> None:
    signed = after(
        a_case(Stage.SIGNING), a_signature(a_case(Stage.SIGNING), Role.LENDER), Role.LENDER
    )
    refused(signed, a_paper(), Role.LENDER)
    for role in (Role.BORROWER, Role.COUNSELOR, Role.SYSTEM):
        refused(posted(), a_paper(), role)


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"signed_on": NOON.date() - timedelta(days=2)}, "/signed_on"),
        ({"received_on": NOON.date() - timedelta(days=1)}, "/received_on"),
        ({"received_on": NOON.date() + timedelta(days=2)}, "/received_on"),
        ({"name": "  "}, "/name"),
        ({"scan_sha256": "A" * 64}, "/scan_sha256"),
        ({"scan_sha256": "a" * 63}, "/scan_sha256"),
    ],
)
def test_what_cannot_be_is_asked_about_again(change: dict[str, object], at: str) -> None:
    told = replace(a_paper(), **change)  # type: ignore[arg-type]  # names are checked by replace
    with pytest.raises(InvalidInput) as refusal:
        decide(posted(), told, by=Role.LENDER, at=NOON)
    assert [problem.path for problem in refusal.value.problems] == [at]


def test_a_no_on_paper_lays_the_version_aside_as_a_no_here_does() -> None:
    no = after(posted(), DeclineOnPaper(AGREEMENT_ID, 1), Role.LENDER)
    assert (no.stage, no.agreement) == (Stage.OPEN, None)
    refused(a_case(Stage.SIGNING), DeclineOnPaper(AGREEMENT_ID, 1), Role.LENDER)


NOT_MINE = RaiseDispute(DisputeKind.NOT_SIGNED, "")


def test_the_borrower_may_say_that_the_signature_is_not_theirs() -> None:
    objected = after(came_back(), NOT_MINE, Role.BORROWER)
    assert objected.dispute is DisputeKind.NOT_SIGNED
    refused(objected, a_sealing(objected), Role.SYSTEM)
    sealed = after(came_back(), a_sealing(came_back()), Role.SYSTEM)
    assert after(sealed, NOT_MINE, Role.BORROWER).dispute is DisputeKind.NOT_SIGNED
    for never in (a_case(Stage.SIGNING), a_case(Stage.SEALED), posted()):
        refused(never, NOT_MINE, Role.BORROWER)


def test_when_the_borrower_is_right_nobody_is_bound_and_both_may_offer_again() -> None:
    sealed = after(came_back(), a_sealing(came_back()), Role.SYSTEM)
    no = SettleDispute(False, "See it.", in_days(14).date(), in_days(15))
    for case in (came_back(), sealed):
        objected = after(case, NOT_MINE, Role.BORROWER)
        right = after(objected, SettleDispute(upheld=True, explanation="No paper."), Role.LENDER)
        assert (right.stage, right.agreement, right.dispute) == (Stage.OPEN, None, None)
        wrong = after(objected, no, Role.LENDER)
        assert (wrong.stage, wrong.dispute) == (case.stage, None)
