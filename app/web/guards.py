"""Who may reach a route. Start-up refuses an app with a route that does not say."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, redirect, request, url_for
from werkzeug.wrappers import Response

from app.core.access import RULES, Action, Actor, Relation, permits
from app.core.errors import NotAllowed, NotFound
from app.usecases import harvesting, rights
from app.web import coming_back, deps, fresh, permitted

View = TypeVar("View", bound=Callable[..., Any])
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def public(view: View) -> View:
    """Anyone may call this route, signed in or not."""
    _says_once(view)
    view.allows = None  # type: ignore[attr-defined]  # read by check_routes and the tests
    return view


def allow(action: Action) -> Callable[[View], View]:
    """Only a signed-in person whom the table gives ``action`` on the object in the address.

    The use case asks again. Asked here, a wrong form tells nothing to who may not send it.
    """

    def guard(view: View) -> View:
        _says_once(view)

        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            rule, who = RULES[action], deps.maybe_who()
            if who is None and rule.halfway:
                who = deps.halfway()
            if who is None:
                return _sign_in()
            named = kwargs.get(f"{rule.on}_id")
            spared = _judge(who.actor, action, named) & rule.spared
            often = False
            if rule.on == "case" and named is not None and not rule.writes:
                often = not harvesting.looked(deps.deps(), who.actor, named)
            if ((rule.fresh and not spared) or often) and not fresh.enough(who):
                return fresh.ask()
            return view(*args, **kwargs)

        guarded.allows = action  # type: ignore[attr-defined]  # read as above
        return guarded  # type: ignore[return-value]  # called as the view is

    return guard


def _judge(actor: Actor, action: Action, named: UUID | None) -> frozenset[Relation]:
    """How the actor stands to what is named; nothing where nothing is."""
    if not permits(actor, action):
        rights.refused(deps.deps(), actor, action, named)
        raise NotAllowed(action)
    if named is None:
        return frozenset()
    try:
        facts = rights.ask(deps.deps(), actor, action, named)
    except (NotAllowed, NotFound):
        rights.refused(deps.deps(), actor, action, named)
        raise
    permitted.remember(RULES[action].on, named, facts)
    return facts.relations(actor)


def check_routes(app: Flask) -> None:
    """Refuse to start with a silent route, or an unsafe method under a read rule.

    As a rule of the table either writes or reads, GET and POST never share one.

    Raises:
        RuntimeError: names each endpoint at fault.
    """
    faults = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint == "static" or rule.endpoint.endswith(".static"):
            continue
        if not hasattr(view, "allows"):
            faults.append(f"{rule.endpoint}: says nothing about who may reach it")
            continue
        unsafe = (rule.methods or set()) - SAFE
        action = view.allows
        if unsafe and "GET" in (rule.methods or ()):
            faults.append(f"{rule.endpoint}: one endpoint reads and changes")
        if action is not None and RULES[action].writes != bool(unsafe):
            faults.append(f"{rule.endpoint}: {action} and {sorted(rule.methods or ())} differ")
    if faults:
        raise RuntimeError("; ".join(faults))


def _says_once(view: View) -> None:
    if hasattr(view, "allows"):
        raise RuntimeError(f"{view.__name__}: says twice who may reach it")


def _sign_in() -> Response:
    if deps.halfway() is not None:
        return redirect(url_for("account.second.page"), code=303)
    # Only pages come back after sign-in; an unsafe request is made again by its person.
    wanted: dict[str, Any] = coming_back.asked() if request.method in SAFE else {}
    return redirect(url_for("account.sign_in", **wanted), code=303)
