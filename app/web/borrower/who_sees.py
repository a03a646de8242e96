"""Who can see what: one page for all of them, one for each lender, and the log."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.core.access import Action, Role
from app.core.budget_view import Level
from app.core.disclosure import OFFERED, DataClass, Purpose
from app.core.errors import NotAllowed, TransitionNotAllowed
from app.usecases import recipients, seen_log, who_sees
from app.usecases.authority import LIFE, over_everywhere
from app.usecases.queries import CasePage
from app.web.again import shows_again
from app.web.borrower.forms import AuthorityForm
from app.web.borrower.pages import find_case, find_household, show_case, show_household, today
from app.web.deps import actor, deps
from app.web.disclosures import HAPPENED, PARTS, REASONS, terms_of, words_of
from app.web.fields import Words
from app.web.forms import ChoiceField, ChoicesField, DateField, Form
from app.web.guards import allow

bp = Blueprint("who_sees", __name__)

LEVELS: dict[Level, Words] = {
    Level.NOTHING: _l("Nothing"),
    Level.SUMMARY: _l("Monthly totals"),
    Level.CATEGORIES: _l("Totals of each group"),
    Level.LINES: _l("Every line"),
}
MEANS: dict[Level, Words] = {
    Level.NOTHING: _l("They see no figure of your budget. They cannot make you an offer."),
    Level.SUMMARY: _l("Income, living costs and what is left. An offer needs no more."),
    Level.CATEGORIES: _l("The totals, and one sum for each group, like home or food."),
    Level.LINES: _l("The totals, and each amount that you told, like your rent."),
}


class LookForm(Form):
    """The charities of the place are put in before the form is judged."""

    today = date.min

    charity = ChoiceField(_l("Which charity?"), missing=_l("Choose a charity"))
    parts = ChoicesField(
        _l("What may they see?"), choices=[(part.value, PARTS[part]) for part in OFFERED]
    )
    until = DateField(_l("Until which day?"), missing=_l("Enter a day"))

    @classmethod
    def at(cls, charities: tuple[tuple[UUID, str], ...]) -> LookForm:
        form = cls.read()
        form.charity.choices = [(str(one), name) for one, name in charities]
        form.today = today()
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """Something is chosen, and the last day is to come, within a year."""
        fine = super().validate(extra_validators)
        if not self.parts.data:
            self.parts.errors = [*self.parts.errors, str(_l("Choose what they may see"))]
            fine = False
        last = self.until.data
        if last is None or timedelta(0) <= last - self.today <= LIFE:
            return fine
        self.until.errors = [*self.until.errors, str(_l("Choose a day within a year from now"))]
        return False


class LevelForm(Form):
    level = ChoiceField(
        _l("How much may they see?"),
        choices=[(level.value, words) for level, words in LEVELS.items()],
        missing=_l("Choose how much they may see"),
    )


@bp.get("/household/<uuid:household_id>/who-sees")
@allow(Action.READ_HOUSEHOLD)
def everybody(household_id: UUID) -> str:
    house = find_household(household_id)
    found = recipients.recipients(deps(), actor(), household_id)
    return show_household(
        "who_sees",
        house,
        found=found,
        levels=LEVELS,
        reasons=REASONS,
        parts=PARTS,
        words_of=words_of,
    )


@bp.get("/cases/<uuid:case_id>/who-sees")
@allow(Action.READ_OPTIONS)
def ask(case_id: UUID) -> str:
    return _page(find_case(case_id), LevelForm.read())


@bp.post("/cases/<uuid:case_id>/who-sees")
@allow(Action.CHOOSE_WHO_SEES)
@shows_again
def choose(case_id: UUID) -> Response | tuple[str, int]:
    page, form = find_case(case_id), LevelForm.read()
    if not form.accepted():
        return _page(page, form), form.status
    try:
        who_sees.choose(deps(), actor(), case_id, Level(form.level.data or ""))
    except TransitionNotAllowed:
        return _page(page, form), 409
    return _back(page)


@bp.post("/cases/<uuid:case_id>/who-sees/end")
@allow(Action.CHOOSE_WHO_SEES)
def end(case_id: UUID) -> Response:
    try:
        chosen = UUID(AuthorityForm.read().chosen.data or "")
    except ValueError:
        raise BadRequest("chosen") from None
    recipients.stop(deps(), actor(), case_id, chosen)
    return _back(find_case(case_id))


@bp.get("/cases/<uuid:case_id>/who-sees/look")
@allow(Action.READ_OPTIONS)
def look(case_id: UUID) -> str:
    page = _mine(case_id)
    return _looking(page, LookForm.at(recipients.charities(deps(), actor(), case_id)))


@bp.post("/cases/<uuid:case_id>/who-sees/look")
@allow(Action.CHOOSE_WHO_SEES)
@shows_again
def let_look(case_id: UUID) -> Response | tuple[str, int]:
    page = _mine(case_id)
    form = LookForm.at(recipients.charities(deps(), actor(), case_id))
    if not form.accepted() or form.until.data is None:
        return _looking(page, form), form.status
    recipients.let_look(
        deps(),
        actor(),
        case_id,
        UUID(form.charity.data or ""),
        tuple(DataClass(one) for one in form.parts.data),
        over_everywhere(form.until.data),
    )
    return _back(page)


@bp.get("/household/<uuid:household_id>/who-sees/log")
@allow(Action.READ_LEDGER)
def log(household_id: UUID) -> str:
    """Each thing that was let see or ended, and each look at it, by time."""
    house = find_household(household_id)
    page = request.args.get("page", 1, type=int)
    return show_household(
        "who_sees_log",
        house,
        found=seen_log.log(deps(), actor(), household_id, page),
        happened=HAPPENED,
        parts=PARTS,
    )


def _mine(case_id: UUID) -> CasePage:
    """Raises NotAllowed: who acts for the borrower lets nobody else look."""
    page = find_case(case_id)
    if page.role is not Role.BORROWER:
        raise NotAllowed(Action.CHOOSE_WHO_SEES)
    return page


def _looking(page: CasePage, form: LookForm) -> str:
    return show_case("who_sees_look", page, form=form, terms=terms_of(Purpose.ADVICE))


def _page(page: CasePage, form: LevelForm) -> str:
    found = recipients.recipients(deps(), actor(), page.household_id)
    view = next(one.view for one in found.lenders if one.case_id == page.header.id)
    return show_case(
        "who_sees_one",
        page,
        form=form,
        view=view,
        levels=LEVELS,
        hints={level.value: words for level, words in MEANS.items()},
        reasons=REASONS,
        terms=terms_of(Purpose.CHOSEN),
        mine=page.role is Role.BORROWER,
    )


def _back(page: CasePage) -> Response:
    return redirect(url_for(".everybody", household_id=page.household_id), code=303)
