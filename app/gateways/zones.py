"""Where days begin and end: the time zones people live by, from the IANA database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

_OVERSEAS = {"FR": ("GF", "GP", "MF", "MQ", "RE", "YT")}
"""Outermost regions with a code of their own. Source: Article 349 TFEU."""


@dataclass(frozen=True, slots=True)
class TimeToThink:
    """``last_day`` counts to its 23:59; ``ends`` is the instant after it, aware UTC."""

    last_day: date
    ends: datetime


def time_to_think(
    zones: Sequence[str], days: int, begins: datetime, least: date | None = None
) -> TimeToThink:
    """``days`` calendar days after the day of ``begins``, and not before the end of ``least``.

    Of several zones a person may live in, the one where the day came first counts the
    days and the one where it ends last closes them: doubt favours the borrower.

    Raises:
        ZoneInfoNotFoundError: there is no such zone.
        ValueError: no zone is named.
    """
    places = [ZoneInfo(name) for name in zones]
    first = max(begins.astimezone(place).date() for place in places)
    last = first + timedelta(days=days)
    if least is not None:
        last = max(last, least)
    return TimeToThink(last, max(_over(last, place) for place in places))


def _over(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of the next day; where clocks are turned at midnight, the earlier one."""
    return datetime.combine(day + timedelta(days=1), time(0), zone).astimezone(UTC)


def zones_in(country: str) -> tuple[str, ...]:
    """The time zones of an ISO 3166 country with what belongs to it overseas; none, when unknown."""
    codes = (country.upper(), *_OVERSEAS.get(country.upper(), ()))
    known = get_global("territory_zones")
    names = {name for code in codes for name in known.get(code, ())}
    return tuple(sorted(names & available_timezones()))
