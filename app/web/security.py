"""What every response carries and every request must satisfy.

Source: security.md sections 6 and 7.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, RequestURITooLarge

from app.settings import Settings
from app.web import programs

View = TypeVar("View", bound=Callable[..., Any])

MOST_BYTES = 64 * 1024
MOST_FIELDS = 200
MOST_DRAWN_BYTES = 1024 * 1024
MOST_UPLOAD_BYTES = 12 * 1024 * 1024
UPLOAD_CHUNK_BYTES = 256 * 1024  # the parser reads a file in pieces of 64 kB and keeps a rest
MOST_ADDRESS = 4096
TWO_YEARS = 2 * 365 * 24 * 60 * 60
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

CSP = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self' {neutral}; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
DOWNLOAD_CSP = "sandbox; default-src 'none'"
HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Strict-Transport-Security": f"max-age={TWO_YEARS}; includeSubDomains",
}
_NONCE = "plainpact.nonce"


def init_app(
    app: Flask, settings: Settings, note_forged: Callable[[], None] = lambda: None
) -> None:
    """Install limits, the CSRF and origin checks, and the headers of every response.

    ``note_forged`` is called before a request that another page sent is refused.
    """
    origin = settings.public_base_url
    parts = urlsplit(settings.neutral_url)
    neutral = f"{parts.scheme}://{parts.netloc}"
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        MAX_FORM_PARTS=MOST_FIELDS,
        WTF_CSRF_CHECK_DEFAULT=False,  # checked below, where the exemptions are
        WTF_CSRF_SSL_STRICT=False,  # Sec-Fetch-Site and Origin are stricter than the referrer
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as its session
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
    )
    csrf = CSRFProtect(app)

    @app.before_request
    def check() -> None:
        _check_reading()
        if programs.asks():
            request.max_content_length = programs.MOST_BODY_BYTES
            return
        view = app.view_functions.get(request.endpoint or "")
        if getattr(view, "takes_uploads", False):
            request.max_content_length = MOST_UPLOAD_BYTES
            request.max_form_memory_size = UPLOAD_CHUNK_BYTES
        if getattr(view, "takes_drawings", False):
            request.max_content_length = request.max_form_memory_size = MOST_DRAWN_BYTES
        if request.method in SAFE_METHODS or view is None:
            return
        _check_size()
        if request.args.keys() & request.form.keys():
            raise BadRequest  # one field in two places: whoever reads it may read the other one
        if getattr(view, "from_anywhere", False) or _is_bearer_call():
            return
        try:
            _check_origin(origin)
            csrf.protect()
        except CSRFError:
            note_forged()
            raise

    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers[name] = value
        policy = CSP.format(nonce=nonce(), neutral=neutral)
        response.headers.setdefault("Content-Security-Policy", policy)
        if request.endpoint == "static" and response.status_code < HTTPStatus.BAD_REQUEST:
            lasting = "public, max-age=31536000, immutable"
            response.headers["Cache-Control"] = lasting if "v" in request.args else "no-cache"
        else:
            response.headers["Cache-Control"] = "no-store"
        return response


def nonce() -> str:
    """The number used once by this response: in its CSP and on its script and style tags."""
    made: str = request.environ.setdefault(_NONCE, secrets.token_urlsafe(18))
    return made


def takes_uploads(view: View) -> View:
    """Mark a route whose body may have 12 MB; every other has 64 kB."""
    view.takes_uploads = True  # type: ignore[attr-defined]  # read before each request
    return view


def takes_drawings(view: View) -> View:
    """Mark a route whose form may carry a drawing: more than any may have, so that words say so."""
    view.takes_drawings = True  # type: ignore[attr-defined]  # read before each request
    return view


def from_anywhere(view: View) -> View:
    """Mark a route that works without a token: only leaving, which must never fail."""
    view.from_anywhere = True  # type: ignore[attr-defined]  # read before each request
    return view


def download(body: bytes, *, name: str, mimetype: str) -> Response:
    """A file to keep, which a browser may neither run nor show inside our pages.

    ``name`` is ours, never a person's words: letters, figures, dot, hyphen.
    """
    response = Response(body, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = DOWNLOAD_CSP
    return response


def picture(body: bytes) -> Response:
    """A JPEG that we have drawn ourselves, to be shown in a page and run by nothing."""
    response = Response(body, mimetype="image/jpeg")
    response.headers["Content-Security-Policy"] = DOWNLOAD_CSP
    return response


def _check_reading() -> None:
    """What a proxy before us may read in another way than we do is read by nobody."""
    headers = request.headers
    if "Transfer-Encoding" in headers and "Content-Length" in headers:
        raise BadRequest
    if len(request.full_path) > MOST_ADDRESS:
        raise RequestURITooLarge


def _check_size() -> None:
    # Werkzeug counts the parts of a multipart body itself; a plain form is counted here. A browser
    # sends the empty lines of a long budget as well: they are bounded by the size of the body.
    if sum(bool(value) for _, values in request.form.lists() for value in values) > MOST_FIELDS:
        raise RequestEntityTooLarge


def _check_origin(origin: str) -> None:
    site = request.headers.get("Sec-Fetch-Site")
    if site is None and request.headers.get("Origin") != origin:
        raise CSRFError("origin")
    if site is not None and site != "same-origin":
        raise CSRFError("site")


def _is_bearer_call() -> bool:
    # Without a cookie there is nothing a foreign page could borrow.
    return not request.cookies and request.headers.get("Authorization", "").startswith("Bearer ")
