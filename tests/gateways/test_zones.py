"""A last day is over where the borrower lives, also when clocks are turned."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.packs import JURISDICTIONS, load
from app.gateways.zones import time_to_think

instants = st.datetimes(
    datetime(2026, 1, 1),
    datetime(2036, 1, 1),
    timezones=st.just(UTC),
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year to minute


@pytest.mark.parametrize(
    ("zone", "begins", "last_day", "ends"),
    [
        ("Europe/London", utc(2026, 11, 21, 9), date(2026, 12, 5), utc(2026, 12, 6)),
        # Evening in London in summer is the same day there, and late in the day in UTC.
        ("Europe/London", utc(2026, 7, 1, 23, 30), date(2026, 7, 16), utc(2026, 7, 16, 23)),
        ("Asia/Shanghai", utc(2026, 11, 21, 15, 59), date(2026, 12, 5), utc(2026, 12, 5, 16)),
        ("Asia/Shanghai", utc(2026, 11, 21, 16), date(2026, 12, 6), utc(2026, 12, 6, 16)),
        # The last day has 23 hours, or 25: it ends at its own midnight.
        ("Europe/London", utc(2027, 3, 14, 12), date(2027, 3, 28), utc(2027, 3, 28, 23)),
        ("Europe/London", utc(2027, 10, 17, 12), date(2027, 10, 31), utc(2027, 11, 1)),
        ("America/New_York", utc(2027, 2, 28, 17), date(2027, 3, 14), utc(2027, 3, 15, 4)),
        ("America/New_York", utc(2027, 10, 24, 17), date(2027, 11, 7), utc(2027, 11, 8, 5)),
        # Midnight itself is left out, or comes twice.
        ("Atlantic/Azores", utc(2027, 3, 13, 12), date(2027, 3, 27), utc(2027, 3, 28, 1)),
        ("Atlantic/Azores", utc(2027, 10, 16, 12), date(2027, 10, 30), utc(2027, 10, 31)),
    ],
)
def test_the_last_day_ends_at_midnight_where_the_borrower_lives(
    zone: str, begins: datetime, last_day: date, ends: datetime
) -> None:
    found = time_to_think([zone], 14, begins)
    assert (found.last_day, found.ends) == (last_day, ends)


def test_of_several_zones_the_first_day_and_the_latest_end_count() -> None:
    found = time_to_think(["America/Adak", "Pacific/Guam"], 14, utc(2026, 11, 21, 20))
    assert found.last_day == date(2026, 12, 6)
    assert found.ends == utc(2026, 12, 7, 10)


def test_what_the_document_promised_is_kept() -> None:
    promised = date(2026, 12, 20)
    found = time_to_think(["Asia/Shanghai"], 14, utc(2026, 11, 21, 9), promised)
    assert (found.last_day, found.ends) == (promised, utc(2026, 12, 20, 16))
    later = time_to_think(["Asia/Shanghai"], 14, utc(2026, 12, 21, 9), promised)
    assert later.last_day == date(2027, 1, 4)


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
@given(begins=instants, days=st.integers(14, 60))
def test_everybody_has_all_their_days_and_the_whole_of_the_last(
    jurisdiction: str, begins: datetime, days: int
) -> None:
    zones = load(jurisdiction).zones
    found = time_to_think(zones, days, begins)
    # An hour less when clocks go forward in between: calendar days are counted.
    assert found.ends >= begins + timedelta(days=days, hours=-1)
    for name in zones:
        place = ZoneInfo(name)
        assert found.last_day >= begins.astimezone(place).date() + timedelta(days=days)
        assert found.ends.astimezone(place).date() > found.last_day


def test_a_place_with_one_zone_has_its_own_midnight() -> None:
    assert load("UK").zones == ("Europe/London",)
    assert load("CN").zones == ("Asia/Shanghai",)
