"""Electronic records or paper: the part of ``decide`` about how people get the agreement."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from app.core.access import Role
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import AgreeToRecords, AskPaper, SendPaper, WithdrawRecords
from app.core.negotiation.events import Event
from app.core.negotiation.guards import BORROWER_SIDE, at_stage, only
from app.core.negotiation.record_events import (
    PaperAsked,
    PaperSent,
    RecordsAgreed,
    RecordsWithdrawn,
)

DEMONSTRATIONS = frozenset({"pdf", "page"})

RecordsCommand = AgreeToRecords | WithdrawRecords | AskPaper | SendPaper


def decide_records(
    case: Case, command: RecordsCommand, *, by: Role, at: datetime
) -> tuple[Event, ...]:
    """What a choice between files and paper causes. Raises as ``decide`` does."""
    match command:
        case AgreeToRecords(person_id, text_sha256, demonstration):
            # Nobody agrees to it for somebody else, with authority or without.
            only(by, Role.BORROWER)
            if case.stage is Stage.CLOSED or demonstration not in DEMONSTRATIONS:
                raise TransitionNotAllowed("the case is closed, or nothing was tried out")
            return (RecordsAgreed(person_id, text_sha256, demonstration, by, at),)
        case WithdrawRecords(person_id):
            only(by, Role.BORROWER)
            if case.records_of(person_id) is None:
                raise TransitionNotAllowed("nothing was agreed to")
            return (RecordsWithdrawn(person_id, by, at),)
        case AskPaper():
            only(by, *BORROWER_SIDE)
            at_stage(case, Stage.SIGNING)
            if case.paper_asked:
                raise TransitionNotAllowed("paper was asked for already")
            return (PaperAsked(by, at),)
        case SendPaper():
            only(by, Role.LENDER)
            if not case.paper_asked or case.paper_sent:
                raise TransitionNotAllowed("no paper is waited for")
            return (PaperSent(by, at),)
        case _:
            assert_never(command)
