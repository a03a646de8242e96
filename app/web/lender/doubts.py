"""A lender answers a dispute, with corrected figures where they are due, and proves a debt."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.access import Action, Role
from app.core.errors import InvalidInput, TransitionNotAllowed
from app.core.negotiation.commands import SettleDispute
from app.core.negotiation.disputes import faults
from app.core.negotiation.proof import LinesDiffer
from app.core.negotiation.proof_commands import AnswerProof
from app.usecases import lender_desk, negotiate
from app.usecases.lender_desk import Desk
from app.usecases.on_paper import SameHand
from app.usecases.staff_words import WordsRefused
from app.web import guarded, i18n
from app.web.again import shows_again
from app.web.deps import actor, deps
from app.web.doubts import WANTED, claim_words, side_by_side, statement_rows
from app.web.fields import Words
from app.web.forms import Form
from app.web.guards import allow
from app.web.lender.doubt_forms import UPHELD, AnswerProofForm, SettleForm
from app.web.lender.rows import case_view
from app.web.lender.words import FIGURE_FAULTS, OTHERWISE

bp = Blueprint("doubts", __name__, url_prefix="/cases/<uuid:case_id>")

MOVED = 409
Page = str | tuple[str, int] | Response


@bp.get("/dispute")
@allow(Action.READ_CASE)
def dispute_page(case_id: UUID) -> Page:
    found = lender_desk.desk(deps(), actor(), case_id)
    return _show("dispute", found, _settle_form(found))


@bp.post("/dispute")
@allow(Action.SETTLE_DISPUTE)
@shows_again
def dispute(case_id: UUID) -> Page:
    """Corrected figures are laid beside the old ones first, and sent as they were shown."""
    found = lender_desk.desk(deps(), actor(), case_id)
    form = _settle_form(found)
    if not form.accepted():
        return _show("dispute", found, form)
    corrected = form.figures(found.case)
    if corrected is not None:
        for problem in faults(found.case, corrected, partly=form.partly):
            form.refuse(problem.path, FIGURE_FAULTS[problem.code])
        if form.errors:
            return _show("dispute", found, form)
        rows = side_by_side(found.case.debt.figures, corrected)
        if form.shown.data != repr(corrected):
            return _show("dispute", found, form, rows=rows, as_shown=repr(corrected))
    command = SettleDispute(
        upheld=corrected is not None or form.answer.data == UPHELD,
        explanation=form.explanation.data or "",
        corrected=corrected,
        partly=form.partly,
    )
    return _submit("dispute", case_id, form, command)


@bp.get("/proof")
@allow(Action.READ_CASE)
def proof_page(case_id: UUID) -> Page:
    found = lender_desk.desk(deps(), actor(), case_id)
    return _show("proof", found, _proof_form(found))


@bp.post("/proof")
@allow(Action.ANSWER_PROOF)
@shows_again
def proof(case_id: UUID) -> Page:
    found = lender_desk.desk(deps(), actor(), case_id)
    form = _proof_form(found)
    if not form.accepted():
        return _show("proof", found, form)
    command = AnswerProof(form.lines.lines, form.explanation.data or "")
    return _submit("proof", case_id, form, command)


def _settle_form(found: Desk) -> SettleForm:
    return SettleForm.read(currency=found.case.debt.owed.currency).about(found.case.dispute)


def _proof_form(found: Desk) -> AnswerProofForm:
    return AnswerProofForm.read(currency=found.case.debt.owed.currency)


def _submit(name: str, case_id: UUID, form: Form, command: SettleDispute | AnswerProof) -> Page:
    try:
        negotiate.submit(deps(), actor(), case_id, command)
    except WordsRefused:
        guarded.tell(form)
        return _show(name, lender_desk.desk(deps(), actor(), case_id), form)
    except (TransitionNotAllowed, InvalidInput) as no:
        status = 422 if isinstance(no, InvalidInput) else MOVED
        found = lender_desk.desk(deps(), actor(), case_id)
        return _show(name, found, form, refusal=[_said(no)], status=status)
    return redirect(url_for("lender.case", case_id=case_id), code=303)


def _said(no: TransitionNotAllowed | InvalidInput) -> Words:
    if isinstance(no, SameHand):
        return _("You wrote this paper down. You can say yes. Only a colleague can say no.")
    if isinstance(no, LinesDiffer):
        amount = i18n.money(max(no.difference, -no.difference))
        if no.difference.minor > 0:
            return _("The lines come to %(amount)s more than the balance.", amount=amount)
        return _("The lines come to %(amount)s less than the balance.", amount=amount)
    return OTHERWISE


def _show(
    name: str,
    found: Desk,
    form: Form,
    *,
    refusal: list[Words] | None = None,
    status: int = 0,
    rows: list[list[Words]] | None = None,
    as_shown: str = "",
) -> Page:
    page = found.page
    if page.role is not Role.LENDER:
        return redirect(url_for("borrower.debt.show", case_id=page.header.id), code=303)
    words = render_template(
        f"lender/{name}.html",
        **case_view(found),
        form=form,
        refusal=refusal or [],
        shown_before=(),
        rows=rows or [],
        as_shown=as_shown,
        claim=claim_words(found.case.claim),
        statements=[(one, statement_rows(one)) for one in page.proofs],
        wanted=WANTED,
    )
    return words, status or form.status
