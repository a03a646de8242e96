"""An invitation to work for an organisation: a page with a button, then the second step."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from app.usecases import team, throttle
from app.usecases.accounts import SignInFailed
from app.web import session
from app.web.account.coming_in import home
from app.web.account.factor_forms import JoinForm, KnownForm
from app.web.again import shows_again
from app.web.deps import deps
from app.web.forms import Form
from app.web.guards import public
from app.web.i18n import language
from app.web.network import network

bp = Blueprint("join", __name__, url_prefix="/join")


@bp.get("/<token>")
@public
def page(token: str) -> str:
    return _page(token, *_form(token))


@bp.post("/<token>")
@public
@shows_again
def use(token: str) -> Response | tuple[str, int]:
    throttle.count(deps(), "arrival.network", network())
    waits, form = _form(token)
    if waits is None or not form.accepted():
        return _page(token, waits, form), 422 if waits is None else form.status
    before, name = session.browser().sid, getattr(form, "name", None)
    typed = name.data if name else ""
    try:
        found = team.join(deps(), token, typed, language().code, session.renew(), before)
    except SignInFailed:
        session.keep(before)
        return _page(token, None, form), 422
    return home(found)


def _form(token: str) -> tuple[team.Waiting | None, Form]:
    """The invitation, and what is asked of whoever has it; a name only once."""
    waits = team.waiting(deps(), token)
    kind = KnownForm if waits and waits.known else JoinForm
    return waits, kind.read()


def _page(token: str, waits: team.Waiting | None, form: Form) -> str:
    return render_template("account/join.html", token=token, waits=waits, form=form)
