"""The work queue and one screen for each case."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.access import Action, Role, permits
from app.usecases import lender_desk
from app.usecases.support import instructions_for
from app.web import support
from app.web.deps import actor, deps
from app.web.guards import allow
from app.web.lender import (
    answers,
    approvals,
    complaints,
    contacts,
    doubts,
    imports,
    middle,
    policy,
    private_test,
)
from app.web.lender.rows import case_view, queue_rows
from app.web.lender.words import ORDERS, SHOWS
from app.web.middle.shown import ways

bp = Blueprint("lender", __name__, url_prefix="/lender")
bp.register_blueprint(answers.bp)
bp.register_blueprint(complaints.bp)
bp.register_blueprint(contacts.bp)
bp.register_blueprint(doubts.bp)
bp.register_blueprint(imports.bp)
bp.register_blueprint(middle.bp)
bp.register_blueprint(private_test.bp)
bp.register_blueprint(policy.bp)
bp.register_blueprint(approvals.bp)


@bp.get("")
@allow(Action.READ_QUEUE)
def queue() -> str:
    """Filters, order and page live in the address, so that a view can be kept and shared."""
    show = request.args.get("show", "all")
    order = request.args.get("order", "reply_due")
    page = request.args.get("page", 1, type=int)
    found = lender_desk.queue(deps(), actor(), show=show, order=order, page=page)
    return render_template(
        "lender/queue.html",
        found=found,
        rows=queue_rows(found, deps().now()),
        show=show if show in SHOWS else "all",
        order=order if order in ORDERS else "reply_due",
        shows=SHOWS,
        orders=ORDERS,
        late=lender_desk.late(deps(), actor()),
        supervises=permits(actor(), Action.OPEN_ROUND),
    )


@bp.get("/cases/<uuid:case_id>")
@allow(Action.READ_CASE)
def case(case_id: UUID) -> str | Response:
    """The lender's screen; the borrower's side has pages of its own for the same case."""
    found = lender_desk.desk(deps(), actor(), case_id)
    if found.page.role is not Role.LENDER:
        return redirect(url_for("borrower.debt.show", case_id=case_id), code=303)
    asked = support.said(instructions_for(deps(), actor(), case_id))
    offered = ways(found.case, deps().now(), lends=True)
    more = {"ways": offered, "to": middle.addresses(case_id)}
    return render_template("lender/case.html", asked=asked, **more, **case_view(found))
