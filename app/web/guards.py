"""Who may reach a route. Start-up refuses an app with a route that does not say."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, redirect, request, url_for
from werkzeug.wrappers import Response

from app.core.access import RULES, Action, permits
from app.core.errors import NotAllowed
from app.usecases import rights
from app.web import coming_back, deps, fresh

View = TypeVar("View", bound=Callable[..., Any])
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def public(view: View) -> View:
    """Anyone may call this route, signed in or not."""
    view.allows = None  # type: ignore[attr-defined]  # read by check_routes and the tests
    return view


def allow(action: Action) -> Callable[[View], View]:
    """Only a signed-in person whom the table gives ``action`` on the object in the address.

    The use case asks again. Asked here, a wrong form tells nothing to who may not send it.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            rule, who = RULES[action], deps.maybe_who()
            if who is None and rule.halfway:
                who = deps.halfway()
            if who is None:
                return _sign_in()
            if not permits(who.actor, action):
                raise NotAllowed(action)
            named = kwargs.get(f"{rule.on}_id")
            if named is not None:
                rights.ask(deps.deps(), who.actor, action, named)
            if rule.fresh and not fresh.enough(who):
                return fresh.ask()
            return view(*args, **kwargs)

        guarded.allows = action  # type: ignore[attr-defined]  # read as above
        return guarded  # type: ignore[return-value]  # called as the view is

    return guard


def check_routes(app: Flask) -> None:
    """Refuse to start with a silent route, or an unsafe method under a read rule.

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
        unsafe = bool((rule.methods or set()) - SAFE)
        action = view.allows
        if action is not None and RULES[action].writes != unsafe:
            faults.append(f"{rule.endpoint}: {action} and {sorted(rule.methods or ())} differ")
    if faults:
        raise RuntimeError("; ".join(faults))


def _sign_in() -> Response:
    if deps.halfway() is not None:
        return redirect(url_for("account.second.page"), code=303)
    # Only pages come back after sign-in; an unsafe request is made again by its person.
    wanted: dict[str, Any] = coming_back.asked() if request.method in SAFE else {}
    return redirect(url_for("account.sign_in", **wanted), code=303)
