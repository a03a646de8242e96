"""Words about contacts, for whoever reads the ledger: how, what became of it, and why not."""

from __future__ import annotations

from typing import assert_never

from babel.dates import get_timezone_location
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.contact import Answer, Channel, Direction, Leave, Never, Wait
from app.usecases.contact_book import KEPT_AWAY, TOLD_LATER, Noted
from app.web import i18n
from app.web.fields import Words

WAYS: dict[Channel, Words] = {
    Channel.MAIL: _l("Mail"),
    Channel.TEXT: _l("Text message"),
    Channel.TELEPHONE: _l("Call"),
    Channel.LETTER: _l("Letter"),
    Channel.MESSAGE: _l("Message here"),
    Channel.MEETING: _l("Meeting"),
}
_REASONS: dict[str, Words] = {
    "wish:channel": _l("they do not want this way"),
    "wish:hours": _l("not in the hours that they want"),
    "wish:taken-back": _l("the wish for it was taken back"),
    "house:contact-hours": _l("too early, too late, or a quiet day"),
    "house:contact-cap": _l("one contact too many"),
    "house:meetings-on-request": _l("nobody asked for it"),
    "house:dispute": _l("a dispute is open"),
    "house:hold": _l("a hold runs"),
    "house:decision": _l("an offer waits for the lender's answer"),
    "house:closed": _l("the case is closed"),
    "house:care": _l("somebody first looks after the person"),
    "house:not-theirs": _l("it was not for them any more"),
    "house:overtaken": _l("it was not true any more"),
    "house:called-off": _l("called off"),
    "house:not-planned-so": _l("never so far ahead, or never in this way"),
}


def reason(rule: str) -> Words:
    """Why something was not to be; a law of the place is named by its code."""
    return _REASONS.get(rule) or _("the law of the place says no (%(rule)s)", rule=rule)


def became(entry: Noted) -> Words:
    """What became of a contact."""
    if entry.outcome == KEPT_AWAY:
        return _("Did not happen: %(why)s", why=reason(entry.rule or ""))
    if entry.outcome == TOLD_LATER:
        return _("Told in a later message")
    if entry.planned:
        return _("Planned")
    if entry.rule:
        return _("Happened against a rule: %(why)s", why=reason(entry.rule))
    return _("They came to us") if entry.direction is Direction.IN else _("Happened")


def when(answer: Answer) -> Words:
    """When a contact may be."""
    match answer:
        case Leave():
            return _("Now")
        case Wait(until, because):
            return _("From %(at)s: %(why)s", at=i18n.moment(until), why=reason(because.code))
        case Never(because):
            return _("Not at all: %(why)s", why=reason(because.code))
        case _:
            assert_never(answer)


def place(zone: str) -> str:
    """``London`` for ``Europe/London``, in the reader's language."""
    return get_timezone_location(zone, locale=i18n.language().locale, return_city=True)
