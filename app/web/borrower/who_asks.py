"""Who asks, for whom, and how to check it: what a borrower sees first of a case."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app.core.holders import chain
from app.core.packs import jurisdiction_of
from app.core.registers import registers
from app.usecases.queries import CasePage
from app.web import i18n
from app.web.fields import Words
from app.web.wording import bilingual


@dataclass(frozen=True, slots=True)
class LookUp:
    """A public register. ``sure``: its address was found in its keeper's own words."""

    name: Words
    url: str
    sure: bool


@dataclass(frozen=True, slots=True)
class WhoAsks:
    """``holders`` says whose debt it was, first to last; one line alone says nothing new."""

    what: Words
    for_whom: Words
    holders: tuple[Words, ...]
    look_up: tuple[LookUp, ...]


def who_asks(page: CasePage) -> WhoAsks:
    debt, lender, principal = page.case.debt, page.lender, page.principal
    now = principal.name if principal else lender.name
    held = chain(debt.original_creditor, debt.assigned_from, debt.assigned, now)
    return WhoAsks(
        what=_("A collection agency") if principal else _("The lender itself"),
        for_whom=now if principal else _("For itself"),
        holders=tuple(
            _holder(one.name, i18n.day(one.since) if one.since else "", place, len(held))
            for place, one in enumerate(held)
        ),
        look_up=look_up(lender.country, "lender"),
    )


def look_up(country: str, kind: str) -> tuple[LookUp, ...]:
    """The registers of a country in which such an organisation stands."""
    return tuple(
        LookUp(bilingual(one.en, one.zh), one.url, one.verified)
        for one in registers(jurisdiction_of(country), kind)
    )


def _holder(name: str, since: str, place: int, count: int) -> Words:
    if place == 0:
        return _("%(name)s lent first", name=name)
    if since:
        return _("%(name)s, since %(day)s", name=name, day=since)
    if place == count - 1:
        return _("%(name)s now", name=name)
    return _("%(name)s later; we do not know since when", name=name)
