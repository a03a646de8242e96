"""The team page of an organisation's admin."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.core.access import Action
from app.usecases import team
from app.web import paging
from app.web.account.factor_forms import InviteForm, RoleForm
from app.web.again import shows_again
from app.web.deps import actor, deps
from app.web.fields import Choice, Words
from app.web.forms import CSRF_FIELD, Form, refuse_unknown
from app.web.guards import allow

bp = Blueprint("team", __name__, url_prefix="/team")

Page = str | tuple[str, int] | Response

ROLE_WORDS: dict[str, Words] = {
    "agent": _l("Works on cases"),
    "supervisor": _l("Works on cases and takes second looks"),
    "admin": _l("Runs the team, too"),
    "counselor": _l("Helps clients"),
}


@bp.get("")
@allow(Action.READ_TEAM)
def page() -> str:
    return _page()


@bp.post("/invite")
@allow(Action.CHANGE_TEAM)
@shows_again
def invite() -> Page:
    form = InviteForm.read()
    form.role.choices = _roles()
    if not form.accepted():
        return _page(form), form.status
    try:
        team.invite(deps(), actor(), form.email.data or "", form.role.data or "")
    except team.AlreadyMember:
        form.email.errors = [str(_l("This person is in your team already"))]
        return _page(form), 422
    return redirect(url_for(".page", done="invited"), code=303)


@bp.post("/withdraw")
@allow(Action.CHANGE_TEAM)
def withdraw() -> Page:
    return _done(partial(team.withdraw, deps(), actor(), _named("invitation")))


@bp.post("/role")
@allow(Action.CHANGE_TEAM)
@shows_again
def change() -> Page:
    form = RoleForm.read()
    form.role.choices = _roles()
    if not form.accepted():
        return _page(sent=form), form.status
    member, role = _person(form.member.data or ""), form.role.data or ""
    return _done(partial(team.change_role, deps(), actor(), member, role))


@bp.post("/remove")
@allow(Action.CHANGE_TEAM)
def remove() -> Page:
    return _done(partial(team.remove, deps(), actor(), _person(_named("member"))))


@bp.post("/reset")
@allow(Action.CHANGE_TEAM)
def reset() -> Page:
    return _done(partial(team.reset, deps(), actor(), _person(_named("member"))), "reset")


def _done(act: Callable[[], None], said: str | None = None) -> Page:
    """Back to the team; where it was not possible, the page says why and nothing changed."""
    try:
        act()
    except (team.LastAdmin, team.NobodyHere) as why:
        return _page(why=why.code), 409
    return redirect(url_for(".page", done=said), code=303)


def _named(name: str) -> str:
    refuse_unknown(request.form, frozenset({CSRF_FIELD, name}))
    return request.form.get(name, "")


def _person(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadRequest("person") from None


def _roles() -> list[Choice]:
    return [(role, ROLE_WORDS[role]) for role in team.page(deps(), actor()).roles]


def _page(form: InviteForm | None = None, *, sent: Form | None = None, why: str = "") -> str:
    found = team.page(deps(), actor())
    roles = [(role, ROLE_WORDS[role]) for role in found.roles]
    shown = paging.asked((*found.members, *found.invited))
    asked = form or InviteForm(meta={"currency": None})
    asked.role.choices = roles
    return render_template(
        "account/team.html",
        found=found,
        shown=shown,
        members=[one for one in shown.rows if one in found.members],
        invited=[one for one in shown.rows if one in found.invited],
        form=asked,
        sent=sent or asked,
        roles=roles,
        words=ROLE_WORDS,
        why=why,
        done=request.args.get("done", ""),
    )
