"""One line for each request: which route, how it was answered, how long that took."""

from __future__ import annotations

import logging
from time import perf_counter

from flask import Flask, Response, request

from app import counts, logs

_BEGAN = "plainpact.began"
SIGN_IN = ("account.ask", "account.use_", "account.second")
"""How the names of the routes begin by which somebody comes in."""
REFUSALS = {400: "wrong", 403: "forged", 409: "over", 410: "over", 422: "wrong", 429: "often"}
_log = logging.getLogger(__name__)


def init_app(app: Flask, *, behind_proxy: bool) -> None:
    """First of all, so that refusals of everything after it are told too.

    An id for the request is taken from a proxy of ours alone: anybody else could write words in it.
    """

    @app.before_request
    def begin() -> None:
        request.environ[_BEGAN] = perf_counter()
        logs.begin_request(request.headers.get("X-Request-Id") if behind_proxy else None)

    @app.after_request
    def end(response: Response) -> Response:
        took = perf_counter() - request.environ.get(_BEGAN, perf_counter())
        logs.tell(
            _log,
            logging.INFO,
            "request",
            endpoint=request.endpoint or "none",
            method=request.method,
            status=response.status_code,
            ms=round(took * 1000),
        )
        reads = request.method in {"GET", "HEAD", "OPTIONS"}
        counts.request(request.endpoint, response.status_code, took, reads=reads)
        if not reads and (request.endpoint or "").startswith(SIGN_IN):
            refused = REFUSALS.get(response.status_code)
            if refused is not None:
                counts.add("sign_in_refusals", kind=refused)
        return response

    @app.teardown_request
    def over(_fault: BaseException | None) -> None:
        logs.end_request()
