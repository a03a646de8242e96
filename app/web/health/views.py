"""Is it alive, is it ready, and where does one report a weakness? Nothing about anybody."""

from __future__ import annotations

import json
from datetime import datetime, time
from hmac import compare_digest
from http import HTTPStatus

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from app.usecases.health import failing
from app.usecases.measures import told
from app.web import programs
from app.web.deps import deps
from app.web.guards import public

bp = Blueprint("health", __name__)
PLAIN = "text/plain; version=0.0.4; charset=utf-8"


@bp.get("/health/live")
@public
def live() -> Response:
    """This process answers. It asks nobody else, so that a slow disk ends no process."""
    return programs.answer(b'{"live": true}')


@bp.get("/health/ready")
@public
def ready() -> Response:
    """People can be sent here; otherwise 503 with the names of what does not hold."""
    return _told(failing(deps()))


@bp.get("/metrics")
@public
def metrics() -> Response:
    """Numbers for whoever holds the token of the settings; without one there is no such page."""
    token = deps().settings.metrics_token
    if not token:
        raise NotFound
    said = request.headers.get("Authorization", "").encode()
    if not compare_digest(said, f"Bearer {token}".encode()):
        status = HTTPStatus.UNAUTHORIZED
        return Response("", status, {"WWW-Authenticate": "Bearer"}, content_type=PLAIN)
    return Response(told(deps()), content_type=PLAIN)


@bp.get("/.well-known/security.txt")
@public
def security() -> Response:
    """Whom to tell of a weakness (RFC 9116)."""
    settings = deps().settings
    if not settings.security_contact or settings.security_expires is None:
        raise NotFound
    expires = datetime.combine(settings.security_expires, time.max).isoformat(timespec="seconds")
    lines = [
        f"Contact: {settings.security_contact}",
        f"Expires: {expires}Z",
        "Preferred-Languages: en, zh",
        f"Canonical: {settings.public_base_url}/.well-known/security.txt",
        *([f"Policy: {settings.security_policy}"] if settings.security_policy else []),
    ]
    return Response("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def _told(names: tuple[str, ...]) -> Response:
    body = json.dumps({"ready": not names, "failing": names}).encode()
    return programs.answer(body, HTTPStatus.SERVICE_UNAVAILABLE if names else HTTPStatus.OK)
