"""Electronic records: the part of ``decide`` about consent to files instead of paper."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from app.core.access import Role
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import AgreeToRecords, WithdrawRecords
from app.core.negotiation.events import Event
from app.core.negotiation.guards import only
from app.core.negotiation.record_events import RecordsAgreed, RecordsWithdrawn

DEMONSTRATIONS = frozenset({"pdf", "page"})

RecordsCommand = AgreeToRecords | WithdrawRecords


def decide_records(
    case: Case, command: RecordsCommand, *, by: Role, at: datetime
) -> tuple[Event, ...]:
    """What a choice of files causes. Raises as ``decide`` does."""
    # Nobody agrees to it for somebody else, with authority or without.
    only(by, Role.BORROWER)
    match command:
        case AgreeToRecords(person_id, text_sha256, demonstration):
            if case.stage is Stage.CLOSED or demonstration not in DEMONSTRATIONS:
                raise TransitionNotAllowed("the case is closed, or nothing was tried out")
            return (RecordsAgreed(person_id, text_sha256, demonstration, by, at),)
        case WithdrawRecords(person_id):
            if case.records_of(person_id) is None:
                raise TransitionNotAllowed("nothing was agreed to")
            return (RecordsWithdrawn(person_id, by, at),)
        case _:
            assert_never(command)
