"""Signing in with a passkey alone: the script of the page asks, the browser answers."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, request
from werkzeug.wrappers import Response

from app.usecases import second_step, throttle
from app.usecases.accounts import SignInFailed
from app.web import session
from app.web.account.coming_in import home
from app.web.account.factor_forms import AnswerForm
from app.web.deps import deps
from app.web.forms import CSRF_FIELD, refuse_unknown
from app.web.guards import public
from app.web.network import network

bp = Blueprint("passkey", __name__, url_prefix="/sign-in/passkey")


@bp.post("/ask")
@public
def ask() -> Response:
    """The question for this browser; it says nothing about anybody."""
    refuse_unknown(request.form, frozenset({CSRF_FIELD}))
    throttle.count(deps(), "staff.second", f"ask|{network()}")
    return jsonify(second_step.ask_passkey(deps(), session.browser().sid))


@bp.post("")
@public
def sign_in() -> Response | tuple[str, int]:
    form, before = AnswerForm.read(), session.browser().sid
    throttle.count(deps(), "staff.second", network())
    form.validate()
    try:
        found = second_step.sign_in(deps(), form.answer.data or "", before, session.renew())
    except SignInFailed:
        session.keep(before)
        return render_template("account/passkey_failed.html"), 422
    return home(found)
