"""Public registers in which anyone can look an organisation up, by place and kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.core.packs import JURISDICTIONS, data_file

KINDS = frozenset({"lender", "charity"})


@dataclass(frozen=True, slots=True)
class Register:
    """``verified``: the address was found in its keeper's own words, not only known by heart."""

    place: str
    of: str
    en: str
    zh: str
    url: str
    source: str
    verified: bool
    as_at: date


def registers(place: str, kind: str) -> tuple[Register, ...]:
    """Where an organisation of this kind is looked up; nothing where we know no register."""
    return tuple(one for one in _all() if (one.place, one.of) == (place, kind))


@lru_cache
def _all() -> tuple[Register, ...]:
    data = data_file("registers.json")
    data.keys("schema as_at registers")
    data["schema"].one_of(frozenset({"plainpact/registers/1"}))
    as_at = data["as_at"].day()
    return tuple(
        Register(
            place=node["place"].one_of(frozenset(JURISDICTIONS)),
            of=node["of"].one_of(KINDS),
            en=node["en"].text(),
            zh=node["zh"].text(),
            url=node["url"].text(),
            source=node["source"]["url"].text(),
            verified=node["verified"].flag(),
            as_at=as_at,
        )
        for node in data["registers"]
    )
