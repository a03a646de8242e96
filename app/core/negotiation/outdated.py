"""What a corrected debt or another budget makes out of date between two offers."""

from __future__ import annotations

from datetime import datetime

from app.core.access import Role
from app.core.midpoint import stops
from app.core.negotiation.affordable import tightest
from app.core.negotiation.case import Case, ended
from app.core.negotiation.events import SharedBudget
from app.core.negotiation.middle_events import MidpointFound
from app.core.negotiation.middle_now import open_midpoint
from app.core.negotiation.outdated_events import Because, MidpointOutdated, OverlapOutdated
from app.core.packs import load
from app.core.policy import PolicyPack


def by_correction(case: Case, at: datetime) -> tuple[MidpointOutdated | OverlapOutdated, ...]:
    """Every figure between the offers was about another debt."""
    found, middle = case.middle.midpoint, case.middle
    over = isinstance(found, MidpointFound) and ended(found.until, at)
    midpoint = found is not None and not over
    test = middle.overlap is not None or middle.meets is not None
    return _events(Because.DEBT, at, midpoint=midpoint, test=test)


def by_budget(
    case: Case, now: SharedBudget, at: datetime, pack: PolicyPack | None
) -> tuple[MidpointOutdated | OverlapOutdated, ...]:
    """A midpoint that ``now`` stops, and a test in which more could be stated than ``now`` bears.

    A budget that bears as much or more leaves both as they are.
    """
    found, middle = open_midpoint(case, at), case.middle
    rules = pack or load(case.start.jurisdiction)
    midpoint = found is not None and bool(stops(found.terms, case.debt, now, rules, at.date()))
    less = case.budget is not None and tightest(now) < tightest(case.budget)
    test = less and (middle.overlap is not None or middle.meets is True)
    return _events(Because.BUDGET, at, midpoint=midpoint, test=test)


def _events(
    because: Because, at: datetime, *, midpoint: bool, test: bool
) -> tuple[MidpointOutdated | OverlapOutdated, ...]:
    one = (MidpointOutdated(because, Role.SYSTEM, at),) if midpoint else ()
    other = (OverlapOutdated(because, Role.SYSTEM, at),) if test else ()
    return (*one, *other)
