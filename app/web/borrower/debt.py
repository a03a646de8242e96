"""Check the debt: who asks, for whom, how much and why; and four ways to meet it."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import ConfirmDebt
from app.usecases import negotiate
from app.usecases.queries import CasePage
from app.web.borrower.forms import Press
from app.web.borrower.middle import addresses
from app.web.borrower.pages import find_case, latest_day, record_of, show_case
from app.web.borrower.progress import (
    next_step,
    no_on_paper,
    refusal_of,
    signs_next,
    standing,
)
from app.web.borrower.who_asks import who_asks
from app.web.case_words import DECLINE_REASONS, DISPUTES, MOMENTS, ROLES
from app.web.deps import actor, deps
from app.web.doubts import claim_words
from app.web.guards import allow
from app.web.middle.shown import ways

bp = Blueprint("debt", __name__, url_prefix="/cases/<uuid:case_id>")


@bp.get("")
@allow(Action.READ_OPTIONS)
def show(case_id: UUID) -> str:
    return _page("debt", find_case(case_id))


@bp.get("/confirm")
@allow(Action.READ_OPTIONS)
def confirm(case_id: UUID) -> str | Response:
    page = find_case(case_id)
    if page.case.stage is not Stage.NEW or page.case.stopped:
        return redirect(url_for(".show", case_id=case_id), code=303)
    return _page("confirm", page)


@bp.post("/confirm")
@allow(Action.CONFIRM_DEBT)
def confirmed(case_id: UUID) -> Response:
    Press.read()
    with suppress(TransitionNotAllowed):  # pressed twice, it is confirmed once
        negotiate.submit(deps(), actor(), case_id, ConfirmDebt())
    page = find_case(case_id)
    if page.case.stage is Stage.NEW:
        return redirect(url_for(".show", case_id=case_id), code=303)
    if record_of(page).told is None:
        there = url_for("borrower.household.show", household_id=page.household_id)
        return redirect(there, code=303)
    return redirect(url_for("borrower.affordable.show", case_id=case_id), code=303)


def _page(template: str, page: CasePage) -> str:
    record, case = record_of(page), page.case
    return show_case(
        template,
        page,
        asks=who_asks(page),
        told=record.told is not None,
        standing=standing(case, page.header.reply_due, latest_day()),
        signs_next=signs_next(case),
        next=next_step(case, page.header.id, page.household_id, told=record.told is not None),
        rate=Fraction(case.debt.annual_rate),
        disputes=DISPUTES,
        claim_words=claim_words,
        moments=MOMENTS,
        reasons=DECLINE_REASONS,
        refusal=refusal_of(page),
        no_on_paper=no_on_paper(page),
        roles=ROLES,
        ways=ways(case, deps().now()),
        to=addresses(page.header.id),
    )
