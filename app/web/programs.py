"""What is for programs, not for browsers: every address below one of ``PREFIXES``.

There no cookie is read or set and nobody is signed in, so a foreign page has nothing to
borrow and no form token is asked for. Refusals are JSON (plainpact/errors/1).
"""

from __future__ import annotations

from flask import Response, request
from werkzeug.exceptions import HTTPException

from app.core.error_json import errors_json
from app.core.errors import Problem
from app.core.strictjson import MOST_BYTES

PREFIX = "/api/v1/"
PREFIXES = (PREFIX, "/health/", "/.well-known/")
JSON = "application/json"
MOST_BODY_BYTES = MOST_BYTES

BAD_REQUEST, INVALID, FAULT = 400, 422, 500
SAID = {
    404: ("not_found", "There is nothing at this address"),
    405: ("method_not_allowed", "Use a method that the Allow header names"),
    413: ("too_large", "Send at most 1 MiB"),
    415: ("not_json", "Send application/json, not compressed"),
    429: ("too_often", "Wait as long as the Retry-After header says"),
    503: ("not_ready", "This cannot be answered now. Nothing was stored"),
    BAD_REQUEST: ("bad_request", "This is not a request that can be read"),
    FAULT: ("fault", "Something went wrong here. Nothing was stored"),
}


def asks() -> bool:
    """Whether this request is a program's."""
    return request.path.startswith(PREFIXES)


def answer(body: bytes, status: int = 200) -> Response:
    """JSON that ends its line, byte for byte what the command line prints."""
    return Response(body + b"\n", status, content_type=JSON)


def refusal(status: int, why: HTTPException | None = None) -> Response:
    """A refusal of the whole request, before anything in its body was looked at."""
    known = status if status in SAID else FAULT if status >= FAULT else BAD_REQUEST
    code, message = SAID[known]
    said = answer(errors_json((Problem("", code, message),)), status)
    for name, value in why.get_headers() if why else ():
        if name == "Allow":
            said.headers[name] = value
    return said
