"""One address for programs, its description, and the page that tells people about both."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.exceptions import UnsupportedMediaType

from app.core.error_json import errors_json
from app.core.errors import Problem
from app.usecases import assessing, throttle
from app.web import programs
from app.web.api.openapi import description
from app.web.deps import deps
from app.web.guards import public
from app.web.network import network

bp = Blueprint("api", __name__)
CALL = (
    'curl --data-binary @example.json -H "Content-Type: {kind}" {address}'
    f"{programs.PREFIX}assessments"
)
UNKNOWN_PARAMETER = Problem("", "unknown_parameter", "Use no parameter but rows=1")


@bp.post(f"{programs.PREFIX}assessments")
@public
def assess() -> Response:
    """Assess one household with all its debts."""
    if not request.is_json or request.content_encoding:
        raise UnsupportedMediaType
    throttle.count(deps(), "api.network", network())
    if request.query_string not in (b"", b"rows=1"):
        return programs.answer(errors_json((UNKNOWN_PARAMETER,)), programs.INVALID)
    found = assessing.answer(request.get_data(), rows=bool(request.query_string))
    return programs.answer(found.body, 200 if found.valid else programs.INVALID)


@bp.get(f"{programs.PREFIX}openapi.json")
@public
def openapi() -> Response:
    return programs.answer(description(url_for(".assess"), str(assess.__doc__)))


@bp.get("/api")
@public
def guide() -> str:
    command = CALL.format(kind=programs.JSON, address=deps().settings.public_base_url)
    sent, got = _example()
    return render_template("api/guide.html", command=command, example=sent, example_answer=got)


@cache
def _example() -> tuple[str, str]:
    """The worked example and its answer, as this product gives it today."""
    sent = Path(__file__).with_name("example.json").read_bytes()
    got = json.loads(assessing.answer(sent, rows=False).body)
    return sent.decode(), json.dumps(got, ensure_ascii=False, indent=1)
