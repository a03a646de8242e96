"""What asks for a young check: who has it not is asked first, and loses nothing by it.

The way back is the name of a route of ours, never an address.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.core.access import RULES
from app.usecases.accounts import SignedIn
from app.web import deps
from app.web.fields import Asked, HiddenField
from app.web.forms import CSRF_FIELD, Form

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
Kept = tuple[tuple[str, str], ...]


class ConfirmForm(Form):
    """``to`` and ``of`` name the page to go back to; ``kept`` is what was typed there."""

    code = Asked(_l("Your code"))
    answer = HiddenField()
    to = HiddenField()
    of = HiddenField()
    kept = HiddenField()


def enough(who: SignedIn) -> bool:
    """Young enough, or there is no way to ask: nobody is kept out for having no address.

    Before the second step the use case itself says what may be done.
    """
    if who.halfway or who.is_fresh(deps.deps().now()):
        return True
    return not who.actor.memberships and not who.has_mail


def ask() -> Response | tuple[str, int]:
    """The question; a form that was refused for it is kept, to be sent again afterwards."""
    to, of = request.endpoint or "", _named()
    if request.method in SAFE:
        return redirect(url_for("account.confirm.page", to=to, of=of or None), code=303)
    sent = [[n, v] for n, many in request.form.lists() if n != CSRF_FIELD for v in many]
    values = {"to": to, "of": of, "kept": json.dumps(sent)}
    form = ConfirmForm(data=values, meta={"currency": None})
    return render_template("account/confirm.html", form=form, refused=True, **ways()), 403


def ways() -> dict[str, bool]:
    """How this person can be asked."""
    who = deps.anybody()
    return {"works": bool(who.actor.memberships)}


def way_back(to: str, of: str) -> str | None:
    """The address of a route that asks for a young check; nothing for any other name."""
    argument = dict(_places()).get(to)
    if argument is None:
        return None
    if not argument:
        return None if of else url_for(to)
    try:
        values: dict[str, Any] = {argument: UUID(of)}
    except ValueError:
        return None
    return url_for(to, **values)


def is_page(to: str) -> bool:
    """Whether the route can be looked at; others are forms to send again."""
    return any(rule.endpoint == to and "GET" in (rule.methods or ()) for rule, _ in deps.routes())


def typed(kept: str) -> Kept:
    """The fields of a refused form, as its page carried them.

    Raises:
        BadRequest: it is no such list.
    """
    try:
        rows = json.loads(kept or "[]")
        found = tuple((name, value) for name, value in rows)
    except (ValueError, TypeError) as fault:
        raise BadRequest("kept") from fault
    if not all(isinstance(one, str) for pair in found for one in pair):
        raise BadRequest("kept")
    return found


def _places() -> Iterator[tuple[str, str]]:
    """Every route that may ask, and that an address leads to by at most one id."""
    for rule, action in deps.routes():
        if action is None or len(rule.arguments) > 1:
            continue
        right = RULES[action]
        if not right.fresh and (right.on != "case" or right.writes):
            continue
        name = next(iter(rule.arguments), "")
        if not name or name.endswith("_id"):
            yield rule.endpoint, name


def _named() -> str:
    return next((str(value) for value in (request.view_args or {}).values()), "")
