"""One budget for two: hand over a code, confirm, say what is of both, and leave in one step."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.caselines import Line
from app.core.household_record import Told
from app.usecases import together
from app.usecases.together import CodeUseless, Together
from app.web import i18n
from app.web.again import shows_again
from app.web.borrower.budget_forms import lines_form
from app.web.borrower.forms import Press
from app.web.borrower.told import first_lines
from app.web.budget import BudgetLines, category_names
from app.web.deps import actor, deps
from app.web.fields import Words
from app.web.forms import ChoicesField, CodeField, Form
from app.web.guards import allow
from app.web.wording import FREQUENCIES

bp = Blueprint("together", __name__, url_prefix="/household/<uuid:household_id>/together")


class CodeForm(Form):
    code = CodeField(
        _l("The code you were given"), length=together.LENGTH, missing=_l("Enter the code")
    )


class OursForm(Form):
    """One's own lines; a ticked one is of both."""

    lines = ChoicesField(_l("Which of your lines are of both of you?"))

    def offer(self, told: Told | None) -> OursForm:
        names = category_names()
        own = (*told.income, *told.spending) if told else ()
        self.lines.choices = [
            (line.id, names.get(line.category, line.category)) for line in first_lines(own)
        ]
        return self


@bp.get("")
@allow(Action.READ_TOGETHER)
def show(household_id: UUID) -> str | Response:
    """Each of two has a page of their own: the other's leads there."""
    mine, _theirs = together.sides(deps(), actor(), household_id)
    return _page(mine, CodeForm.read()) if mine.id == household_id else _back(mine.id)


@bp.post("/ask")
@allow(Action.SHARE_ONE_BUDGET)
def ask(household_id: UUID) -> Response | tuple[str, int]:
    Press.read()
    try:
        together.ask(deps(), actor(), household_id)
    except CodeUseless:
        return _page(together.page(deps(), actor(), household_id), CodeForm.read()), 409
    return _back(household_id)


@bp.post("/withdraw")
@allow(Action.SHARE_ONE_BUDGET)
def withdraw(household_id: UUID) -> Response:
    Press.read()
    together.withdraw(deps(), actor(), household_id)
    return _back(household_id)


@bp.post("/code")
@allow(Action.SHARE_ONE_BUDGET)
@shows_again
def code(household_id: UUID) -> tuple[str, int] | str:
    """What joining means, before anything is joined."""
    return _asked(household_id, CodeForm.read())


@bp.post("/join")
@allow(Action.SHARE_ONE_BUDGET)
@shows_again
def join(household_id: UUID) -> Response | tuple[str, int] | str:
    form = CodeForm.read()
    if not form.accepted():
        return _asked(household_id, form)
    try:
        together.join(deps(), actor(), household_id, form.code.data or "")
    except CodeUseless:
        return _asked(household_id, form)
    return _back(household_id)


@bp.post("/leave")
@allow(Action.SHARE_ONE_BUDGET)
def leave(household_id: UUID) -> Response:
    Press.read()
    together.leave(deps(), actor(), household_id)
    return _back(household_id)


@bp.get("/lines")
@allow(Action.READ_TOGETHER)
def lines(household_id: UUID) -> str | Response:
    found, _theirs = together.sides(deps(), actor(), household_id)
    if found.id != household_id:
        return _back(found.id)
    form = OursForm.read().offer(found.told)
    form.lines.data = list(found.told.ours) if found.told else []
    return _render("together_lines", found, form=form)


@bp.post("/lines")
@allow(Action.SHARE_ONE_BUDGET)
@shows_again
def mark(household_id: UUID) -> Response | tuple[str, int]:
    found = together.page(deps(), actor(), household_id)
    form = OursForm.read().offer(found.told)
    if not form.accepted():
        return _render("together_lines", found, form=form), form.status
    together.mark(deps(), actor(), household_id, tuple(form.lines.data))
    return _back(household_id)


@bp.get("/ours")
@allow(Action.READ_TOGETHER)
def ours(household_id: UUID) -> str | Response:
    """The other person's lines that are of both; one's own are changed in one's own budget."""
    mine, theirs = together.sides(deps(), actor(), household_id)
    if theirs is None:
        return redirect(url_for("borrower.household.show", household_id=household_id), code=303)
    form = lines_form().read(currency=theirs.own_income.currency)
    form.fill((*theirs.income, *theirs.spending))
    return _ours(mine, form, (*theirs.income, *theirs.spending), household_id)


@bp.post("/ours")
@allow(Action.EDIT_OURS)
@shows_again
def change(household_id: UUID) -> Response | tuple[str, int]:
    mine, theirs = together.sides(deps(), actor(), household_id)
    if theirs is None:
        return redirect(url_for("borrower.household.show", household_id=household_id), code=303)
    form = lines_form().read(currency=theirs.own_income.currency)
    if not form.accepted():
        return _ours(mine, form, (*theirs.income, *theirs.spending), household_id), form.status
    together.change_ours(deps(), actor(), household_id, form.income(), form.spending())
    return _back(mine.id)


def _asked(household_id: UUID, form: CodeForm) -> tuple[str, int] | str:
    found = together.page(deps(), actor(), household_id)
    if not form.accepted():
        return _page(found, form), form.status
    try:
        name = together.who_asks(deps(), actor(), household_id, form.code.data or "")
    except CodeUseless:
        form.code.errors = [str(_l("This code does not work now. Ask for a new one."))]
        return _page(found, form), 422
    return _render("together_join", found, form=form, name=name)


def _page(found: Together, form: CodeForm) -> str:
    theirs, names = found.theirs, category_names()
    rows = [
        (names.get(line.category, line.category), _amount(line))
        for line in ((*theirs.income, *theirs.spending) if theirs else ())
    ]
    takes = [
        _("%(amount)s %(every)s", amount=i18n.money(p.amount), every=FREQUENCIES[p.frequency])
        for p in (theirs.takes if theirs else ())
    ]
    own = [
        names.get(line.category, line.category)
        for line in ((*found.told.income, *found.told.spending) if found.told else ())
        if found.told and line.id in found.told.ours
    ]
    return _render("together", found, form=form, rows=rows, takes=takes, own=own)


def _ours(mine: Together, form: BudgetLines, shown: tuple[Line, ...], household_id: UUID) -> str:
    asked = [line.category for line in shown]
    return _render("together_ours", mine, form=form, asked=asked, their_id=household_id)


def _render(template: str, found: Together, **more: object) -> str:
    return render_template(f"borrower/{template}.html", house=found, acts_for=None, **more)


def _amount(line: Line) -> Words:
    if line.amount is None:
        return _l("different each month")
    return _(
        "%(amount)s %(every)s", amount=i18n.money(line.amount), every=FREQUENCIES[line.frequency]
    )


def _back(household_id: UUID) -> Response:
    return redirect(url_for(".show", household_id=household_id), code=303)
