"""Decisions past a limit: what waits, one of them, and the second person's yes or no."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.errors import OfferChanged, OfferRefused, TransitionNotAllowed
from app.core.lender_policy.limits import Reason
from app.usecases import approvals
from app.web.again import shows_again
from app.web.deps import actor, deps
from app.web.fields import Words
from app.web.forms import FREE_TEXT_LENGTH, Form, TextField
from app.web.guards import allow
from app.web.lender.policy_words import COMMANDS, DECISIONS, REASONS, past_words
from app.web.lender.rows import terms_facts

bp = Blueprint("approvals", __name__, url_prefix="/approvals")

Page = str | tuple[str, int] | Response


class ReturnForm(Form):
    words = TextField(
        _l("Why do you give it back? Your colleague reads this"),
        most=FREE_TEXT_LENGTH,
        many_lines=True,
        missing=_l("Say why, in plain words"),
    )


@bp.get("")
@allow(Action.READ_APPROVALS)
def waiting() -> str:
    return render_template(
        "lender/approvals.html",
        lines=approvals.history(deps(), actor()),
        decisions=DECISIONS,
        commands=COMMANDS,
    )


@bp.get("/<uuid:approval_id>")
@allow(Action.READ_APPROVALS)
def show(approval_id: UUID) -> Page:
    return _page(approval_id, ReturnForm.read())


@bp.post("/<uuid:approval_id>/approve")
@allow(Action.DECIDE_APPROVAL)
def approve(approval_id: UUID) -> Page:
    Form.read()
    try:
        approvals.approve(deps(), actor(), approval_id)
    except (OfferChanged, OfferRefused, TransitionNotAllowed):
        return _page(approval_id, ReturnForm(), 409)
    return redirect(url_for(".show", approval_id=approval_id), code=303)


@bp.post("/<uuid:approval_id>/return")
@allow(Action.DECIDE_APPROVAL)
@shows_again
def give_back(approval_id: UUID) -> Page:
    form = ReturnForm.read()
    if not form.accepted():
        return _page(approval_id, form)
    try:
        approvals.give_back(deps(), actor(), approval_id, form.words.data or "")
    except TransitionNotAllowed:
        return _page(approval_id, form, 409)
    return redirect(url_for(".show", approval_id=approval_id), code=303)


def _page(approval_id: UUID, form: Form, status: int = 0) -> tuple[str, int]:
    found = approvals.page(deps(), actor(), approval_id)
    decision = found.approval.decision
    words = render_template(
        "lender/approval.html",
        found=found,
        form=form,
        asked=COMMANDS[type(found.approval.asking.command).__name__],
        explanation=getattr(found.approval.asking.command, "explanation", ""),
        reasons=_reasons(found),
        state=DECISIONS[decision.state if decision else "pending"],
        facts=terms_facts(found.terms) if found.terms else (),
        refused=status == 409,  # noqa: PLR2004 (the status itself)
    )
    return words, status or form.status


def _reasons(found: approvals.ApprovalPage) -> list[Words]:
    """Each limit with the figure that goes past it; its name alone if no figure is known."""
    known = {one.reason: past_words(one) for one in found.past}
    return [known.get(code) or REASONS[code] for code in map(Reason, found.approval.asking.reasons)]
