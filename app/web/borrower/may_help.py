"""After what happened: what may be granted for it, the least proof, and what it does to a plan."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l

from app.core.access import Action
from app.core.agreement import Route
from app.core.crisis import lines_for
from app.core.hardship import (
    ILLNESSES,
    HardshipType,
    help_kinds,
    needs_a_person,
    papers_for,
    told_types,
)
from app.core.household_record import Told
from app.usecases.borrower_pages import HouseholdPage
from app.web import i18n
from app.web.borrower.pages import find_hardship, show_household, today
from app.web.borrower.told import BLANK, hardship_dates
from app.web.fields import Words
from app.web.guards import allow
from app.web.wording import bilingual

bp = Blueprint("may_help", __name__, url_prefix="/household/<uuid:household_id>/budget/may-help")


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that happened. ``papers`` is 0 where the person's own words are enough."""

    name: Words
    may_help: tuple[Words, ...]
    papers: int
    paper: Words
    because: Words
    is_illness: bool


@bp.get("")
@allow(Action.READ_HARDSHIP)
def show(household_id: UUID) -> str:
    house = find_hardship(household_id)
    told = house.record.told or BLANK
    found = told_types(told.hardship)
    papers = papers_for(found)
    return show_household(
        "household/may_help",
        house,
        kinds=tuple(_kind(one, papers[one.code]) for one in found),
        needs_papers=any(papers.values()),
        effects=_effects(told),
        lines=_lines(house),
        back=_page(household_id, "happened"),
        onward=_page(household_id, "needs"),
    )


def _kind(found: HardshipType, papers: int) -> Kind:
    helps = {one.code: bilingual(one.en, one.zh) for one in help_kinds()}
    return Kind(
        name=bilingual(found.en, found.zh),
        may_help=tuple(helps[code] for code in found.accommodations),
        papers=papers,
        paper=bilingual(found.evidence_en, found.evidence_zh),
        because=bilingual(found.because_en, found.because_zh),
        is_illness=found.code in ILLNESSES,
    )


def _effects(told: Told) -> tuple[Words, ...]:
    """What of it the sum already counts."""
    if not told.hardship:
        return ()
    _since, until = hardship_dates(told)
    found: list[Words] = []
    if needs_a_person(told.hardship, today()):
        found.append(_l("A person looks at your case first. No machine makes a plan."))
    if until is not None:
        found.append(
            _l("You said it may be over on %(day)s. The plan counts on that.", day=i18n.day(until))
        )
        found.append(_l("If you can pay nothing now, a break until then comes first."))
        found.append(_l("If you can pay a little, a small payment is offered until then."))
    else:
        found.append(_l("You gave no end. You can add a date at any time."))
    return tuple(found)


def _lines(house: HouseholdPage) -> tuple[Route, ...]:
    """The help lines of every place in which the household owes."""
    places = dict.fromkeys(one.header.jurisdiction for one in house.cases)
    return tuple(dict.fromkeys(line for place in places for line in lines_for(place)))


def _page(household_id: UUID, part: str) -> str:
    return url_for("borrower.household.ask", household_id=household_id, part=part)
