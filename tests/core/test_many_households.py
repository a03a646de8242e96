"""The first households of the long run (``make bench``): nothing is broken, every route is met."""

from __future__ import annotations

import pytest

from app.core.assessment import Route
from app.core.packs import JURISDICTIONS
from tests.core.households import PLACES
from tests.core.many_households import Tally, hold

COUNT = 100


@pytest.mark.parametrize("place", PLACES)
def test_no_household_of_the_first_ones_breaks_a_property(place: str) -> None:
    tally = hold(place, range(COUNT))

    assert (tally.broken, tally.first) == ({}, {})
    assert tally.households == COUNT
    assert tally.options > COUNT


def test_every_route_is_met_in_every_jurisdiction() -> None:
    """A generator that never reaches a route says nothing about it."""
    together = Tally("all")
    for place in JURISDICTIONS:
        together.add(hold(place, range(60)))
    # Where no limitation period is known, no debt is ever too old.
    assert set(together.routes) == set(Route)
    assert together.dearer > 0
