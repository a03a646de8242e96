"""Holds by the law or by the house: how long, asked about when, and what of interest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import holds
from app.core.hold_kinds import CHOSEN, HoldKind
from app.core.packs import JURISDICTIONS, load

UK = load("UK")
DAY = date(2027, 1, 15)
BREATHING, CRISIS = "UK-B01", "UK-B02"


def in_days(days: int) -> date:
    return DAY + timedelta(days=days)


def chosen(kind: HoldKind, place: str = "UK") -> tuple[str, int]:
    found = next(hold for hold in holds.choices(load(place)) if hold.kind is kind)
    return found.rule, holds.first_days(found)


def test_the_law_speaks_where_it_was_checked_and_the_house_elsewhere() -> None:
    assert chosen(HoldKind.BREATHING_SPACE) == (BREATHING, 60)
    assert chosen(HoldKind.SUPPORT) == ("UK-H01", 30)
    assert chosen(HoldKind.TIME) == ("house:asked-for-time", 30)  # UK-F07 waits to be verified
    assert chosen(HoldKind.BEREAVEMENT) == ("house:bereavement", 60)


@pytest.mark.parametrize("place", JURISDICTIONS)
def test_everywhere_there_is_time_for_oneself_for_support_and_after_a_death(place: str) -> None:
    kinds = [hold.kind for hold in holds.choices(load(place))]
    assert kinds == [kind for kind in CHOSEN if kind in kinds]
    assert {HoldKind.TIME, HoldKind.SUPPORT, HoldKind.BEREAVEMENT} <= set(kinds)
    statutory = {HoldKind.BREATHING_SPACE, HoldKind.CRISIS} & set(kinds)
    assert bool(statutory) is (place == "UK")


def test_interest_stands_still_where_the_law_says_so_and_nowhere_else() -> None:
    for rule in (BREATHING, CRISIS):
        assert holds.effect(UK, rule, DAY, in_days(60)).interest_stops
    for rule in ("UK-H01", "house:asked-for-time", "house:bereavement", "house:of-old"):
        assert not holds.effect(UK, rule, DAY, in_days(60)).interest_stops


def test_a_breathing_space_is_asked_about_midway_and_a_week_before_its_end() -> None:
    found = holds.effect(UK, BREATHING, DAY, in_days(60))
    assert found.reviews == (in_days(25), in_days(53))


@given(st.integers(-2, 400))
def test_whoever_has_time_is_asked_before_it_ends_and_never_on_its_first_day(days: int) -> None:
    found = holds.reviews(DAY, in_days(days))
    assert all(DAY < one < in_days(days) for one in found)
    assert bool(found) is (days >= 2)


def test_the_law_gives_a_breathing_space_once_in_twelve_months() -> None:
    rule = holds.rule_of(UK, BREATHING)
    assert rule is not None
    assert holds.is_taken(rule, [(BREATHING, date(2026, 1, 16))], DAY)
    assert not holds.is_taken(rule, [(BREATHING, date(2026, 1, 15))], DAY)
    assert not holds.is_taken(rule, [("UK-H01", DAY)], DAY)


def test_what_the_law_gives_once_goes_on_as_a_hold_of_the_house() -> None:
    assert holds.extension(UK, BREATHING) == "house:asked-for-time"
    assert holds.extension(UK, "house:of-old") == "house:asked-for-time"
    for rule in (CRISIS, "UK-H01", "house:bereavement"):
        assert holds.extension(UK, rule) == rule
    assert holds.longer_by(holds.rule_of(UK, CRISIS)) == 30


def test_e17_no_hold_asks_for_a_paper() -> None:
    fields = set(holds.house_holds()[0].__slots__)
    assert not {name for name in fields if "evidence" in name or "document" in name}
