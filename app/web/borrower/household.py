"""The budget, told once: one page a part, saved as the person goes."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.disclosure import DataClass
from app.usecases import budget
from app.usecases.borrower_pages import HouseholdPage, to_change
from app.web import support
from app.web.again import shows_again
from app.web.borrower import parts, summary
from app.web.borrower.pages import find_hardship, find_household, show_household, today
from app.web.borrower.parts import PARTS, AnyForm, Part
from app.web.borrower.told import BLANK
from app.web.budget import headed
from app.web.deps import actor, deps
from app.web.fields import Words
from app.web.guards import allow

HIDDEN = _l("Open it to see whether it is done. We ask again who you are.")
bp = Blueprint("household", __name__, url_prefix="/household/<uuid:household_id>")


@bp.get("/budget")
@allow(Action.READ_HOUSEHOLD)
def show(household_id: UUID) -> str:
    house = find_household(household_id)
    told = house.record.told or BLANK
    tasks = [
        (p.words, _address(house, p.name), p.is_told(told), _note(house, p)) for p in PARTS.values()
    ]
    tasks.insert(parts.ORDER.index("debts"), summary.debts_task(house, told))
    return show_household("household/budget", house, tasks=tasks)


@bp.get("/budget/check")
@allow(Action.READ_HARDSHIP)
def check(household_id: UUID) -> str:
    house = find_hardship(household_id)
    return show_household("household/check", house, sections=summary.sections(house))


def _of_hardship(name: str) -> None:
    """A part with a right of its own; its address comes before that of any part."""

    @bp.get(f"/budget/{name}", endpoint=name)
    @allow(Action.READ_HARDSHIP)
    def ask_hardship(household_id: UUID) -> str:
        return _asked(find_hardship(household_id), PARTS[name])


HARDSHIP_PARTS = ("happened", "needs")
for _name in HARDSHIP_PARTS:
    _of_hardship(_name)


@bp.get("/budget/<part>")
@allow(Action.READ_HOUSEHOLD)
def ask(household_id: UUID, part: str) -> str:
    return _asked(find_household(household_id), _part(part))


def _asked(house: HouseholdPage, asked: Part) -> str:
    form = asked.read(house.record)
    if house.record.told is not None:
        asked.fill(form, house.record.told)
    return _page(house, asked, form)


@bp.post("/budget/<part>")
@allow(Action.EDIT_BUDGET)
@shows_again
def save(household_id: UUID, part: str) -> Response | tuple[str, int]:
    house, asked = find_household(household_id), _part(part)
    form = asked.read(house.record)
    if not form.accepted():
        return _page(house, asked, form), form.status
    before = to_change(deps(), actor(), household_id)
    told = asked.take(form, before or BLANK, today())
    budget.save(deps(), actor(), household_id, told)
    if form.then.data == "later":
        return redirect(url_for(".show", household_id=household_id), code=303)
    return redirect(_address(house, parts.after(part)), code=303)


def _note(house: HouseholdPage, part: Part) -> Words:
    """Said of a part that this page does not know of, so that nobody takes it for empty."""
    closed = part.name in HARDSHIP_PARTS and DataClass.HARDSHIP not in house.opened
    return HIDDEN if closed else ""


def _part(name: str) -> Part:
    """Raises NotFound: the budget has no such part."""
    if name not in PARTS:
        raise NotFound
    return PARTS[name]


def _address(house: HouseholdPage, name: str) -> str:
    return f"{url_for('borrower.household.show', household_id=house.id)}/{name}"


def _page(house: HouseholdPage, part: Part, form: AnyForm) -> str:
    before = parts.before(part.name)
    return show_household(
        f"household/{part.name}",
        house,
        form=form,
        part=part,
        back=_address(house, before) if before else url_for(".show", household_id=house.id),
        income=headed("income"),
        spending=headed("spending"),
        hints=support.hints(),
    )
