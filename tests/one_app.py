"""One app a process, for helpers that need its pages in the middle of a story."""

from __future__ import annotations

from flask import Flask

from app.factory import create_app
from app.usecases.deps import Deps
from app.web import deps as web_deps
from app.web import limits

_MADE: list[Flask] = []


def app_of(deps: Deps) -> Flask:
    """The app around ``deps``, until it is asked for again.

    Making an app compiles every route and, as they are shown, every page once more.
    """
    if not _MADE:
        _MADE.append(create_app(deps))
    (app,) = _MADE
    web_deps.install(app, deps)
    limits.forget(app)
    return app
