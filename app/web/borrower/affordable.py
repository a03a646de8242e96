"""What is affordable, with the whole sum, and sharing its totals with one lender."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.disclosure import Purpose
from app.usecases import budget, offers, together
from app.web.borrower import sums
from app.web.borrower.forms import Press
from app.web.borrower.pages import find_case, record_of, show_case
from app.web.deps import actor, deps
from app.web.disclosures import terms_of
from app.web.guards import allow

bp = Blueprint("affordable", __name__, url_prefix="/cases/<uuid:case_id>")


@bp.get("/affordable")
@allow(Action.READ_OPTIONS)
def show(case_id: UUID) -> str:
    page = find_case(case_id)
    told = record_of(page).told
    if told is None:
        return show_case("budget_first", page)
    found = offers.choice(deps(), actor(), case_id)
    return show_case(
        "affordable",
        page,
        found=found,
        agreed=terms_of(Purpose.SHARED),
        sums=sums.of(
            told, found.assessment, page.header.id, together.other(deps(), actor(), case_id)
        ),
    )


@bp.post("/share")
@allow(Action.SHARE_BUDGET)
def share(case_id: UUID) -> Response:
    Press.read()
    budget.share(deps(), actor(), case_id)
    return redirect(url_for("borrower.options.show", case_id=case_id), code=303)
