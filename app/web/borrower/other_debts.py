"""Debts to lenders that are not here: they share what a household can pay."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.core.access import Action
from app.usecases import budget
from app.usecases.borrower_pages import HouseholdPage, to_change
from app.web.again import shows_again
from app.web.borrower.budget_forms import DebtForm, RemoveForm
from app.web.borrower.pages import find_household, show_household
from app.web.borrower.told import BLANK, with_debt, without_debt
from app.web.deps import actor, deps
from app.web.guards import allow
from app.web.wording import DEBT_KINDS

bp = Blueprint("other_debts", __name__, url_prefix="/household/<uuid:household_id>/budget/debts")


@bp.get("")
@allow(Action.READ_HOUSEHOLD)
def show(household_id: UUID) -> str:
    house = find_household(household_id)
    return _page(house, DebtForm.read(currency=house.record.currency))


@bp.post("")
@allow(Action.EDIT_BUDGET)
@shows_again
def add(household_id: UUID) -> Response | tuple[str, int]:
    house = find_household(household_id)
    form = DebtForm.read(currency=house.record.currency)
    if not form.accepted():
        return _page(house, form), form.status
    told = with_debt(to_change(deps(), actor(), household_id) or BLANK, form.debt())
    budget.save(deps(), actor(), household_id, told)
    return redirect(url_for(".show", household_id=household_id), code=303)


@bp.post("/remove")
@allow(Action.EDIT_BUDGET)
def remove(household_id: UUID) -> Response:
    form = RemoveForm.read()
    before = to_change(deps(), actor(), household_id)
    told = without_debt(before or BLANK, form.debt.data or "")
    budget.save(deps(), actor(), household_id, told)
    return redirect(url_for(".show", household_id=household_id), code=303)


def _page(house: HouseholdPage, form: DebtForm) -> str:
    return show_household("household/debts", house, form=form, kinds=DEBT_KINDS)
