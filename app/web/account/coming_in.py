"""Where somebody goes who has just come in."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.usecases.accounts import SignedIn
from app.web import session

HOMES = {
    "borrower": "borrower.home",
    "lender": "lender.queue",
    "counselor": "counselor.caseload",
    "operator": "operator.packs",
}


def home(found: SignedIn) -> Response:
    """Staff who came by mail alone go to their second step, everybody else to their own pages."""
    session.belongs_to(found)
    there = "account.second.page" if found.halfway else HOMES[found.place]
    return redirect(url_for(there), code=303)
