"""A case's complaints as its lender's staff see them; a supervisor answers."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.access import Action, Role
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.complaint_events import ComplaintOutcome
from app.usecases import complaints, queries
from app.usecases.staff_words import WordsRefused
from app.web import guarded
from app.web.again import shows_again
from app.web.complaints import OUTCOMES, AnswerForm, named
from app.web.deps import actor, deps
from app.web.guards import allow

bp = Blueprint("complaints", __name__, url_prefix="/cases/<uuid:case_id>/complaints")

Page = str | tuple[str, int] | Response


@bp.get("")
@allow(Action.READ_CASE)
def page(case_id: UUID) -> Page:
    if queries.case_page(deps(), actor(), case_id, Action.READ_AGREEMENT).role is not Role.LENDER:
        return redirect(url_for("borrower.complain.page", case_id=case_id), code=303)
    return _show(case_id, AnswerForm.read())


@bp.post("")
@allow(Action.ANSWER_COMPLAINT)
@shows_again
def answer(case_id: UUID) -> Page:
    form = AnswerForm.read()
    complaint_id = named(form.complaint)
    if not form.accepted() or complaint_id is None:
        return _show(case_id, form), 422
    try:
        complaints.answer(
            deps(),
            actor(),
            case_id,
            complaint_id,
            ComplaintOutcome(form.outcome.data or ""),
            form.explanation.data or "",
        )
    except WordsRefused:
        guarded.tell(form)
        return _show(case_id, form), 422
    except TransitionNotAllowed:
        refusal = _("This complaint does not wait any more. Nothing was sent.")
        return _show(case_id, form, refusal), 409
    return redirect(url_for(".page", case_id=case_id), code=303)


def _show(case_id: UUID, form: AnswerForm, refusal: str = "") -> str:
    found = complaints.page(deps(), actor(), case_id)
    case = queries.case_page(deps(), actor(), case_id, Action.READ_CASE)
    return render_template(
        "lender/complaints.html",
        page=case,
        found=found,
        form=form,
        refusal=refusal,
        outcomes=OUTCOMES,
    )
