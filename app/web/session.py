"""Sessions live in the database; the browser holds a random id and nothing else.

Before sign-in the same cookie carries a random id without a row: enough to bind a
CSRF token to one browser. Signing in always makes a new id.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from http import HTTPStatus

from flask import Flask, make_response, render_template, request, session
from flask import Response as AnyResponse
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.wrappers import Response

from app.usecases import accounts
from app.usecases.accounts import SignedIn
from app.web import deps, programs

ID_BYTES = 32


class BrowserSession(dict[str, object], SessionMixin):
    """What Flask-WTF reads its token from; never sent to the browser."""

    def __init__(self, sid: str, csrf: str, *, fresh: bool) -> None:
        super().__init__(csrf_token=csrf)
        self.sid = self.first = sid
        self.new = fresh
        self.issued: str | None = sid if fresh else None
        self.strict = False
        self.accessed = False
        self.modified = False


class CookieSessions(SessionInterface):
    """Derives the CSRF secret of a browser from its cookie, so nothing is stored for strangers."""

    def __init__(self, cookie: str, secret: bytes, *, secure: bool) -> None:
        self.cookie = cookie
        self.mark = cookie.replace("sid", "here")
        self.secret = secret
        self.secure = secure

    def open_session(self, app: Flask, request: object) -> BrowserSession:  # noqa: ARG002 - Flask's signature
        if programs.asks():
            return BrowserSession("", "", fresh=False)
        sid = getattr(request, "cookies", {}).get(self.cookie, "")
        known = len(sid) == len(new_id()) and sid.isascii()
        if not known:
            sid = new_id()
        return BrowserSession(sid, self.csrf(sid), fresh=not known)

    def csrf(self, sid: str) -> str:
        return hmac.new(self.secret, sid.encode(), sha256).hexdigest()

    def save_session(self, app: Flask, session: object, response: Response) -> None:  # noqa: ARG002 - Flask's signature
        if not isinstance(session, BrowserSession):
            return
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            keep(session.first)  # whatever was refused: the browser stays who it was
        if session.issued is not None:
            response.set_cookie(
                self.cookie,
                session.issued,
                secure=self.secure,
                httponly=True,
                samesite="Strict" if session.strict else "Lax",
                path="/",
            )
            self._mark(response, strict=session.strict)

    def _mark(self, response: Response, *, strict: bool) -> None:
        """Beside a Strict cookie, one that says only that, and comes along from other sites."""
        if strict:
            response.set_cookie(
                self.mark, "1", secure=self.secure, httponly=True, samesite="Lax", path="/"
            )
        elif self.mark in request.cookies:
            response.delete_cookie(
                self.mark, secure=self.secure, httponly=True, samesite="Lax", path="/"
            )

    def is_left_behind(self) -> bool:
        """Whether another site's link came here without the Strict cookie that this browser has."""
        return (
            request.method == "GET"
            and request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}
            and self.mark in request.cookies
            and self.cookie not in request.cookies
        )


def new_id() -> str:
    return secrets.token_urlsafe(ID_BYTES)


def init_app(app: Flask, secret: bytes, *, secure: bool) -> None:
    """Install server-side sessions; the name has the ``__Host-`` prefix wherever TLS is on."""
    cookie = "__Host-sid" if secure else "sid"
    sessions = app.session_interface = CookieSessions(cookie, secret, secure=secure)

    @app.before_request
    def _once_more() -> AnyResponse | None:
        if not sessions.is_left_behind():
            return None
        # A new id would sign this person out: the page asks for itself again, from here.
        browser().issued = None
        there = deps.deps().settings.public_base_url + request.full_path
        answer = make_response(render_template("account/once_more.html", there=there))
        answer.headers["Refresh"] = "0"
        return answer

    @app.before_request
    def _who() -> None:
        if request.endpoint != "static" and not programs.asks():
            deps.set_who(accounts.who(deps.deps(), browser().sid))


def browser() -> BrowserSession:
    """The browser behind this request, signed in or not."""
    found = session._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  # what stands behind Flask's proxy
    if not isinstance(found, BrowserSession):
        raise TypeError("the app was built without sessions")
    return found


def renew() -> str:
    """Give this browser a new id; the caller stores it as a session row."""
    known = browser()
    known.sid = known.issued = new_id()
    return known.sid


def belongs_to(who: SignedIn) -> None:
    """The new id of a browser is one of staff, which no other site's link sends along."""
    browser().strict = bool(who.actor.memberships)


def keep(sid: str) -> None:
    """Go on with the id this browser had: nobody signed in after all."""
    known = browser()
    known.sid = sid
    known.issued = sid if known.new else None
