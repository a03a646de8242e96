"""Dispute, ask for time, go on again, ask a person: never more steps than paying (E10)."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.crisis import lines_for
from app.core.errors import InvalidInput, TransitionNotAllowed
from app.core.negotiation.commands import AskHelp, LiftHold, RaiseDispute
from app.core.negotiation.events import DisputeKind
from app.core.negotiation.pause_events import Kept
from app.usecases import holds, negotiate
from app.usecases.queries import CasePage
from app.usecases.staff_words import WordsRefused
from app.web import guarded
from app.web.again import shows_again
from app.web.borrower.doubt_forms import SOMEBODY_ELSE, DisputeForm
from app.web.borrower.forms import GoOnForm, LongerForm, WordsForm
from app.web.borrower.hold_form import HoldForm, hints, still_rows, taken
from app.web.borrower.pages import find_case, show_case
from app.web.borrower.second import MOVED
from app.web.deps import actor, deps
from app.web.guards import allow

bp = Blueprint("pause", __name__, url_prefix="/cases/<uuid:case_id>")


@bp.get("/dispute")
@allow(Action.READ_OPTIONS)
def dispute(case_id: UUID) -> str:
    page = find_case(case_id)
    form = _dispute_form(page)
    said = request.args.get("kind")
    if said in dict(form.kind.choices):
        # The person chose it on the page before; nothing is sent until they press.
        form.kind.data = said
    return show_case("dispute", page, form=form)


@bp.post("/dispute")
@allow(Action.RAISE_DISPUTE)
@shows_again
def disputed(case_id: UUID) -> Response | tuple[str, int]:
    page = find_case(case_id)
    form = _dispute_form(page)
    if not form.accepted():
        return show_case("dispute", page, form=form), form.status
    if form.kind.data == SOMEBODY_ELSE:
        # Nothing that was typed is kept; the next page says what happens before it does.
        return redirect(url_for("borrower.doubts.more_help", case_id=case_id), code=303)
    kind, words = DisputeKind(form.kind.data or ""), form.words.data or ""
    try:
        command = RaiseDispute(kind, words, form.claim())
        negotiate.submit(deps(), actor(), case_id, command)
    except InvalidInput:
        form.right_amount.errors = [_("Enter less than the lender says you owe")]
        return show_case("dispute", page, form=form), form.status
    except TransitionNotAllowed:
        page = find_case(case_id)
        if not _disputed_already(page, kind, words):
            return show_case("dispute", page, form=form), MOVED
    return redirect(url_for("borrower.debt.show", case_id=case_id), code=303)


def _disputed_already(page: CasePage, kind: DisputeKind, words: str) -> bool:
    """Whether this very dispute was sent before: its button was pressed twice."""
    raised = next((m for m in reversed(page.timeline) if m.kind == "dispute-raised"), None)
    sent = raised is not None and (raised.detail, raised.words) == (kind, words)
    return sent and page.case.dispute is not None


def _dispute_form(page: CasePage) -> DisputeForm:
    return DisputeForm.read(currency=page.case.debt.owed.currency)


@bp.get("/hold")
@allow(Action.READ_OPTIONS)
def hold(case_id: UUID) -> str:
    found = holds.page(deps(), actor(), case_id)
    return _hold_page(case_id, found, HoldForm.read().about(found))


@bp.post("/hold")
@allow(Action.PLACE_HOLD)
@shows_again
def held(case_id: UUID) -> Response | tuple[str, int]:
    found = holds.page(deps(), actor(), case_id)
    form = HoldForm.read().about(found)
    if not form.accepted():
        return _hold_page(case_id, found, form), form.status
    try:
        holds.place(deps(), actor(), case_id, form.hold.data or "", form.words.data or "")
    except WordsRefused:
        guarded.tell(form)
        return _hold_page(case_id, found, form), form.status
    return redirect(url_for("borrower.debt.show", case_id=case_id), code=303)


def _hold_page(case_id: UUID, found: holds.HoldsPage, form: HoldForm) -> str:
    page = find_case(case_id)
    return show_case(
        "hold",
        page,
        lines=lines_for(page.header.jurisdiction),
        form=form,
        hints=hints(found),
        taken=taken(found),
        still=still_rows(found),
    )


@bp.post("/hold/longer")
@allow(Action.PLACE_HOLD)
def longer(case_id: UUID) -> Response:
    shown = LongerForm.read().until.data or ""
    hold = find_case(case_id).case.hold  # the lender's staff have a page of their own
    # Pressed twice, it is made longer once.
    if hold is None or shown in ("", hold.until.isoformat()):
        holds.extend(deps(), actor(), case_id)
    return redirect(url_for("borrower.debt.show", case_id=case_id), code=303)


@bp.post("/go-on")
@allow(Action.LIFT_HOLD)
def go_on(case_id: UUID) -> Response:
    kept = GoOnForm.read().kept.data or ""
    command = LiftHold(Kept(kept) if kept in tuple(Kept) else Kept.NOTHING)
    with suppress(TransitionNotAllowed):  # pressed twice, it goes on once
        negotiate.submit(deps(), actor(), case_id, command)
    return redirect(url_for("borrower.debt.show", case_id=case_id), code=303)


@bp.get("/ask-help")
@allow(Action.READ_OPTIONS)
def ask_help(case_id: UUID) -> str:
    return _ask_help(find_case(case_id), WordsForm.read())


@bp.post("/ask-help")
@allow(Action.ASK_HELP)
@shows_again
def help_asked(case_id: UUID) -> Response | tuple[str, int]:
    form = WordsForm.read()
    if not form.accepted():
        return _ask_help(find_case(case_id), form), form.status
    negotiate.submit(deps(), actor(), case_id, AskHelp(form.words.data or ""))
    return redirect(url_for(".help_is_coming", case_id=case_id), code=303)


@bp.get("/ask-help/sent")
@allow(Action.READ_OPTIONS)
def help_is_coming(case_id: UUID) -> str:
    page = find_case(case_id)
    return show_case("help_sent", page, lines=lines_for(page.header.jurisdiction))


def _ask_help(page: CasePage, form: WordsForm) -> str:
    return show_case("ask_help", page, form=form, lines=lines_for(page.header.jurisdiction))
