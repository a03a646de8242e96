"""One offer to every creditor out of one division: the plan each gets, or why none goes now."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from app.core.access import Role
from app.core.negotiation.case import Case, Stage, latest_date, side
from app.core.results import DebtResult, Label, Option, Route


class KeptBack(StrEnum):
    """Why nothing goes to one creditor now."""

    CLOSED = "closed"
    DISPUTE = "dispute"
    AGREED = "agreed"
    HOLD = "hold"
    NEW = "new"
    ROUNDS = "rounds"
    OURS = "ours"
    THEIRS = "theirs"
    TOO_OLD = "too_old"
    PERSON_FIRST = "person_first"
    BREAK = "break"
    LUMP_SUM = "lump_sum"
    STRETCH = "stretch"
    NOTHING = "nothing"
    RULE = "rule"


_IN_WRITING = (Stage.AGREED, Stage.SIGNING, Stage.SIGNED, Stage.SEALED)
_BY_ROUTE = {
    Route.DISPUTE_FIRST: KeptBack.DISPUTE,
    Route.TIME_BARRED_WARNING: KeptBack.TOO_OLD,
    Route.REFER: KeptBack.PERSON_FIRST,
    Route.PAYMENT_BREAK: KeptBack.BREAK,
    Route.SETTLEMENT: KeptBack.LUMP_SUM,
}


def stopped(case: Case, at: datetime) -> KeptBack | None:
    """What in the case itself keeps an offer of the borrower's side back at ``at``."""
    if case.stage is Stage.CLOSED:
        return KeptBack.CLOSED
    if case.dispute is not None:
        return KeptBack.DISPUTE
    if case.stage in _IN_WRITING:
        return KeptBack.AGREED
    if case.on_hold(latest_date(at)):
        return KeptBack.HOLD
    if case.stage is Stage.NEW:
        return KeptBack.NEW
    if case.rounds_over is not None:
        return KeptBack.ROUNDS
    if case.stage is Stage.OFFERED and case.offer is not None:
        return KeptBack.OURS if side(case.offer.by) is Role.BORROWER else KeptBack.THEIRS
    return None


def plan_for(result: DebtResult) -> Option | KeptBack:
    """The plan that pays the debt's whole part of the recommended sum, done soonest.

    Where there is no such choice (a token, a reduced plan, arrears first) it is the one plan
    there is. Nothing above the recommended part goes to all at once, and no lump sum.
    """
    if result.route is Route.SETTLEMENT:
        return KeptBack.LUMP_SUM
    careful = tuple(option for option in result.options if not option.stretch)
    for option in careful:
        if Label.FASTEST in (option.label, *option.also):
            return option
    if careful:
        return careful[0]
    if result.options:
        return KeptBack.STRETCH
    return _BY_ROUTE.get(result.route, KeptBack.NOTHING)
