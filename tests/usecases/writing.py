"""A case in which people write to each other, and what tests ask of its messages."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from app.core.access import Actor
from app.core.contact import Channel
from app.core.thread.thread import Message
from app.store.contacts import Entry
from app.usecases import messages
from app.usecases.demo_steps import Part
from app.usecases.messages import ThreadPage
from tests.stage import Stage

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PLAIN = "Your first payment can be on any day you like."
SUING = "We will take you to court."
RUSH = "This is your last chance."


def on_a_monday(stage: Stage) -> Part:
    """A case in which nothing waits for the lender, on a Monday morning after the invitation."""
    part = stage.part("counselor", "authority", "confirm", "tell")
    stage.work()
    stage.clock.at = MONDAY
    return part


def write(part: Part, who: Actor, words: str = PLAIN, **more: bool) -> Message:
    return messages.write(part.deps, who, part.case_id, uuid4(), words, **more)


def page(part: Part, who: Actor) -> ThreadPage:
    return messages.page(part.deps, who, part.case_id)


def said(part: Part, who: Actor) -> list[str]:
    return [one.message.written.words for one in page(part, who).lines]


def ledger(part: Part) -> list[Entry]:
    with part.deps.reading() as uow:
        found = uow.contacts.of(part.borrower.person_id)
    return [one for one in found if one.channel is Channel.MESSAGE]
