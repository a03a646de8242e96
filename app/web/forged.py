"""What another site sent, or what lacks the token of this browser, leaves a row in the log."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, request
from limits import RateLimitItemPerMinute
from limits.strategies import MovingWindowRateLimiter

from app.usecases import forged
from app.web import deps, limits
from app.web.network import network

NOTED = RateLimitItemPerMinute(60, 10, "forged")
"""Of one network: who sends more of them fills no log, and is refused all the same."""


def noting(app: Flask) -> Callable[[], None]:
    """What notes the request of this moment. After ``limits``, whose counts it shares."""
    counted = MovingWindowRateLimiter(app.extensions[limits.EXTENSION])

    def note() -> None:
        if counted.hit(NOTED, network()):
            forged.note(deps.deps(), deps.maybe_actor(), request.endpoint or "none")

    return note
