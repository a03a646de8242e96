"""How often one network may ask for what costs us much. Signing in counts in the database.

What a network is, ``app.web.network`` says for both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, request
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from app.web.network import network

View = TypeVar("View", bound=Callable[..., Any])

UPLOADS = RateLimitItemPerMinute(30, 10, "uploads")
CODES = RateLimitItemPerMinute(120, 10, "codes")
"""In any ten minutes; enough for a court or a library behind one address."""

EXTENSION = "plainpact.limits"


def limited(limit: RateLimitItem, argument: str = "") -> Callable[[View], View]:
    """Mark a route that a network may use so often; with ``argument`` only where that is given."""

    def mark(view: View) -> View:
        view.limited = limit, argument  # type: ignore[attr-defined]  # read before each request
        return view

    return mark


def init_app(app: Flask) -> None:
    """Counted in memory: each process of a server allows as many, and a restart forgets."""
    storage = app.extensions[EXTENSION] = MemoryStorage()
    counted = MovingWindowRateLimiter(storage)

    @app.before_request
    def count() -> None:
        limit, argument = getattr(
            app.view_functions.get(request.endpoint or ""), "limited", (None, "")
        )
        if limit is None or (argument and not request.args.get(argument)):
            return
        if not counted.hit(limit, network()):
            raise TooManyRequests(retry_after=limit.get_expiry())


def forget(app: Flask) -> None:
    """Count anew, as after a restart."""
    app.extensions[EXTENSION].reset()
