"""Links never sign anyone in by being opened: a page with a button stands between."""

from __future__ import annotations

from functools import cache, partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action, permits
from app.usecases import accounts, arriving
from app.usecases.support import needs_of
from app.web import coming_back, session
from app.web.account import (
    confirm,
    join,
    own_data,
    passkey,
    second,
    security_page,
    sessions,
    team,
    texts,
)
from app.web.account.coming_in import home
from app.web.account.forms import ArriveForm, CodeForm, SignInForm
from app.web.again import shows_again
from app.web.deps import actor, deps, halfway, maybe_who
from app.web.fields import Words
from app.web.forms import CSRF_FIELD, refuse_unknown
from app.web.guards import allow, public
from app.web.jinja import Viewer
from app.web.network import network
from app.web.security import from_anywhere

bp = Blueprint("account", __name__)
bp.register_blueprint(texts.bp)
for room in (second, passkey, confirm, security_page, sessions, team, join, own_data):
    bp.register_blueprint(room.bp)


@bp.get("/sign-in")
@public
def sign_in() -> str:
    form, has_passkeys = SignInForm.read(), deps().settings.has_passkeys
    form.next.data, form.of.data = request.args.get("next", ""), request.args.get("of", "")
    return render_template("account/sign_in.html", form=form, has_passkeys=has_passkeys)


@bp.post("/sign-in")
@public
@shows_again
def ask() -> Response | tuple[str, int]:
    """Whether we know the address or not, the answer is the same page."""
    form = SignInForm.read()
    if not form.accepted():
        has_passkeys = deps().settings.has_passkeys
        page = render_template("account/sign_in.html", form=form, has_passkeys=has_passkeys)
        return page, form.status
    wanted = coming_back.read(form.next.data or "", form.of.data or "")
    accounts.ask(deps(), form.email.data or "", session.browser().sid, network(), wanted)
    return redirect(url_for(".code"), code=303)


@bp.get("/sign-in/code")
@public
def code() -> str:
    return render_template("account/code.html", form=CodeForm.read())


@bp.post("/sign-in/code")
@public
@shows_again
def use_code() -> Response | tuple[str, int]:
    form = CodeForm.read()
    if not form.accepted():
        return render_template("account/code.html", form=form), form.status
    before = session.browser().sid
    try:
        found = accounts.by_code(deps(), form.code.data or "", before, session.renew())
    except accounts.SignInFailed as failed:
        session.keep(before)
        over = isinstance(failed, accounts.UsedUp)
        told = render_template("account/code.html", form=form, failed=True, over=over)
        return told, 410 if over else 422
    return home(found)


@bp.get("/sign-in/link/<token>")
@public
def link(token: str) -> str:
    return render_template("account/link.html", action=url_for(".use_link", token=token))


@bp.post("/sign-in/link/<token>")
@public
def use_link(token: str) -> Response | tuple[str, int]:
    refuse_unknown(request.form, frozenset({CSRF_FIELD}))
    before = session.browser().sid
    try:
        found = accounts.by_link(deps(), token, before, session.renew())
    except accounts.UsedUp:
        session.keep(before)
        return render_template("account/failed.html"), 410
    return home(found)


@bp.get("/arrive")
@public
def arrive() -> str:
    return render_template("account/arrive.html", form=ArriveForm.read())


@bp.post("/arrive")
@public
@shows_again
def use_arrival_code() -> Response | tuple[str, int]:
    form = ArriveForm.read()
    if not form.accepted():
        return render_template("account/arrive.html", form=form), form.status
    return _arrived(form.code.data or "", form)


@bp.get("/arrive/<token>")
@public
def arrive_by_link(token: str) -> str:
    """The same page for every token: who may read on is found out by the button."""
    return render_template(
        "account/arrive_link.html", action=url_for(".use_arrival_link", token=token)
    )


@bp.post("/arrive/<token>")
@public
def use_arrival_link(token: str) -> Response | tuple[str, int]:
    refuse_unknown(request.form, frozenset({CSRF_FIELD}))
    return _arrived(token, None)


@bp.post("/sign-out")
@allow(Action.SIGN_OUT)
def sign_out() -> Response:
    refuse_unknown(request.form, frozenset({CSRF_FIELD}))
    accounts.end(deps(), session.browser().sid)
    session.renew()
    return redirect(url_for("public.home"), code=303)


@bp.post("/leave")
@public
@from_anywhere
def leave() -> Response:
    """Quick exit: the session ends, and a page that says nothing opens."""
    if maybe_who() is not None or halfway() is not None:
        accounts.end(deps(), session.browser().sid)
    answer = redirect(deps().settings.neutral_url, code=303)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


@bp.get("/account")
@allow(Action.READ_ACCOUNT)
def mine() -> Response:
    """The signed-in person's own first page."""
    actor()
    who = maybe_who()
    return redirect(url_for(coming_back.HOMES[who.place] if who else "public.home"), code=303)


def _arrived(word: str, form: ArriveForm | None) -> Response | tuple[str, int]:
    before = session.browser().sid
    try:
        found, case_id = arriving.arrive(deps(), word, network(), session.renew(), before)
    except accounts.SignInFailed:
        session.keep(before)
        if form is None:
            return render_template("account/failed.html"), 410
        return render_template("account/arrive.html", form=form, failed=True), 422
    session.belongs_to(found)
    return redirect(url_for("borrower.debt.show", case_id=case_id), code=303)


def viewer() -> Viewer | None:
    """The frame's line about who is signed in, with the way to their own pages."""
    who = maybe_who()
    if who is None:
        return None
    queue, caseload = url_for("lender.queue"), url_for("counselor.caseload")
    links: tuple[tuple[Words, str], ...] = {
        "borrower": ((_l("Your debts"), url_for("borrower.home")),),
        "lender": ((_l("Your cases"), queue),),
        "counselor": ((_l("Your clients"), caseload),),
        "operator": (
            (_l("Rules and figures"), url_for("operator.packs")),
            (_l("Work that waits"), url_for("work.show")),
            (_l("Locked cases"), url_for("legal.page")),
        ),
    }[who.place]
    if permits(who.actor, Action.READ_TEAM):
        links = (*links, (_l("Team"), url_for("account.team.page")))
    if permits(who.actor, Action.READ_IMPORTS):
        links = (*links, (_l("Imports"), url_for("lender.imports.page")))
    if permits(who.actor, Action.READ_APPROVALS):
        looks = (_l("Second looks"), url_for("lender.approvals.waiting"))
        links = (*links, looks, (_l("Policy"), url_for("lender.policy.overview")))
    if permits(who.actor, Action.READ_COURSE):
        links = (*links, (_l("Conduct"), url_for("conduct.home")))
    if who.place == "operator":
        links = (*links, (_l("Conduct passes"), url_for("conduct.passes")))
    if permits(who.actor, Action.CHANGE_SECURITY):
        links = (*links, (_l("Your sign-in"), url_for("account.security.page")))
    return Viewer(who.name, links, cache(partial(needs_of, deps(), who.actor)))
