"""Between two offers, at the lender's desk: more time, the fair midpoint, the private test."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.access import Action, Role
from app.core.errors import DomainError, OfferChanged, OfferRefused, TransitionNotAllowed
from app.core.negotiation.middle_commands import ExtendOffer, RefuseMidpoint
from app.core.negotiation.middle_now import open_midpoint
from app.usecases import approvals, midpoint, negotiate, offer_again, queries
from app.usecases.staff_words import WordsRefused
from app.web import guarded
from app.web.again import shows_again
from app.web.deps import actor, deps
from app.web.guards import allow
from app.web.lender.words import LAW, OTHERWISE, REFUSALS
from app.web.middle.forms import LenderRefuseForm, PressForm, SeenForm
from app.web.middle.shown import explanation, in_words, midpoint_page, plan
from app.web.plans.law import by_law

bp = Blueprint("middle", __name__, url_prefix="/cases/<uuid:case_id>")

Page = tuple[str, int] | Response
Moved = tuple[str, ...] | None
_REFUSALS = (OfferRefused, OfferChanged, TransitionNotAllowed)


def addresses(case_id: UUID) -> dict[str, str]:
    """Where the parts that both audiences share lead at a lender's desk."""
    names = {
        "midpoint": "midpoint_shown",
        "ask": "midpoint_asked",
        "take": "midpoint_taken",
        "refuse": "midpoint_refuse",
        "longer": "longer",
        "again": "again_page",
    }
    here = {n: url_for(f"lender.middle.{e}", case_id=case_id) for n, e in names.items()}
    test = url_for("lender.private_test.show", case_id=case_id)
    return {**here, "test": test, "back": url_for("lender.case", case_id=case_id)}


def page(name: str, case_id: UUID, moved: Moved = None, status: int = 200, **more: Any) -> Page:
    """A page of the desk; the borrower's side has pages of its own for the same case."""
    found = queries.case_page(deps(), actor(), case_id)
    if found.role is not Role.LENDER:
        return redirect(url_for("borrower.debt.show", case_id=case_id), code=303)
    shown = midpoint_page(found.case, deps().now())
    to = addresses(case_id)
    more = {"shown": shown, "to": to, **more}
    return render_template(f"lender/{name}.html", page=found, moved=moved, **more), status


@bp.post("/longer")
@allow(Action.EXTEND_OFFER)
def longer(case_id: UUID) -> Response:
    seen = SeenForm.read().seen.data or ""
    negotiate.submit(deps(), actor(), case_id, ExtendOffer(seen))
    return redirect(url_for("lender.case", case_id=case_id), code=303)


@bp.get("/again")
@allow(Action.READ_CASE)
def again_page(case_id: UUID) -> Page:
    return _again(case_id)


@bp.post("/again")
@allow(Action.MAKE_OFFER)
def again(case_id: UUID) -> Page:
    shown = SeenForm.read().seen.data or ""
    found = offer_again.draft(deps(), actor(), case_id)
    words = in_words(found.terms) if found else ""
    try:
        offer_again.offer(deps(), actor(), case_id, shown=shown, words=words)
    except _REFUSALS as refusal:
        return _again(case_id, *_why(refusal))
    return redirect(url_for("lender.case", case_id=case_id), code=303)


@bp.get("/midpoint")
@allow(Action.READ_CASE)
def midpoint_shown(case_id: UUID) -> Page:
    return page("midpoint", case_id)


@bp.post("/midpoint")
@allow(Action.ASK_MIDPOINT)
def midpoint_asked(case_id: UUID) -> Page:
    PressForm.read()
    try:
        midpoint.ask(deps(), actor(), case_id)
    except _REFUSALS as refusal:
        # Pressed twice, it is worked out once.
        found = queries.case_page(deps(), actor(), case_id).case
        if found.budget is None or open_midpoint(found, deps().now()) is None:
            return page("midpoint", case_id, *_why(refusal))
    return redirect(url_for(".midpoint_shown", case_id=case_id), code=303)


@bp.post("/midpoint/accept")
@allow(Action.MAKE_OFFER)
def midpoint_taken(case_id: UUID) -> Page:
    seen = SeenForm.read().seen.data or ""
    found = open_midpoint(queries.case_page(deps(), actor(), case_id).case, deps().now())
    words = explanation(found) if found else ""
    try:
        midpoint.take(deps(), actor(), case_id, seen=seen, words=words)
    except _REFUSALS as refusal:
        return page("midpoint", case_id, *_why(refusal))
    return redirect(url_for("lender.case", case_id=case_id), code=303)


@bp.get("/midpoint/decline")
@allow(Action.READ_CASE)
def midpoint_refuse(case_id: UUID) -> Page:
    return page("midpoint_refuse", case_id, form=LenderRefuseForm.read())


@bp.post("/midpoint/decline")
@allow(Action.REFUSE_MIDPOINT)
@shows_again
def midpoint_refused(case_id: UUID) -> Page:
    form = LenderRefuseForm.read()
    if not form.accepted():
        return page("midpoint_refuse", case_id, None, form.status, form=form)
    command = RefuseMidpoint(form.seen.data or "", form.words.data or "")
    try:
        negotiate.submit(deps(), actor(), case_id, command)
    except WordsRefused:
        guarded.tell(form)
        return page("midpoint_refuse", case_id, None, form.status, form=form)
    except (OfferChanged, TransitionNotAllowed) as refusal:
        return page("midpoint_refuse", case_id, *_why(refusal), form=form)
    return redirect(url_for(".midpoint_shown", case_id=case_id), code=303)


def _again(case_id: UUID, moved: Moved = None, status: int = 200) -> Page:
    if queries.case_page(deps(), actor(), case_id).role is not Role.LENDER:
        return page("again", case_id)  # leads whoever reads along to their own pages
    found = offer_again.draft(deps(), actor(), case_id)
    shown = plan(found.terms) if found else None
    return page("again", case_id, moved, status, again=found, plan=shown)


def _why(refusal: DomainError) -> tuple[tuple[str, ...], int]:
    """What to say beside the page as it stands now, and the status."""
    if isinstance(refusal, OfferRefused):
        said = (REFUSALS.get(code) or by_law(code, LAW) or OTHERWISE for code in refusal.codes)
        return tuple(map(str, said)), 422
    if isinstance(refusal, approvals.AlreadyDecided):
        return (_("A decision on this case waits for a second person already."),), 409
    return (), 409
