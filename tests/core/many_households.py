"""Numbered households of one place held against every property; the same ones on every machine."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from app.core.assessment import Route
from tests.core.dice import Dice
from tests.core.households import Seen, a_household, assessed
from tests.core.properties_of_plans import CHECKS


@dataclass(slots=True)
class Tally:
    """``broken`` counts households by the property that did not hold, ``first`` names one each.

    ``dearer`` options cost more in total than the present contract, and say so.
    """

    place: str
    households: int = 0
    options: int = 0
    candidates: int = 0
    dearer: int = 0
    routes: Counter[Route] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        self.households += other.households
        self.options += other.options
        self.candidates += other.candidates
        self.dearer += other.dearer
        self.routes += other.routes
        self.broken += other.broken
        self.first = other.first | self.first


def hold(place: str, numbers: range) -> Tally:
    """The households ``numbers`` of ``place``, one after another."""
    tally = Tally(place)
    for number in numbers:
        case = a_household(Dice.numbered(place, number), place)
        seen = Seen(case, place, assessed(case, place))
        tally.households += 1
        for debt in seen.found.debts:
            tally.routes[debt.route] += 1
            tally.candidates += debt.candidates
            tally.options += len(debt.options)
            tally.dearer += sum(option.costs_more for option in debt.options)
        for check in CHECKS:
            try:
                check(seen)
            except AssertionError:
                tally.broken[check.__name__] += 1
                tally.first.setdefault(check.__name__, number)
    return tally
