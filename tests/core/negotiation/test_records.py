"""Files or paper: one's own choice, taken back at any time, and never a clock."""

from __future__ import annotations

from uuid import UUID

from app.core.access import Role
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import (
    AgreeToRecords,
    AskPaper,
    LapseSigning,
    SendPaper,
    WithdrawRecords,
)
from tests.core.negotiation.refusing import in_days, refused
from tests.factories import AGREEMENT_ID, a_case, after

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
