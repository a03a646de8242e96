"""The second check before what binds or reveals the most: again a code, or a passkey."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.access import Action
from app.usecases import mailed_check, second_step
from app.usecases.accounts import SignedIn, SignInFailed
from app.web import fresh, session
from app.web.coming_back import HOMES
from app.web.deps import anybody, deps
from app.web.fresh import ConfirmForm
from app.web.guards import allow
from app.web.network import network

bp = Blueprint("confirm", __name__, url_prefix="/confirm")

Page = str | tuple[str, int] | Response


@bp.get("")
@allow(Action.ASK_CONFIRM)
def page() -> str:
    named = {name: request.args.get(name, "") for name in ("to", "of")}
    return _page(ConfirmForm(data=named, meta={"currency": None}))


@bp.post("")
@allow(Action.CONFIRM)
def check() -> Page:
    form, before = ConfirmForm.read(), session.browser().sid
    form.validate()
    kept = fresh.typed(form.kept.data or "")
    try:
        found = _checked(form, before)
    except SignInFailed:
        session.keep(before)
        return _page(form, failed=True), 422
    session.belongs_to(found)
    return _back(form.to.data or "", form.of.data or "", kept, found)


@bp.post("/mail")
@allow(Action.CONFIRM)
def mail() -> Page:
    """Send a code to the person's own address, and keep what the page carries."""
    form = ConfirmForm.read()
    form.validate()
    fresh.typed(form.kept.data or "")
    where = network()
    mailed_check.ask(deps(), anybody(), session.browser().sid, where)
    return _page(form, sent=True)


def _checked(form: ConfirmForm, before: str) -> SignedIn:
    who, new = anybody(), session.renew()
    if form.answer.data:
        return second_step.by_passkey(deps(), who, form.answer.data, before, new)
    if not form.code.data:
        raise SignInFailed("nothing")
    if who.actor.memberships:
        where = network()
        return second_step.by_code(deps(), who, form.code.data, new, where, Action.CONFIRM)
    return mailed_check.by_code(deps(), who, form.code.data, before, new)


def _back(to: str, of: str, kept: fresh.Kept, found: SignedIn) -> Page:
    """To the page that asked; a form that was refused is shown once more, to be sent again."""
    there = fresh.way_back(to, of)
    if there and (kept or not fresh.is_page(to)):
        return render_template("account/confirmed.html", action=there, kept=kept)
    return redirect(there or url_for(HOMES[found.place]), code=303)


def _page(form: ConfirmForm, *, failed: bool = False, sent: bool = False) -> str:
    form.code.raw_data = form.code.data = None
    return render_template(
        "account/confirm.html", form=form, failed=failed, sent=sent, refused=False, **fresh.ways()
    )
