"""Complaining: one page, one step, with the independent bodies beside it from the first day."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.core.access import Action
from app.usecases import complaints
from app.web.again import shows_again
from app.web.borrower.pages import find_case, show_case
from app.web.complaints import OUTCOMES, ComplaintForm, named
from app.web.deps import actor, deps
from app.web.guards import allow

bp = Blueprint("complain", __name__, url_prefix="/cases/<uuid:case_id>/complaint")


@bp.get("")
@allow(Action.READ_OPTIONS)
def page(case_id: UUID) -> str:
    return _show(case_id, ComplaintForm.read())


@bp.post("")
@allow(Action.COMPLAIN)
@shows_again
def complain(case_id: UUID) -> Response | tuple[str, int]:
    form = ComplaintForm.read()
    complaint_id = named(form.complaint)
    if not form.accepted() or complaint_id is None:
        return _show(case_id, form), 422
    complaints.complain(deps(), actor(), case_id, complaint_id, form.words.data or "")
    return redirect(url_for(".page", case_id=case_id), code=303)


def _show(case_id: UUID, form: ComplaintForm) -> str:
    found = complaints.page(deps(), actor(), case_id)
    name = named(form.complaint) or uuid4()
    page = find_case(case_id)
    return show_case("complain", page, form=form, found=found, name=name, outcomes=OUTCOMES)
