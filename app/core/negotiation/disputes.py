"""Disputes: what may be disputed, how one is settled, and when the balance is corrected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import assert_never

from app.core.access import Role
from app.core.errors import InvalidInput, Problem, TransitionNotAllowed
from app.core.negotiation import outdated
from app.core.negotiation.case import Case, Stage, latest_date
from app.core.negotiation.commands import RaiseDispute, SettleDispute
from app.core.negotiation.dispute_events import (
    Claim,
    DebtCorrected,
    DebtPart,
    Figures,
    OfferSetAside,
)
from app.core.negotiation.events import DisputeKind, DisputeRaised, DisputeSettled, Event
from app.core.negotiation.guards import BORROWER_SIDE, explained, only
from app.core.negotiation.paper import may_object
from app.core.negotiation.pause_events import HelpAsked, HoldPlaced
from app.core.negotiation.proof import decide_proof
from app.core.negotiation.proof_commands import AnswerProof, AskProof
from app.core.negotiation.signing import is_time_to_leave

ABOUT_AMOUNTS = frozenset({DisputeKind.WRONG_AMOUNT, DisputeKind.ALREADY_PAID})
SAFE = frozenset({DisputeKind.IDENTITY_FRAUD, DisputeKind.ECONOMIC_ABUSE})
"""Which of the two it was is nobody's business: neither that nor any word of it is stored."""
SAFE_HOLD = timedelta(days=60)
SAFE_RULE = "house:dispute"

_TO_BE_SIGNED = frozenset({Stage.AGREED, Stage.SIGNING, Stage.SIGNED})


def decide_dispute(
    case: Case,
    command: RaiseDispute | SettleDispute | AskProof | AnswerProof,
    *,
    by: Role,
    at: datetime,
) -> tuple[Event, ...]:
    """What doubt about a debt, or the answer to it, causes. Raises as ``decide`` does."""
    match command:
        case RaiseDispute():
            return _raise(case, command, by, at)
        case SettleDispute():
            return _settle(case, command, by, at)
        case AskProof() | AnswerProof():
            return decide_proof(case, command, by=by, at=at)
        case _:
            assert_never(command)


def _raise(case: Case, command: RaiseDispute, by: Role, at: datetime) -> tuple[Event, ...]:
    only(by, *BORROWER_SIDE)
    if command.kind in SAFE | {DisputeKind.NOT_BOUND}:
        return _raise_safely(case, by, at)
    # A sealed plan can be disputed too, and stays in force meanwhile (ethics E10, E11).
    if command.kind is DisputeKind.NOT_SIGNED:
        # Another dispute takes this away from nobody: it waits, and goes on afterwards.
        if case.stage is Stage.CLOSED or not may_object(case):
            raise TransitionNotAllowed("nobody says that the borrower signed on paper")
    elif case.stage is Stage.CLOSED or case.dispute is not None:
        raise TransitionNotAllowed("there is nothing open to dispute")
    claim = _checked(case, command)
    return (DisputeRaised(command.kind, command.explanation, by, at, claim),)


def _raise_safely(case: Case, by: Role, at: datetime) -> tuple[Event, ...]:
    """Stops everything and asks a person, whatever else is disputed; not a word is kept."""
    if case.stage is Stage.CLOSED or case.dispute is DisputeKind.NOT_BOUND:
        raise TransitionNotAllowed("it is closed, or stopped like this already")
    until = latest_date(at) + SAFE_HOLD
    found: list[Event] = []
    # The clock of an objection to a paper goes on, and only one dispute can wait.
    if case.dispute is not DisputeKind.NOT_SIGNED and case.other_dispute is None:
        found.append(DisputeRaised(DisputeKind.NOT_BOUND, "", by, at))
    if case.hold is None or case.hold.until < until:
        found.append(HoldPlaced(SAFE_RULE, until, "", by, at))
    return (*found, HelpAsked("", by, at))


