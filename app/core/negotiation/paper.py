"""Paper instead of files: asked for, posted, and signed or declined by hand.

A person of the lender writes down what came back. Nothing here is a signature by the
borrower on this site, and the borrower may say at any time that it is not theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import assert_never

from app.core.access import Role
from app.core.errors import InvalidInput, Problem, TransitionNotAllowed
from app.core.negotiation.agreed import Agreement
from app.core.negotiation.case import Case, Stage, latest_date
from app.core.negotiation.commands import AskPaper, DeclineOnPaper, ReturnPaper, SendPaper
from app.core.negotiation.events import DisputeKind, Event, SigningDeclined
from app.core.negotiation.guards import BORROWER_SIDE, at_stage, current, moving, only
from app.core.negotiation.record_events import PaperAsked, PaperReturned, PaperSent

PaperCommand = AskPaper | SendPaper | ReturnPaper | DeclineOnPaper

_EARLIEST_ZONE = timedelta(hours=14)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def decide_paper(case: Case, command: PaperCommand, *, by: Role, at: datetime) -> tuple[Event, ...]:
    """What happens around a paper. Raises as ``decide`` does."""
    match command:
        case AskPaper():
            only(by, *BORROWER_SIDE)
            at_stage(case, Stage.SIGNING)
            if case.paper_asked or _borrower_signed(case):
                raise TransitionNotAllowed("the borrower asked for paper already, or has signed")
            return (PaperAsked(by, at),)
        case SendPaper():
            only(by, Role.LENDER)
            if not case.paper_asked or case.paper_sent:
                raise TransitionNotAllowed("no paper is waited for")
            return (PaperSent(by, at),)
        case ReturnPaper():
            agreement = _waited_for(case, command, by)
            moving(case, at)
            return (_returned(agreement, command, by, at),)
        case DeclineOnPaper(agreement_id, version):
            # The lender writes it down: in a pause it waits, as every no by a lender does.
            _waited_for(case, command, by)
            moving(case, at)
            return (SigningDeclined(agreement_id, version, "", by, at, on_paper=True),)
        case _:
            assert_never(command)


def may_return(case: Case) -> bool:
    """Whether a paper without the borrower's signature here may still come back.

    What was posted may, whatever the borrower has chosen since.
    """
    out = case.stage is Stage.SIGNING and (case.paper_asked or case.paper_sent)
    return out and not _borrower_signed(case)


def may_object(case: Case) -> bool:
    """Whether a lender says that this borrower signed on paper, and nobody objects yet."""
    return _said_to_have_signed(case) and case.dispute is not DisputeKind.NOT_SIGNED


def holds_seal(case: Case) -> bool:
    """Whether a dispute of any kind stands against a signature on paper of the borrower's."""
    return case.dispute is not None and _said_to_have_signed(case)


def _said_to_have_signed(case: Case) -> bool:
    return case.agreement is not None and Role.BORROWER in case.agreement.on_paper


def _borrower_signed(case: Case) -> bool:
    return case.agreement is not None and Role.BORROWER in case.agreement.signed


def _waited_for(case: Case, command: ReturnPaper | DeclineOnPaper, by: Role) -> Agreement:
    only(by, Role.LENDER)
    agreement = current(case, command.agreement_id, command.version, Stage.SIGNING)
    if not may_return(case):
        raise TransitionNotAllowed("no paper is waited for")
    return agreement


def _returned(agreement: Agreement, told: ReturnPaper, by: Role, at: datetime) -> PaperReturned:
    signed = {*agreement.signed, *told.signers}
    in_order = signed == set(agreement.signers[: len(signed)])
    again = len(signed) != len(agreement.signed) + len(told.signers)
    if Role.BORROWER not in told.signers or again or not in_order:
        raise TransitionNotAllowed("the borrower signs on it, nobody twice, and in order")
    problems = tuple(_problems(agreement, told, at))
    if problems:
        raise InvalidInput(problems)
    return PaperReturned(
        told.agreement_id,
        told.version,
        tuple(role for role in agreement.signers if role in told.signers),
        told.name,
        told.signed_on,
        told.received_on,
        told.scan_sha256,
        told.person_id,
        by,
        at,
        told.acted_as,
    )


def _problems(agreement: Agreement, told: ReturnPaper, at: datetime) -> Iterator[Problem]:
    """Days are judged where they are earliest and latest on Earth: doubt lets them pass."""
    issued = agreement.issued_at
    if issued is not None and told.signed_on < latest_date(issued):
        yield Problem("/signed_on", "too_early", "the agreement was not written down then")
    if told.received_on < told.signed_on:
        yield Problem("/received_on", "too_early", "it cannot come back before it is signed")
    if told.received_on > (at + _EARLIEST_ZONE).date():
        yield Problem("/received_on", "too_late", "this day has not come yet")
    if not told.name.strip():
        yield Problem("/name", "missing", "the name as it is written on the paper")
    if told.scan_sha256 and not _SHA256.fullmatch(told.scan_sha256):
        yield Problem("/scan_sha256", "malformed", "64 figures and letters from a to f")
