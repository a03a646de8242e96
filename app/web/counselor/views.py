"""The caseload: the people who let this counselor act, and what needs attention."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.core.access import Action
from app.usecases import caseload as caseloads
from app.web.counselor import clients as client_pages
from app.web.counselor import handover, lasting, looking, mandate, notes, referrals, to_all
from app.web.counselor.rows import clients
from app.web.deps import actor, deps
from app.web.guards import allow

bp = Blueprint("counselor", __name__, url_prefix="/counselor")
for room in (lasting, client_pages, to_all, notes, referrals, handover, mandate, looking):
    bp.register_blueprint(room.bp)


@bp.get("")
@allow(Action.READ_CASELOAD)
def caseload() -> str:
    page = request.args.get("page", 1, type=int)
    load = caseloads.caseload(deps(), actor(), page=page)
    return render_template(
        "counselor/caseload.html",
        found=load.found,
        clients=clients(load.found.lines, load.unread, deps().now().date()),
    )
