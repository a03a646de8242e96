"""Where somebody goes who has just come in."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.usecases.accounts import SignedIn
from app.web import coming_back, session


def home(found: SignedIn) -> Response:
    """Staff who came by mail alone go to their second step, everybody else to the page they wanted."""
    session.belongs_to(found)
    if found.halfway:
        return redirect(url_for("account.second.page"), code=303)
    return redirect(coming_back.address(found), code=303)
