"""The request's collaborators: what the factory built, and who is asking."""

from __future__ import annotations

from flask import Flask, current_app, request

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