def _checked(case: Case, command: RaiseDispute) -> Claim | None:
    """The claim, where the dispute is about an amount.

    Raises:
        InvalidInput: the amount that is thought right is not below the stated one.
    """
    claim = command.claim
    if claim is None or command.kind not in ABOUT_AMOUNTS:
        return None
    right = claim.right_amount
    if right is not None:
        stated = case.debt.figures.of(claim.part)
        wrong_money = right.currency is not stated.currency
        if wrong_money or right.minor < 0 or right >= stated:
            message = "the right amount is below the one that is disputed"
            raise InvalidInput((Problem("/right_amount", "not_below", message),))
    line = claim.line.strip() if claim.part is DebtPart.FEES else ""
    return Claim(claim.part, line, right)


def _settle(case: Case, told: SettleDispute, by: Role, at: datetime) -> tuple[Event, ...]:
    only(by, Role.LENDER)
    if case.dispute is None:
        raise TransitionNotAllowed("there is no dispute")
    explained(told.explanation)
    corrected = told.corrected if told.upheld else None
    if corrected is not None:
        _check_figures(case, corrected, told)
    goes_on = corrected is not None and corrected.owed.minor > 0
    until, ends = told.cooling_off_until, told.cooling_off_ends
    if case.stage is not Stage.SEALED or not _binds(case, told, goes_on=goes_on):
        until = ends = None
    elif until is None or ends is None or not is_time_to_leave(until, ends, at):
        raise TransitionNotAllowed("whoever is held to a plan like this has the time to leave")
    partly = told.partly and corrected is not None
    settled = DisputeSettled(
        told.upheld, told.explanation, by, at, until, ends, goes_on=goes_on, partly=partly
    )
    if corrected is None:
        return (settled,)
    if not goes_on:
        return (DebtCorrected(corrected, by, at), settled)
    aside = _set_aside(case, corrected, by, at)
    old = outdated.by_correction(case, at)
    return (DebtCorrected(corrected, by, at), settled, *aside, *old)


def _binds(case: Case, told: SettleDispute, *, goes_on: bool) -> bool:
    """Whether a sealed plan stands after all: one on disputed paper, or on corrected figures."""
    return goes_on or (case.dispute is DisputeKind.NOT_SIGNED and not told.upheld)


def _set_aside(case: Case, now: Figures, by: Role, at: datetime) -> tuple[Event, ...]:
    """An offer on other figures is nobody's offer; a sealed plan is never touched."""
    if case.offer is None or case.debt.figures == now:
        return ()
    if case.stage in _TO_BE_SIGNED or (case.stage is Stage.OFFERED and _misfits(case, now)):
        return (OfferSetAside(case.offer.digest, by, at),)
    return ()


def _misfits(case: Case, now: Figures) -> bool:
    """Whether the open offer asks for more than there is, of all or of any part."""
    if case.offer is None:
        return False
    terms = case.offer.terms
    rows = terms.schedule.instalments
    principal = sum(row.principal.minor for row in rows)
    fees = sum(row.fees.minor for row in rows)
    above = principal > now.principal.minor or fees > now.fees.minor
    return terms.owed != now.owed or above


def _check_figures(case: Case, now: Figures, told: SettleDispute) -> None:
    if case.dispute not in ABOUT_AMOUNTS:
        raise TransitionNotAllowed("this dispute is not about an amount")
    if problems := tuple(faults(case, now, partly=told.partly)):
        raise InvalidInput(problems)


def faults(case: Case, now: Figures, *, partly: bool) -> Iterator[Problem]:
    """What is wrong with corrected figures: they never rise, and a whole yes gives the whole."""
    was = case.debt.figures
    if {now.owed.currency, now.arrears.currency} != {was.owed.currency}:
        yield Problem("/principal", "currency", "in the money of the debt")
        return
    for part in DebtPart:
        amount = now.of(part)
        if amount.minor < 0 or amount > was.of(part):
            yield Problem(f"/{part}", "above_before", "no part rises in a dispute")
    if now.arrears.minor < 0 or now.arrears > was.arrears or now.arrears > now.owed:
        yield Problem("/arrears", "above_before", "nothing more is late than before")
    if now.owed >= was.owed:
        yield Problem("/principal", "nothing_changes", "the borrower was right in something")
    claim = case.claim
    if claim is None or partly:
        return
    if claim.right_amount is not None and now.of(claim.part) > claim.right_amount:
        yield Problem(f"/{claim.part or DebtPart.PRINCIPAL}", "above_claim", "only right in part")
