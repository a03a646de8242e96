"""Who sees what of the budget: one page for all of them, one for each lender."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.core.access import Action, Role
from app.core.budget_view import Level
from app.core.errors import TransitionNotAllowed
from app.usecases import recipients, who_sees
from app.usecases.queries import CasePage
from app.web.again import shows_again
from app.web.borrower.forms import AuthorityForm
from app.web.borrower.pages import find_case, find_household, show_case, show_household
from app.web.deps import actor, deps
from app.web.fields import Words
from app.web.forms import ChoiceField, Form
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
REASONS: dict[str, Words] = {
    "shared": _l("You shared your totals, or sent an offer."),
    "offer": _l("You sent an offer, and it carries the totals."),
    "chosen": _l("You chose it."),
}


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
    return show_household("who_sees", house, found=found, levels=LEVELS, reasons=REASONS)


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
    recipients.end_looking(deps(), actor(), case_id, chosen)
    return _back(find_case(case_id))


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
        mine=page.role is Role.BORROWER,
    )


def _back(page: CasePage) -> Response:
    return redirect(url_for(".everybody", household_id=page.household_id), code=303)
