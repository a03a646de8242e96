"""Between two offers, on the borrower's side: more time, the fair midpoint, the private test."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.errors import OfferChanged, OfferRefused, TransitionNotAllowed
from app.core.negotiation.middle_commands import ExtendOffer, RefuseMidpoint
from app.core.negotiation.middle_now import open_midpoint
from app.usecases import midpoint, negotiate, offer_again, overlap
from app.usecases.staff_words import WordsRefused
from app.web import guarded, i18n
from app.web.again import shows_again
from app.web.borrower import refusals
from app.web.borrower.pages import find_case, record_of, show_case
from app.web.deps import actor, deps
from app.web.guards import allow
from app.web.middle.forms import PressForm, RefuseForm, SeenForm
from app.web.middle.shown import explanation, in_words, is_open, midpoint_page, plan

bp = Blueprint("middle", __name__, url_prefix="/cases/<uuid:case_id>")

Page = str | tuple[str, int] | Response
Moved = tuple[str, ...] | None


def addresses(case_id: UUID) -> dict[str, str]:
    """Where the parts that both audiences share lead on this side."""
    names = {
        "midpoint": ".midpoint_shown",
        "ask": ".midpoint_asked",
        "take": ".midpoint_taken",
        "refuse": ".midpoint_refuse",
        "longer": ".longer",
        "again": ".again_page",
    }
    here = {n: url_for(f"borrower.middle{e}", case_id=case_id) for n, e in names.items()}
    test = url_for("borrower.private_test.show", case_id=case_id)
    return {**here, "test": test, "back": url_for("borrower.debt.show", case_id=case_id)}


@bp.post("/longer")
@allow(Action.EXTEND_OFFER)
def longer(case_id: UUID) -> Response:
    find_case(case_id)
    seen = SeenForm.read().seen.data or ""
    try:
        negotiate.submit(deps(), actor(), case_id, ExtendOffer(seen))
    except TransitionNotAllowed:
        # Pressed twice, it stands longer once.
        if not is_open(find_case(case_id).case, seen, deps().now()):
            raise
    return redirect(url_for("borrower.answer.show", case_id=case_id), code=303)


@bp.get("/again")
@allow(Action.READ_OPTIONS)
def again_page(case_id: UUID) -> str:
    return _again(case_id)


@bp.post("/again")
@allow(Action.MAKE_OFFER)
def again(case_id: UUID) -> Page:
    page, form = find_case(case_id), SeenForm.read()
    found = _draft(case_id)
    words = in_words(found.terms) if found else ""
    return _sent(
        case_id,
        lambda: offer_again.offer(
            deps(), actor(), page.header.id, shown=form.seen.data or "", words=words
        ),
        lambda moved: _again(case_id, moved),
    )


@bp.get("/midpoint")
@allow(Action.READ_OPTIONS)
def midpoint_shown(case_id: UUID) -> str:
    return _midpoint(case_id)


@bp.post("/midpoint")
@allow(Action.ASK_MIDPOINT)
def midpoint_asked(case_id: UUID) -> Page:
    find_case(case_id)
    PressForm.read()
    try:
        midpoint.ask(deps(), actor(), case_id)
    except (OfferChanged, TransitionNotAllowed):
        # Pressed twice, it is worked out once.
        if open_midpoint(find_case(case_id).case, deps().now()) is None:
            return _midpoint(case_id, ()), 409
    return redirect(url_for(".midpoint_shown", case_id=case_id), code=303)


@bp.post("/midpoint/accept")
@allow(Action.MAKE_OFFER)
def midpoint_taken(case_id: UUID) -> Page:
    page, form = find_case(case_id), SeenForm.read()
    found = open_midpoint(page.case, deps().now())
    words = explanation(found) if found else ""
    return _sent(
        case_id,
        lambda: midpoint.take(deps(), actor(), case_id, seen=form.seen.data or "", words=words),
        lambda moved: _midpoint(case_id, moved),
    )


@bp.get("/midpoint/decline")
@allow(Action.READ_OPTIONS)
def midpoint_refuse(case_id: UUID) -> str:
    return _refusing(case_id, RefuseForm.read())


@bp.post("/midpoint/decline")
@allow(Action.REFUSE_MIDPOINT)
@shows_again
def midpoint_refused(case_id: UUID) -> Page:
    find_case(case_id)
    form = RefuseForm.read()
    if not form.accepted():
        return _refusing(case_id, form), form.status
    command = RefuseMidpoint(form.seen.data or "", form.words.data or "")
    try:
        negotiate.submit(deps(), actor(), case_id, command)
    except WordsRefused:
        guarded.tell(form)
        return _refusing(case_id, form), form.status
    except (OfferChanged, TransitionNotAllowed):
        return _refusing(case_id, form, ()), 409
    return redirect(url_for(".midpoint_shown", case_id=case_id), code=303)


def _sent(case_id: UUID, send: Callable[[], object], page: Callable[[Moved], str]) -> Page:
    """Send it, or show the page again with why it could not be sent."""
    try:
        send()
    except OfferRefused as refusal:
        case = find_case(case_id)
        most = overlap.most_of(case.case, case.role)
        return page((refusals.words(refusal.codes, i18n.money(most)),)), 422
    except (OfferChanged, TransitionNotAllowed):
        return page(()), 409
    return redirect(url_for("borrower.answer.show", case_id=case_id), code=303)


def _draft(case_id: UUID) -> offer_again.Again | None:
    told = record_of(find_case(case_id)).told
    return offer_again.draft(deps(), actor(), case_id) if told else None


def _again(case_id: UUID, moved: Moved = None) -> str:
    found = _draft(case_id)
    shown = plan(found.terms) if found else None
    page = find_case(case_id)
    return show_case("again", page, again=found, plan=shown, to=addresses(case_id), moved=moved)


def _midpoint(case_id: UUID, moved: Moved = None) -> str:
    page = find_case(case_id)
    shown = midpoint_page(page.case, deps().now())
    return show_case("midpoint", page, shown=shown, to=addresses(case_id), moved=moved)


def _refusing(case_id: UUID, form: RefuseForm, moved: Moved = None) -> str:
    page = find_case(case_id)
    shown = midpoint_page(page.case, deps().now())
    to = addresses(case_id)
    return show_case("midpoint_refuse", page, shown=shown, to=to, form=form, moved=moved)
