"""The authority a counselor acts by, in the words that were signed, to read and to take along."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from app.core.access import Action
from app.usecases import authority, clients
from app.web.deps import actor, deps
from app.web.guards import allow
from app.web.security import download

bp = Blueprint("mandate", __name__, url_prefix="/clients/<uuid:household_id>/authority")


@bp.get("")
@allow(Action.READ_CLIENT)
def show(household_id: UUID) -> str:
    return render_template(
        "counselor/authority.html",
        client=clients.client(deps(), actor(), household_id),
        found=authority.statement(deps(), actor(), household_id),
    )


@bp.get("/file")
@allow(Action.READ_CLIENT)
def file(household_id: UUID) -> Response:
    """Plain text: the words, the name that was typed, when, and the digest of the words."""
    body = authority.statement_file(deps(), actor(), household_id)
    return download(body, name="statement.txt", mimetype="text/plain")
