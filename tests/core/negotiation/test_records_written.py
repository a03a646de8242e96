"""Files instead of paper: the borrower's own choice, written down with what was shown."""

from __future__ import annotations

from uuid import UUID

import pytest

from app.core.access import Role
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import AgreeToRecords, WithdrawRecords
from app.core.negotiation.decide import decide
from app.core.negotiation.record_events import RecordsAgreed, RecordsWithdrawn
from app.core.negotiation.records import decide_records
from tests.core.negotiation.refusing import refused
from tests.factories import NOON, a_case, after

PERSON, OTHER = UUID(int=7), UUID(int=8)
AGREE, WITHDRAW = AgreeToRecords(PERSON, "e" * 64, "pdf"), WithdrawRecords(PERSON)
OPEN = a_case(Stage.OPEN)


def test_consent_keeps_who_read_what_and_what_opened_on_their_device() -> None:
    for shown in ("pdf", "page"):
        said = AgreeToRecords(PERSON, "e" * 64, shown)
        (agreed,) = decide(OPEN, said, by=Role.BORROWER, at=NOON)
        assert agreed == RecordsAgreed(PERSON, "e" * 64, shown, Role.BORROWER, NOON)
    given = after(OPEN, AGREE, Role.BORROWER)
    (back,) = decide(given, WITHDRAW, by=Role.BORROWER, at=NOON)
    assert back == RecordsWithdrawn(PERSON, Role.BORROWER, NOON)


def test_nobody_consents_or_takes_back_for_somebody_else() -> None:
    given = after(OPEN, AGREE, Role.BORROWER)
    for role in set(Role) - {Role.BORROWER}:
        assert refused(OPEN, AGREE, role) == f"not for the {role}"
        assert refused(given, WITHDRAW, role) == f"not for the {role}"
    said = "nothing was agreed to"
    assert refused(given, WithdrawRecords(OTHER), Role.BORROWER) == said
    assert refused(OPEN, WITHDRAW, Role.BORROWER) == said


def test_what_was_not_tried_out_or_has_no_case_any_more_is_not_agreed_to() -> None:
    said = "the case is closed, or nothing was tried out"
    for shown in ("", "PDF", "word"):
        assert refused(OPEN, AgreeToRecords(PERSON, "e" * 64, shown), Role.BORROWER) == said
    assert refused(a_case(Stage.CLOSED), AGREE, Role.BORROWER) == said


def test_what_is_no_choice_of_records_stops_the_program() -> None:
    with pytest.raises(AssertionError, match="but got: 'a dance'"):
        decide_records(OPEN, "a dance", by=Role.BORROWER, at=NOON)  # type: ignore[arg-type]  # no command at all
