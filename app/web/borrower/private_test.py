"""The private test on the borrower's side; a counselor with authority can rule it out."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.middle_commands import AllowOverlap, VetoOverlap
from app.usecases import negotiate, overlap
from app.web.again import shows_again
from app.web.borrower.middle import Moved, Page, addresses
from app.web.borrower.pages import find_case, show_case
from app.web.deps import actor, deps
from app.web.guards import allow
from app.web.middle.forms import MostForm, PressForm, VetoForm
from app.web.middle.shown import most_for_budget, stands_still

bp = Blueprint("private_test", __name__, url_prefix="/cases/<uuid:case_id>/private-test")


@bp.get("")
@allow(Action.READ_OPTIONS)
def show(case_id: UUID) -> str:
    return _page(case_id)


@bp.post("")
@allow(Action.USE_OVERLAP)
def opened(case_id: UUID) -> Page:
    find_case(case_id)
    PressForm.read()
    try:
        overlap.open_test(deps(), actor(), case_id)
    except TransitionNotAllowed:
        return _page(case_id, moved=()), 409
    return _back(case_id)


@bp.post("/figure")
@allow(Action.USE_OVERLAP)
@shows_again
def stated(case_id: UUID) -> Page:
    form = _form(case_id)
    if not form.accepted():
        return _page(case_id, form), form.status
    try:
        overlap.state(deps(), actor(), case_id, form.amount.money)
    except overlap.FigureOutOfRange as refusal:
        form.amount.errors = [most_for_budget(refusal.most)]
        return _page(case_id, form), form.status
    except TransitionNotAllowed:
        return _page(case_id, form, moved=()), 409
    return _back(case_id)


@bp.post("/take-back")
@allow(Action.USE_OVERLAP)
def taken_back(case_id: UUID) -> Response:
    find_case(case_id)
    PressForm.read()
    overlap.take_back(deps(), actor(), case_id)
    return _back(case_id)


@bp.post("/veto")
@allow(Action.VETO_OVERLAP)
@shows_again
def veto(case_id: UUID) -> Page:
    find_case(case_id)
    form = VetoForm.read()
    if not form.accepted():
        return _page(case_id, veto=form), form.status
    command = VetoOverlap() if form.use.data == "no" else AllowOverlap()
    try:
        negotiate.submit(deps(), actor(), case_id, command)
    except TransitionNotAllowed:
        return _page(case_id, veto=form, moved=()), 409
    return _back(case_id)


def _form(case_id: UUID) -> MostForm:
    return MostForm.read(currency=find_case(case_id).case.debt.owed.currency)


def _page(
    case_id: UUID,
    form: MostForm | None = None,
    *,
    veto: VetoForm | None = None,
    moved: Moved = None,
) -> str:
    page = find_case(case_id)
    case = page.case
    currency = case.debt.owed.currency
    to = addresses(case_id) | {
        "open": url_for(".opened", case_id=case_id),
        "state": url_for(".stated", case_id=case_id),
        "take_back": url_for(".taken_back", case_id=case_id),
        "veto": url_for(".veto", case_id=case_id),
    }
    return show_case(
        "private_test",
        page,
        stands=overlap.standing(deps(), actor(), case_id),
        pauses=stands_still(case, deps().now()),
        form=form or MostForm(meta={"currency": currency}),
        veto=veto or VetoForm(),
        to=to,
        moved=moved,
    )


def _back(case_id: UUID) -> Response:
    return redirect(url_for(".show", case_id=case_id), code=303)
