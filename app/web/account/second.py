"""The second step of staff, after a link or a code by mail: a passkey, or the code of an app."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.access import Action
from app.usecases import factors, second_step, team
from app.usecases.accounts import SignInFailed
from app.web import session
from app.web.account.coming_in import home
from app.web.account.factor_forms import SecondForm
from app.web.again import shows_again
from app.web.coming_back import HOMES
from app.web.deps import anybody, deps
from app.web.forms import CSRF_FIELD, refuse_unknown
from app.web.guards import allow
from app.web.network import network

bp = Blueprint("second", __name__, url_prefix="/sign-in/second")


@bp.get("")
@allow(Action.ASK_SECOND)
def page() -> str | Response:
    """Who has no factor yet makes one first; who has passed this step needs it no more."""
    who = anybody()
    if not who.halfway:
        return redirect(url_for(HOMES[who.place]), code=303)
    found = factors.of(deps(), who)
    if not found:
        return redirect(url_for("account.security.page"), code=303)
    return _page(SecondForm.read())


@bp.post("")
@allow(Action.TAKE_SECOND)
@shows_again
def use_code() -> Response | tuple[str, int]:
    form, before = SecondForm.read(), session.browser().sid
    if not form.accepted():
        return _page(form), form.status
    where = network()
    try:
        found = second_step.by_code(
            deps(), anybody(), form.code.data or "", session.renew(), where, Action.TAKE_SECOND
        )
    except SignInFailed:
        session.keep(before)
        return _page(SecondForm(meta={"currency": None}), failed=True), 422
    return home(found)


@bp.post("/help")
@allow(Action.TAKE_SECOND)
def help_me() -> str:
    """Somebody has lost every factor: an admin of their organisation is asked."""
    refuse_unknown(request.form, frozenset({CSRF_FIELD}))
    team.ask_new_start(deps(), anybody())
    return render_template("account/new_start.html")


def _page(form: SecondForm, *, failed: bool = False) -> str:
    kinds = {factor.kind for factor in factors.of(deps(), anybody())}
    return render_template(
        "account/second.html",
        form=form,
        failed=failed,
        has_app="totp" in kinds,
        has_passkeys="passkey" in kinds and deps().settings.has_passkeys,
    )
