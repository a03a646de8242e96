"""Words for the states of a message, and for what makes it wait."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.thread.deciding import Quiet
from app.core.thread.thread import State
from app.web.fields import Words

STATES: dict[str, Words] = {
    State.REVIEW: _l("Somebody else reads it first"),
    State.WAITING: _l("On its way"),
    State.DELIVERED: _l("Delivered"),
    State.RETURNED: _l("Came back to you"),
    State.WITHHELD: _l("Not delivered"),
}

QUIET: dict[str, Words] = {
    Quiet.DISPUTE: _l("The borrower disputes this debt"),
    Quiet.HOLD: _l("The borrower asked for time"),
    Quiet.DECISION: _l("The borrower waits for your answer to an offer"),
    Quiet.CLOSED: _l("This case is closed"),
}

_WAITS: dict[str, Words] = {
    "house:contact-hours": _l("the hours in which we reach people"),
    "house:contact-cap": _l("how often we reach people"),
    "wish:hours": _l("the hours that the borrower wishes"),
    "house:dispute": _l("the dispute"),
    "house:hold": _l("the hold"),
    "house:decision": _l("the offer that waits for your answer"),
    "house:closed": _l("the end of this case"),
    "house:care": _l("care for the borrower"),
}


def because(code: str) -> Words:
    """What makes a message wait; a rule of a pack is named by its code."""
    return _WAITS.get(code) or _("rule %(code)s", code=code)
