"""Where I am signed in, and how I end it, there or everywhere else."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from app.core.access import Action
from app.usecases import open_sessions
from app.usecases.accounts import SignedIn
from app.web.deps import actor, deps, maybe_who
from app.web.forms import CSRF_FIELD, refuse_unknown
from app.web.guards import allow

bp = Blueprint("sessions", __name__, url_prefix="/account/sessions")


@bp.get("")
@allow(Action.READ_ACCOUNT)
def page() -> str:
    return render_template("account/sessions.html", sessions=open_sessions.listed(deps(), _who()))


@bp.post("/end")
@allow(Action.END_SESSIONS)
def end() -> Response:
    refuse_unknown(request.form, frozenset({CSRF_FIELD, "session"}))
    open_sessions.end_one(deps(), actor(), request.form.get("session", ""))
    return redirect(url_for(".page"), code=303)


@bp.post("/end-others")
@allow(Action.END_SESSIONS)
def end_others() -> Response:
    refuse_unknown(request.form, frozenset({CSRF_FIELD}))
    open_sessions.end_others(deps(), _who())
    return redirect(url_for(".page"), code=303)


def _who() -> SignedIn:
    found = maybe_who()
    if found is None:
        raise Unauthorized
    return found
