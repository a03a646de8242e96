"""The borrower's first page, and the blueprint that holds all pages of the borrower's side."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.core.access import Action
from app.usecases import queries
from app.web.borrower import (
    affordable,
    answer,
    authority,
    complain,
    debt,
    doubts,
    exhibits,
    household,
    may_help,
    meeting,
    middle,
    options,
    other_debts,
    pause,
    private_test,
    progress,
    reach,
    refer,
    rounds,
    who_sees,
)
from app.web.borrower.pages import find_household, latest_day, show_household
from app.web.borrower.together import bp as together_pages
from app.web.deps import actor, deps
from app.web.guards import allow

bp = Blueprint("borrower", __name__)
bp.register_blueprint(together_pages)
for room in (reach, meeting, exhibits):
    bp.register_blueprint(room.bp)
for room in (debt, pause, household, may_help, other_debts, authority, affordable, options):
    bp.register_blueprint(room.bp)
for room in (answer, rounds, complain, doubts):
    bp.register_blueprint(room.bp)
for room in (who_sees, refer, middle, private_test):
    bp.register_blueprint(room.bp)


@bp.get("/my")
@allow(Action.READ_HOUSEHOLD)
def home() -> str:
    found = queries.my_household(deps(), actor())
    if found is None:
        return render_template("borrower/nothing_yet.html")
    house = find_household(found)
    return show_household("home", house, lines=progress.lines(house, latest_day()))
