"""What the paper shows of the budget: the borrower's choice, on a page of its own."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.errors import NotFound, OfferChanged, TransitionNotAllowed
from app.usecases import budget_in_paper
from app.usecases.agreement_pages import agreement_page
from app.web.agreement.forms import LeaveForm
from app.web.agreement.leaving import version_of
from app.web.agreement.shown import read_page
from app.web.deps import actor, deps
from app.web.forms import HiddenField
from app.web.guards import allow
from app.web.i18n import language

bp = Blueprint("budget", __name__, url_prefix="/budget")

SHOW, LEAVE_OUT = "totals", "nothing"


class BudgetForm(LeaveForm):
    """``shows`` is what the next version shows: the monthly totals, or nothing."""

    shows = HiddenField(missing=_l("Open the page again"))


@bp.get("")
@allow(Action.READ_AGREEMENT)
def page(case_id: UUID) -> str:
    return _show(case_id)


@bp.post("")
@allow(Action.CHOOSE_BUDGET_IN_PAPER)
def choose(case_id: UUID) -> Response | tuple[str, int]:
    form = BudgetForm.read()
    if form.shows.data not in (SHOW, LEAVE_OUT):
        return _show(case_id), 422
    try:
        included = form.shows.data == SHOW
        budget_in_paper.choose(deps(), actor(), case_id, version_of(form), included=included)
    except (NotFound, OfferChanged, TransitionNotAllowed):
        found = agreement_page(deps(), actor(), case_id, language().code)
        words = _("The agreement does not stand where it did. Please look again.")
        return read_page(found, refusal=words), 409
    return redirect(url_for("agreement.read", case_id=case_id), code=303)


def _show(case_id: UUID) -> str:
    found = budget_in_paper.page(deps(), actor(), case_id)
    wanted = LEAVE_OUT if found.shown else SHOW
    return render_template("agreement/budget.html", case_id=case_id, page=found, wanted=wanted)
