"""The way of every debt of a case: which one money offered at once settles, and what that leaves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from app.core.caselines import DebtLine
from app.core.ceilings import Shares, ceilings
from app.core.desk import Desk, Limits, Routed
from app.core.desks import Base, desk_for
from app.core.lending import Lending
from app.core.no_plan import why_short
from app.core.offers import Counter
from app.core.results import Route
from app.core.routes import route
from app.core.sharing import Claim

_NO_CLAIM = Claim(0, 0, 0)
_NO_ROOM = Limits(0, 0, ())


@dataclass(frozen=True, slots=True)
class Way:
    """One debt's way. ``planned``: a route was looked for, so an offer can be compared with it."""

    desk: Desk
    counter: Counter
    routed: Routed
    planned: bool


def ways(
    base: Base, lendings: Sequence[Lending], halted: Sequence[Routed | None]
) -> tuple[Base, tuple[Way, ...]]:
    """Every debt's way in file order, and the base whose shares they were found with.

    A settled debt takes no part of any month: the others share again without it.
    Money offered at once goes first to priority debts and to those that no plan
    clears even so; then to others that still have no plan.
    """
    wish = base.case.wishes.lump_sum
    lump = 0 if wish is None else wish.minor
    places = range(len(lendings))
    found = {p: _way(base, p, lendings[p], halted[p], lump) for p in places}
    settled: dict[int, Way] = {}
    for last in (False, True):
        asked = {p: way for p, way in found.items() if way.routed.route is Route.SETTLEMENT}
        if not last:
            asked = {
                p: way for p, way in asked.items() if _has_no_other(base, p, lendings, asked, lump)
            }
        chosen = _handed_out(base, asked, lump)
        if not chosen:
            continue
        settled |= {p: _settled(asked[p]) for p in chosen}
        lump -= sum(_price(asked[p]) for p in chosen)
        base = _without(base, chosen)
        found = {
            p: _way(base, p, lendings[p], halted[p], 0 if last else lump)
            for p in places
            if p not in settled
        }
    return base, tuple(settled.get(p) or found[p] for p in places)


def _has_no_other(
    base: Base, place: int, lendings: Sequence[Lending], asked: Collection[int], lump: int
) -> bool:
    """Whether only one payment ends a debt, also when the others that wait for one are gone."""
    if base.case.debts[place].priority:
        return True
    alone = _without(base, {other for other in asked if other != place})
    way = _way(alone, place, lendings[place], None, lump)
    return way.routed.route is Route.SETTLEMENT


def _handed_out(base: Base, asked: Mapping[int, Way], lump: int) -> frozenset[int]:
    """The places of the debts that ``lump`` settles.

    Priority debts come first, then the one that takes least, then by id, so that
    the order of the lines changes nothing.
    """
    debts = base.case.debts
    chosen: set[int] = set()
    for place in sorted(
        asked, key=lambda p: (not debts[p].priority, _price(asked[p]), debts[p].id)
    ):
        if _price(asked[place]) <= lump:
            lump -= _price(asked[place])
            chosen.add(place)
    return frozenset(chosen)


def _price(way: Way) -> int:
    ((plan, _),) = way.routed.shown
    return plan.total


def _settled(way: Way) -> Way:
    return replace(way, desk=replace(way.desk, recommended=_NO_ROOM, hard=_NO_ROOM))


def _without(base: Base, settled: Collection[int]) -> Base:
    """The same household with its ceilings divided among the other debts."""
    shares, hard_shares = (
        Shares.of(
            [_NO_CLAIM if place in settled else each for place, each in enumerate(known.claims)]
        )
        for known in (base.shares, base.hard_shares)
    )
    claiming = sum(1 for claim in shares.claims if claim.balance)
    return replace(
        base,
        ceilings=ceilings(base.known, claiming),
        shares=shares,
        hard_shares=hard_shares,
    )


def _way(base: Base, place: int, lending: Lending, halt: Routed | None, lump: int) -> Way:
    desk, counter = desk_for(base, place, lending, lump)
    if halt is not None:
        return Way(desk, counter, halt, planned=False)
    if not counter.problem.balance.owed:
        why = _why_nothing(base.case.debts[place])
        return Way(desk, counter, Routed(Route.FULL_PLAN, (why,)), planned=False)
    return Way(desk, counter, route(desk, why_short(base, desk)), planned=True)


def _why_nothing(debt: DebtLine) -> str:
    """Why there is nothing to plan for."""
    if debt.priority:
        return "no_arrears"
    return "fees_waived" if debt.owed else "nothing_owed"
