"""The offer part of ``decide``: one open offer at a time, answered by the other side."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.core.access import Role
from app.core.errors import OfferChanged, OfferRefused, TransitionNotAllowed
from app.core.negotiation import language
from app.core.negotiation.affordable import blocks
from app.core.negotiation.case import Case, Stage, ended, side
from app.core.negotiation.commands import (
    AcceptOffer,
    CounterOffer,
    DeclineOffer,
    MakeOffer,
    WithdrawOffer,
)
from app.core.negotiation.events import (
    Event,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
    OfferWithdrawn,
)
from app.core.negotiation.guards import PARTIES, at_stage, explained, free_to_refuse, moving, only
from app.core.negotiation.middle_now import open_midpoint
from app.core.negotiation.middle_state import MIDPOINT
from app.core.negotiation.outdated_events import Because
from app.core.packs import load
from app.core.policy import PolicyPack
from app.core.terms import Terms, terms_digest

OFFER_LIFE = timedelta(days=30)
TOO_SOON = "begins_too_soon"


def make(
    case: Case,
    command: MakeOffer | CounterOffer,
    *,
    by: Role,
    at: datetime,
    pack: PolicyPack | None = None,
) -> tuple[Event, ...]:
    """An offer, or the answer to one. Raises as ``decide`` does."""
    only(by, *PARTIES)
    moving(case, at)
    answers = None
    taken_back: tuple[Event, ...] = ()
    if command.label == MIDPOINT:
        _is_the_midpoint(case, command.terms, at)
    if isinstance(command, CounterOffer):
        answers = _open_to(case, command.seen, by).digest
    else:
        taken_back = _in_place_of(case, command, by=by, at=at)
    explained(command.explanation)
    _check_terms(case, command.terms, by=by, at=at, pack=pack)
    rules = pack or load(case.start.jurisdiction)
    if by is Role.LENDER and begins_too_soon(case, command.terms, rules, at.date()):
        raise OfferRefused((TOO_SOON,))
    first = command.terms.schedule.instalments[0].due_on
    return (
        *taken_back,
        OfferMade(
            offer_id=command.offer_id,
            terms=command.terms,
            digest=terms_digest(command.terms),
            explanation=command.explanation,
            by=by,
            at=at,
            # Nobody can accept a plan whose first date has come.
            expires_on=min((at + OFFER_LIFE).date(), first - timedelta(days=1)),
            answers=answers,
            label=command.label,
        ),
    )


def _in_place_of(case: Case, command: MakeOffer, *, by: Role, at: datetime) -> tuple[Event, ...]:
    """Nobody makes two offers in a row: an own one is taken back in the same move.

    That is so for the midpoint, which is no side's own, and for an offer that has ended.
    """
    standing = case.offer
    if case.stage is not Stage.OFFERED or standing is None:
        at_stage(case, Stage.OPEN)
        return ()
    mine = side(standing.by) is side(by)
    if not mine or not (command.label == MIDPOINT or ended(standing.expires_on, at)):
        raise TransitionNotAllowed("an offer is open")
    return (OfferWithdrawn(standing.digest, by, at),)


def _is_the_midpoint(case: Case, terms: Terms, at: datetime) -> None:
    """Only what the product found, and both sides are shown, goes by that name.

    A budget that is shared in the same move may bear less by now.
    """
    found = open_midpoint(case, at)
    if found is None and case.middle.midpoint_because is Because.BUDGET:
        raise OfferRefused(("above_affordable",))
    if found is None or terms != found.terms:
        raise OfferChanged("the midpoint is not the one that was shown")


def begins_too_soon(case: Case, terms: Terms, pack: PolicyPack, today: date) -> bool:
    """Whether a lender would have the first payment fall in the borrower's time to think.

    Counted from today, as if everybody signed at once. A borrower who asked for an early
    start, with an offer that stands, may be answered with the same.
    """
    earliest = pack.cooling_off.last_day(today) + timedelta(days=1)
    standing = case.offer if case.stage is Stage.OFFERED else None
    if standing is not None and side(standing.by) is Role.BORROWER:
        earliest = min(earliest, standing.terms.schedule.first_due)
    return terms.schedule.first_due < earliest


def accept(
    case: Case, command: AcceptOffer, *, by: Role, at: datetime, pack: PolicyPack | None = None
) -> tuple[Event, ...]:
    """Raises as ``decide`` does."""
    only(by, *PARTIES)
    moving(case, at)
    standing = _open_to(case, command.seen, by)
    if ended(standing.expires_on, at):
        raise TransitionNotAllowed("the offer has ended: ask for it again")
    # Judged again as its maker's: the budget may have moved since, and a lender may
    # accept what it may not propose.
    _check_terms(case, standing.terms, by=standing.by, at=at, pack=pack)
    chosen = language.with_acceptance(command.language, by=by, at=at)
    return (*chosen, OfferAccepted(standing.digest, by, at))


def decline(case: Case, command: DeclineOffer, *, by: Role, at: datetime) -> tuple[Event, ...]:
    """Say no to the open offer; an acceptance is declined by not signing. Raises as ``decide``."""
    only(by, *PARTIES)
    free_to_refuse(case, by, at)
    standing = _open_to(case, command.seen, by)
    if by is Role.LENDER:
        explained(command.explanation)
    return (OfferDeclined(standing.digest, command.reason, command.explanation, by, at),)


def withdraw(case: Case, _command: WithdrawOffer, *, by: Role, at: datetime) -> tuple[Event, ...]:
    """Raises as ``decide`` does."""
    only(by, *PARTIES)
    free_to_refuse(case, by, at)
    at_stage(case, Stage.OFFERED)
    if case.offer is None or side(case.offer.by) is not side(by):
        raise TransitionNotAllowed("only the side that made an offer takes it back")
    return (OfferWithdrawn(case.offer.digest, by, at),)


def _open_to(case: Case, seen: str, by: Role) -> OfferMade:
    """The open offer that ``by`` may answer, when it is the one that was shown."""
    if case.stage is not Stage.OFFERED or case.offer is None:
        raise TransitionNotAllowed("there is no open offer")
    if side(case.offer.by) is side(by):
        raise TransitionNotAllowed("the other side answers an offer")
    if seen != case.offer.digest:
        raise OfferChanged("the offer is not the one that was shown")
    return case.offer


def _check_terms(
    case: Case, terms: Terms, *, by: Role, at: datetime, pack: PolicyPack | None
) -> None:
    if case.budget is None:
        raise TransitionNotAllowed("an offer needs a shared budget")
    rules = pack or load(case.start.jurisdiction)
    found = blocks(terms, case.debt, case.budget, by=by, today=at.date(), pack=rules)
    if found:
        raise OfferRefused(found)
