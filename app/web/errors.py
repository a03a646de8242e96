"""One page per refusal. Each offers a person, and says nothing about what exists."""

from __future__ import annotations

import logging
from http import HTTPStatus

from flask import Flask, make_response, redirect, render_template, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, TooManyRequests
from werkzeug.wrappers import Response

from app import logs
from app.core.errors import (
    BudgetStopped,
    DomainError,
    InvalidInput,
    NotAllowed,
    NotFound,
    OfferChanged,
    OfferRefused,
    TransitionNotAllowed,
    Unreadable,
)
from app.usecases.conduct import NoPass
from app.usecases.throttle import CannotCount, TooMany
from app.web import programs

STATUS_OF: dict[type[DomainError], int] = {
    NotAllowed: 403,
    NotFound: 404,
    OfferChanged: 409,
    BudgetStopped: 409,
    TransitionNotAllowed: 409,
    InvalidInput: 422,
    OfferRefused: 422,
    TooMany: 429,
    CannotCount: 503,
}
PAGES = frozenset({400, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503})

Answer = tuple[str, int] | Response


def init_app(app: Flask) -> None:
    """Answer every refusal with a page; a fault of ours is logged by Flask and answered too."""
    app.register_error_handler(CSRFError, lambda _: page(403, "expired"))
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(NoPass, _no_pass)
    app.register_error_handler(BudgetStopped, lambda _: page(409, "budget_stopped"))
    app.register_error_handler(TooMany, _counted)
    app.register_error_handler(TooManyRequests, _often)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, lambda fault: _fault(app, fault))


def page(status: int, name: str | None = None, **said: int) -> Answer:
    """The error page of ``status``, the same bytes for everything it answers.

    ``wait`` may be said to the page of 429, in seconds.
    """
    if programs.asks():
        return programs.refusal(status)
    return render_template(f"errors/{name or status}.html", **said), status


def _domain(refusal: DomainError) -> Answer:
    return page(status_of(refusal))


def _no_pass(refusal: NoPass) -> Answer:
    """Somebody of a lender has to take the conduct test first: the page says where."""
    return render_template("conduct/no_pass.html", place=refusal.place.lower()), 403


def status_of(refusal: DomainError) -> int:
    """The status of the nearest kind that has one: a stale version is a changed offer, too."""
    return next((STATUS_OF[kind] for kind in type(refusal).__mro__ if kind in STATUS_OF), 422)


def _http(refusal: HTTPException) -> Answer:
    if refusal.code == HTTPStatus.UNAUTHORIZED:
        return redirect(url_for("account.sign_in"), code=303)
    if (
        refusal.response is not None
        or refusal.code is None
        or refusal.code < HTTPStatus.BAD_REQUEST
    ):
        return refusal.get_response()  # a redirect of the router
    if programs.asks():
        return programs.refusal(refusal.code, refusal)
    return page(refusal.code if refusal.code in PAGES else 400)


def _often(refusal: TooManyRequests) -> Response:
    told = make_response(page(HTTPStatus.TOO_MANY_REQUESTS, "often"))
    told.retry_after = refusal.retry_after
    return told


def _counted(refusal: TooMany) -> Response:
    told = make_response(page(HTTPStatus.TOO_MANY_REQUESTS, wait=refusal.seconds))
    told.retry_after = refusal.seconds
    return told


def _fault(app: Flask, fault: Exception) -> Answer:
    if app.testing:
        raise fault
    logs.tell(app.logger, logging.ERROR, "fault", fault=logs.place(fault))
    return page(500, "unreadable" if isinstance(fault, Unreadable) else None)
