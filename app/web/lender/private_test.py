"""The private test at the lender's desk."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.core.access import Action, Role
from app.core.errors import TransitionNotAllowed
from app.usecases import overlap, queries
from app.web.again import shows_again
from app.web.deps import actor, deps
from app.web.guards import allow
from app.web.lender.middle import Moved, Page, addresses, page
from app.web.middle.forms import LeastForm, PressForm
from app.web.middle.shown import most_for_debt, stands_still

bp = Blueprint("private_test", __name__, url_prefix="/cases/<uuid:case_id>/private-test")


@bp.get("")
@allow(Action.READ_CASE)
def show(case_id: UUID) -> Page:
    return _page(case_id)


@bp.post("")
@allow(Action.USE_OVERLAP)
def opened(case_id: UUID) -> Page:
    PressForm.read()
    try:
        overlap.open_test(deps(), actor(), case_id)
    except TransitionNotAllowed:
        return _page(case_id, moved=(), status=409)
    return _back(case_id)


@bp.post("/figure")
@allow(Action.USE_OVERLAP)
@shows_again
def stated(case_id: UUID) -> Page:
    case = queries.case_page(deps(), actor(), case_id).case
    form = LeastForm.read(currency=case.debt.owed.currency)
    if not form.accepted():
        return _page(case_id, form, status=form.status)
    try:
        overlap.state(deps(), actor(), case_id, form.amount.money)
    except overlap.FigureOutOfRange as refusal:
        form.amount.errors = [most_for_debt(refusal.most)]
        return _page(case_id, form, status=form.status)
    except TransitionNotAllowed:
        return _page(case_id, form, moved=(), status=409)
    return _back(case_id)


@bp.post("/take-back")
@allow(Action.USE_OVERLAP)
def taken_back(case_id: UUID) -> Response:
    PressForm.read()
    overlap.take_back(deps(), actor(), case_id)
    return _back(case_id)


def _page(
    case_id: UUID, form: LeastForm | None = None, *, moved: Moved = None, status: int = 200
) -> Page:
    found = queries.case_page(deps(), actor(), case_id)
    if found.role is not Role.LENDER:
        return redirect(url_for("borrower.debt.show", case_id=case_id), code=303)
    case = found.case
    to = addresses(case_id) | {
        "open": url_for(".opened", case_id=case_id),
        "state": url_for(".stated", case_id=case_id),
        "take_back": url_for(".taken_back", case_id=case_id),
    }
    return page(
        "private_test",
        case_id,
        moved,
        status,
        stands=overlap.standing(deps(), actor(), case_id),
        pauses=stands_still(case, deps().now()),
        form=form or LeastForm(meta={"currency": case.debt.owed.currency}),
        to=to,
    )


def _back(case_id: UUID) -> Response:
    return redirect(url_for(".show", case_id=case_id), code=303)
