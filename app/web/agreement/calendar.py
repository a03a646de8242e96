"""The due days as a calendar file. It says nothing about money: others may see a calendar."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from icalendar import Calendar, Event

from app.usecases.agreement_pages import KeyFacts


def calendar_of(code: str, facts: KeyFacts) -> bytes:
    """One whole-day event for each due day; the same agreement gives the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Plainpact//calendar//EN")
    calendar.add("version", "2.0")
    for n, due in enumerate(facts.due, start=1):
        event = Event()
        event.add("uid", f"{code.lower()}-{n}@calendar")
        event.add("dtstamp", facts.created_at)
        event.add("dtstart", due)
        event.add("dtend", due + timedelta(days=1))
        event.add("summary", _("Reminder"))
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
