"""Public holidays, from the ``holidays`` library."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays

from app.core.dates import Calendar

YEARS_AHEAD = 6
_COUNTRIES = {"CN": "CN", "UK": "GB", "US": "US", "AU": "AU"}
_SUBDIVISIONS = {
    "england_wales": "ENG",
    "scotland": "SCT",
    "northern_ireland": "NIR",
}


@lru_cache(maxsize=64)
def calendar_for(jurisdiction: str, subdivision: str | None, year: int) -> Calendar:
    """Weekends and public holidays from ``year`` on, for the longest plan's first years.

    The EU has no common holidays: its member state is the subdivision (``DE``).
    An unknown subdivision gets the national days.
    """
    country = _COUNTRIES.get(jurisdiction) or (subdivision or "").upper()[:2]
    known = holidays.list_supported_countries()
    if country not in known:
        return Calendar()
    part = _SUBDIVISIONS.get(subdivision or "", "ENG" if country == "GB" else None)
    years = range(year, year + YEARS_AHEAD + 1)
    days = holidays.country_holidays(
        country, subdiv=part if part in known[country] else None, years=years
    )
    return Calendar(holidays=frozenset(date(d.year, d.month, d.day) for d in days))
