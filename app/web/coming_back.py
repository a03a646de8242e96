"""Back to the page that somebody wanted before signing in: a name from a list, never an address."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request, url_for

from app.usecases.accounts import NOWHERE, SignedIn, Wanted

HOMES = {
    "borrower": "borrower.home",
    "lender": "lender.queue",
    "counselor": "counselor.caseload",
    "operator": "operator.packs",
}
PAGES = {
    "borrower.home": "",
    "borrower.debt.show": "case_id",
    "borrower.options.show": "case_id",
    "borrower.answer.show": "case_id",
    "borrower.household.show": "household_id",
    "borrower.authority.show": "household_id",
    "borrower.reach.page": "household_id",
    "borrower.together.show": "household_id",
    "borrower.who_sees.everybody": "household_id",
    "thread.page": "case_id",
    "agreement.read": "case_id",
    "agreement.signing.page": "case_id",
    "evidence.page": "case_id",
    "lender.queue": "",
    "lender.case": "case_id",
    "lender.approvals.waiting": "",
    "lender.approvals.show": "approval_id",
    "counselor.caseload": "",
    "counselor.clients.show": "household_id",
    "counselor.referrals.listed": "",
    "counselor.referrals.show": "referral_id",
    "operator.packs": "",
    "work.show": "",
    "account.sessions.page": "",
}
"""Endpoints that sign-in may lead to, and what the id in each address is called."""


def asked() -> dict[str, str]:
    """What the sign-in page is told about the page of this request: nothing, for most."""
    endpoint, ids = request.endpoint or "", request.view_args or {}
    if endpoint not in PAGES:
        return {}
    named = PAGES[endpoint]
    return {"next": endpoint} | ({"of": str(ids[named])} if named else {})


def read(endpoint: str, of: str) -> Wanted:
    """What a form says that somebody wanted; anything but a page of the list is nowhere."""
    named = PAGES.get(endpoint)
    if named is None:
        return NOWHERE
    if not named:
        return Wanted(endpoint)
    try:
        return Wanted(endpoint, UUID(of))
    except ValueError:
        return NOWHERE


def address(found: SignedIn) -> str:
    """Where somebody goes on who has just signed in: the page they wanted, or their first one."""
    endpoint, object_id = found.wanted.endpoint, found.wanted.object_id
    named = PAGES.get(endpoint or "")
    if endpoint is None or named is None:  # a page that the list does not have any more
        return url_for(HOMES[found.place])
    ids: dict[str, Any] = {named: object_id} if named else {}
    return url_for(endpoint, **ids)
