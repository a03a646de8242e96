"""The holds a borrower may choose here: of the law, where a pack has them, or of the house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from app.core.dates import add_months
from app.core.hold_kinds import CHOSEN, HoldKind
from app.core.packs import data_file, hold_from
from app.core.policy import HoldRule, PolicyPack

FIRST_DAYS_OF_TREATMENT = 60
"""Nobody knows how long a treatment lasts: first as long as a common breathing space, then
as often longer as it is needed. Nobody is asked for a paper (E17)."""
EXTEND_DAYS = 30
_WEEK = timedelta(days=7)
_LONG_ENOUGH = timedelta(days=14)
"""A shorter hold is asked about on the day before its last one."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a hold under a rule comes to, besides that nothing moves."""

    kind: str
    reviews: tuple[date, ...]
    interest_stops: bool


@lru_cache(maxsize=1)
def house_holds() -> tuple[HoldRule, ...]:
    """Where a pack says nothing."""
    return tuple(hold_from(node) for node in data_file("holds.json")["holds"])


def choices(pack: PolicyPack) -> tuple[HoldRule, ...]:
    """One hold a kind: the law's or a code's where somebody checked it, else the house's."""
    of_law = {hold.kind: hold for hold in reversed(pack.holds) if hold.verified}
    of_house = {hold.kind: hold for hold in house_holds()}
    found = of_house | of_law
    return tuple(found[kind] for kind in CHOSEN if kind in found)


def rule_of(pack: PolicyPack, code: str) -> HoldRule | None:
    """The hold of that code; nothing for a lender's own, or for one of an older version."""
    return next((hold for hold in (*pack.holds, *house_holds()) if hold.rule == code), None)


def first_days(hold: HoldRule) -> int:
    return FIRST_DAYS_OF_TREATMENT if hold.days is None else hold.days


def longer_by(hold: HoldRule | None) -> int:
    """Days that one step adds. A hold that the law ends goes on as one of the house."""
    if hold is None:
        return EXTEND_DAYS
    return hold.extend_days or hold.after_treatment_days or EXTEND_DAYS


def is_taken(hold: HoldRule, begun: Iterable[tuple[str, date]], today: date) -> bool:
    """Whether the law gives it no second time yet; ``begun`` are codes with first days."""
    if hold.once_per_months is None:
        return False
    months = hold.once_per_months
    return any(code == hold.rule and today < add_months(day, months) for code, day in begun)


def extension(pack: PolicyPack, code: str) -> str:
    """Under which rule a hold goes on: its own, unless the law gives that once only."""
    hold = rule_of(pack, code)
    once = hold is not None and hold.once_per_months is not None
    return house_time().rule if hold is None or once else code


def house_time() -> HoldRule:
    """The voluntary breathing space."""
    return next(hold for hold in house_holds() if hold.kind is HoldKind.TIME)


def effect(pack: PolicyPack, code: str, since: date, until: date) -> Effect:
    """What a hold from ``since`` to ``until`` under the rule of that code does."""
    hold = rule_of(pack, code)
    if hold is None:
        return Effect("", reviews(since, until), interest_stops=False)
    stops = hold.stops_interest and hold.verified
    return Effect(hold.kind.value, reviews(since, until, hold.review_days), stops)


def reviews(since: date, until: date, on_the_way: tuple[int, ...] = ()) -> tuple[date, ...]:
    """When to ask whether it should go on: midway where a rule says so, and before the end."""
    before = _WEEK if until - since >= _LONG_ENOUGH else timedelta(days=1)
    days = {since + timedelta(days=day) for day in on_the_way[:1]} | {until - before}
    return tuple(sorted(day for day in days if since < day < until))
