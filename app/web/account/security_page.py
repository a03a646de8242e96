"""One's own second factors: what there is, adding, naming and removing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.core.access import Action
from app.usecases import factors
from app.usecases.accounts import SignedIn, SignInFailed
from app.web import session
from app.web.account.coming_in import home
from app.web.account.factor_forms import NewAppForm, NewPasskeyForm, RenameForm
from app.web.again import shows_again
from app.web.deps import anybody, deps
from app.web.forms import CSRF_FIELD, Form, refuse_unknown
from app.web.guards import allow

bp = Blueprint("security", __name__, url_prefix="/account/security")

Page = tuple[str, int] | Response


@bp.get("")
@allow(Action.READ_SECURITY)
def page() -> Page:
    return _page()


@bp.post("/app")
@allow(Action.ENROL)
def begin_app() -> Response:
    refuse_unknown(request.form, frozenset({CSRF_FIELD}))
    factors.begin_totp(deps(), anybody(), session.browser().sid)
    return redirect(url_for(".app"), code=303)


@bp.get("/app")
@allow(Action.READ_SECURITY)
def app() -> Page:
    return _app_page(NewAppForm.read())


@bp.post("/app/code")
@allow(Action.ENROL)
@shows_again
def finish_app() -> Page:
    form, before = NewAppForm.read(), session.browser().sid
    if not form.accepted():
        return _app_page(form, status=form.status)
    code, name = form.code.data or "", form.name.data or ""
    try:
        found = factors.finish_totp(deps(), anybody(), code, name, before, session.renew())
    except SignInFailed:
        session.keep(before)
        return _app_page(form, failed=True, status=422)
    return _added(found)


@bp.post("/passkey/ask")
@allow(Action.ENROL)
def begin_passkey() -> Response:
    refuse_unknown(request.form, frozenset({CSRF_FIELD}))
    return jsonify(factors.begin_passkey(deps(), anybody(), session.browser().sid))


@bp.post("/passkey")
@allow(Action.ENROL)
@shows_again
def finish_passkey() -> Page:
    form, before = NewPasskeyForm.read(), session.browser().sid
    if not form.accepted():
        return _page(form, failed="answer" in form.errors, status=form.status)
    answer, name = form.answer.data or "", form.name.data or ""
    try:
        found = factors.finish_passkey(deps(), anybody(), answer, name, before, session.renew())
    except SignInFailed:
        session.keep(before)
        form.answer.data, form.answer.raw_data = None, None
        return _page(form, failed=True, status=422)
    return _added(found)


@bp.post("/name")
@allow(Action.CHANGE_SECURITY)
@shows_again
def rename() -> Page:
    form = RenameForm.read()
    if not form.accepted():
        return _page(sent=form, status=form.status)
    factor, name = _factor(form.factor.data), form.name.data or ""
    return _done(partial(factors.rename, deps(), anybody(), factor, name))


@bp.post("/remove")
@allow(Action.CHANGE_SECURITY)
def remove() -> Page:
    refuse_unknown(request.form, frozenset({CSRF_FIELD, "factor"}))
    factor = _factor(request.form.get("factor"))
    return _done(partial(factors.remove, deps(), anybody(), factor))


def _done(act: Callable[[], None]) -> Page:
    try:
        act()
    except (factors.LastFactor, factors.NoSuchFactor) as why:
        return _page(why=why.code, status=409)
    return redirect(url_for(".page"), code=303)


def _factor(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise BadRequest("factor") from None


def _added(found: SignedIn) -> Response:
    if anybody().halfway:
        return home(found)
    session.belongs_to(found)
    return redirect(url_for(".page"), code=303)


def _page(
    form: NewPasskeyForm | None = None,
    *,
    failed: bool = False,
    why: str = "",
    sent: Form | None = None,
    status: int = 200,
) -> Page:
    who = anybody()
    found = factors.of(deps(), who)
    if who.halfway and found:
        return redirect(url_for("account.second.page"), code=303)
    shown = render_template(
        "account/security.html",
        works=bool(who.actor.memberships),
        first=who.halfway,
        found=found,
        form=form or NewPasskeyForm(meta={"currency": None}),
        naming=RenameForm(meta={"currency": None}),
        sent=sent or form,
        failed=failed,
        why=why,
        has_passkeys=deps().settings.has_passkeys,
    )
    return shown, status


def _app_page(form: NewAppForm, *, failed: bool = False, status: int = 200) -> Page:
    found = factors.new_totp(deps(), anybody(), session.browser().sid)
    if found is None:
        return redirect(url_for(".page"), code=303)
    form.code.raw_data = form.code.data = None
    return render_template("account/new_app.html", form=form, new=found, failed=failed), status
