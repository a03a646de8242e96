"""Reading, keeping and leaving an agreement."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.errors import OfferChanged, TransitionNotAllowed
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import CancelAgreement
from app.usecases import agreement_reading, agreement_shown, negotiate, queries
from app.usecases.agreement_pages import agreement_page, standing
from app.web.agreement import budget, copies, deciding, leaving, paper, records, signing
from app.web.agreement.always import always
from app.web.agreement.calendar import calendar_of
from app.web.agreement.forms import LeaveForm
from app.web.agreement.shown import HOME, read_page
from app.web.deps import actor, deps
from app.web.guards import allow
from app.web.i18n import language
from app.web.security import download

bp = Blueprint("agreement", __name__, url_prefix="/agreements/<uuid:case_id>")
bp.context_processor(always)
bp.register_blueprint(signing.bp)
bp.register_blueprint(records.bp)
bp.register_blueprint(budget.bp)
bp.register_blueprint(deciding.bp)
bp.register_blueprint(leaving.bp)
bp.register_blueprint(paper.bp)
bp.register_blueprint(copies.bp)

ENDED = ("signed", "sealed")


@bp.get("")
@allow(Action.READ_AGREEMENT)
def read(case_id: UUID) -> str | Response:
    found = agreement_page(deps(), actor(), case_id, language().code)
    if found.reading is None:
        case = queries.case_page(deps(), actor(), case_id, Action.READ_AGREEMENT)
        if case.case.stage is not Stage.AGREED:
            return redirect(url_for(HOME[case.role], case_id=case_id), code=303)
    agreement_shown.note(deps(), actor(), case_id, agreement_shown.PAGE, language().code)
    return read_page(found)


@bp.get("/file")
@allow(Action.READ_AGREEMENT)
def file(case_id: UUID) -> Response:
    """The newest file, under a name that tells nobody what it is."""
    body, code, _ = agreement_reading.paper(deps(), actor(), case_id)
    agreement_shown.note(deps(), actor(), case_id, agreement_shown.PDF, language().code)
    return download(body, name=f"document-{code}.pdf", mimetype="application/pdf")


@bp.get("/calendar.ics")
@allow(Action.READ_AGREEMENT)
def calendar(case_id: UUID) -> Response:
    reading, facts = standing(deps(), actor(), case_id, language().code)
    if reading.state not in ENDED:
        raise NoSuchPage
    body = calendar_of(reading.code, facts)
    return download(body, name="calendar.ics", mimetype="text/calendar")


@bp.post("/cancel")
@allow(Action.CANCEL_AGREEMENT)
def cancel(case_id: UUID) -> Response | tuple[str, int]:
    """Leaving takes one step and no reason (ethics E12)."""
    form = LeaveForm.read()
    reading, _ = standing(deps(), actor(), case_id, language().code)
    try:
        version = leaving.version_of(form)
        command = CancelAgreement(reading.agreement_id, version)
        negotiate.submit(deps(), actor(), case_id, command)
    except (OfferChanged, TransitionNotAllowed):
        page = agreement_page(deps(), actor(), case_id, language().code)
        return read_page(page, changed=True), 409
    return redirect(url_for("agreement.read", case_id=case_id), code=303)
