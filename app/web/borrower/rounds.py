"""A counselor has looked at a case whose offers ran out, and opens a further round."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.core.access import Action, Role
from app.core.negotiation.commands import OpenRound
from app.usecases import negotiate
from app.usecases.staff_words import WordsRefused
from app.web import guarded
from app.web.again import shows_again
from app.web.borrower.forms import RoundForm
from app.web.borrower.pages import find_case, latest_day, show_case
from app.web.borrower.progress import stands
from app.web.deps import actor, deps
from app.web.guards import allow

bp = Blueprint("rounds", __name__, url_prefix="/cases/<uuid:case_id>/further-round")


@bp.get("")
@allow(Action.READ_OPTIONS)
def show(case_id: UUID) -> str | Response:
    """The counselor's page; a borrower asks a person instead."""
    if find_case(case_id).role is not Role.COUNSELOR:
        return redirect(url_for("borrower.pause.ask_help", case_id=case_id), code=303)
    return _page(case_id, RoundForm.read())


@bp.post("")
@allow(Action.OPEN_ROUND)
@shows_again
def opened(case_id: UUID) -> Response | tuple[str, int]:
    find_case(case_id)
    form = RoundForm.read()
    if not form.accepted():
        return _page(case_id, form), form.status
    try:
        negotiate.submit(deps(), actor(), case_id, OpenRound(form.explanation.data or ""))
    except WordsRefused:
        guarded.tell(form)
        return _page(case_id, form), form.status
    return redirect(url_for("borrower.debt.show", case_id=case_id), code=303)


def _page(case_id: UUID, form: RoundForm) -> str:
    page = find_case(case_id)
    may = stands(page.case, latest_day()) == "rounds"
    return show_case("further_round", page, form=form, may=may)
