"""The request's collaborators: what the factory built, and who is asking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask, current_app, request
from werkzeug.routing import Rule

from app.core.access import Actor
from app.usecases.accounts import SignedIn
from app.usecases.deps import Deps

EXTENSION = "plainpact"
_WHO = "plainpact.who"


def install(app: Flask, found: Deps) -> None:
    app.extensions[EXTENSION] = found


def deps() -> Deps:
    """The collaborators of this app."""
    found = current_app.extensions[EXTENSION]
    if not isinstance(found, Deps):
        raise TypeError(EXTENSION)
    return found


def set_who(who: SignedIn | None) -> None:
    request.environ[_WHO] = who


def maybe_who() -> SignedIn | None:
    """The signed-in person; somebody before the second step is nobody yet."""
    found = _found()
    return None if found is None or found.halfway else found


def halfway() -> SignedIn | None:
    """Who came as far as the second step of signing in, and no further."""
    found = _found()
    return found if found is not None and found.halfway else None


def anybody() -> SignedIn:
    """The person of a route that is open before the second step, too.

    Raises:
        LookupError: the route is public.
    """
    found = _found()
    if found is None:
        raise LookupError("nobody came as far as this")
    return found


def routes() -> Iterator[tuple[Rule, Any]]:
    """Every route of this app, with what the guards say of it (``allows``)."""
    for rule in current_app.url_map.iter_rules():
        yield rule, getattr(current_app.view_functions[rule.endpoint], "allows", None)


def _found() -> SignedIn | None:
    found = request.environ.get(_WHO)
    return found if isinstance(found, SignedIn) else None


def maybe_actor() -> Actor | None:
    who = maybe_who()
    return who.actor if who else None


def actor() -> Actor:
    """The signed-in person; guards let nobody else come this far.

    Raises:
        LookupError: the route is public.
    """
    found = maybe_actor()
    if found is None:
        raise LookupError("nobody is signed in")
    return found
