"""Background work that waits too long: how much, since when, and what the last try met."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.core.access import Action
from app.usecases.late_work import LateWork, late_work
from app.web.deps import actor, deps
from app.web.fields import Words
from app.web.guards import allow

bp = Blueprint("work", __name__, url_prefix="/admin/work")

KINDS: dict[str, Words] = {
    "mail": _l("Send a message"),
    "message": _l("Deliver a message in a case"),
    "answer-time": _l("Look at the time to answer"),
    "proof-time": _l("Look at the day for proof"),
    "complaint-time": _l("Look at the time to answer a complaint"),
    "hold-review": _l("Ask whether a hold should go on"),
    "authority-ends": _l("Tell that an authority ends"),
    "referral": _l("Look at a request to a charity"),
    "checkpoint": _l("Sign a checkpoint of the log"),
    "issue": _l("Write an agreement down"),
    "signing-time": _l("Look at the time to sign"),
    "overlap-end": _l("End a private test"),
    "objection": _l("Look at the time to answer an objection"),
    "apply": _l("Put a signature into the file"),
    "close": _l("Seal a file"),
    "copy": _l("Draw a copy"),
    "evidence": _l("Write the evidence"),
    "renew": _l("Renew a time stamp"),
    "tidy": _l("Clear away old files"),
    "erase": _l("Delete what somebody asked to delete"),
    "exhibit": _l("Read a paper that somebody brought"),
    "look-over": _l("Look over everything that is kept"),
    "reseal": _l("Move what is kept to a new key"),
    "hardship-apart": _l("Move what is kept to a new key"),
}
_HOUR, _DAY = 60, 24 * 60


@bp.get("")
@allow(Action.READ_WORK)
def show() -> str:
    found = late_work(deps(), actor())
    return render_template("operator/work.html", found=found, lines=_lines(found))


def _lines(found: LateWork) -> list[list[Words | int]]:
    """A fault is a class and a line of code, which are the same in every language."""
    return [
        [
            KINDS.get(one.kind, one.kind),
            one.count,
            _age(found.at - one.oldest_due),
            one.attempts,
            one.fault or _("Not known"),
        ]
        for one in found.found
    ]


def _age(waited: timedelta) -> Words:
    """In the largest unit that fits, rounded down."""
    minutes = int(waited.total_seconds()) // 60
    if minutes < _HOUR:
        return ngettext("%(num)d minute", "%(num)d minutes", minutes)
    if minutes < _DAY:
        return ngettext("%(num)d hour", "%(num)d hours", minutes // _HOUR)
    return ngettext("%(num)d day", "%(num)d days", minutes // _DAY)
