"""What reached the borrower, by the ledger and by what really left: hours, caps and wishes."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.core.contact import AT_ONCE, Channel, Direction, Purpose
from app.core.reach import Said
from app.core.thread.thread import Message, State
from app.gateways.sms import FolderTexts
from app.store.contacts import LEFT, Entry
from app.usecases.notices import REQUIRED
from tests.usecases.negotiating import must
from tests.usecases.scenes import letters
from tests.usecases.second_opinion import left_alone
from tests.usecases.table import Table

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
CAPS = ((DAY, 1), (timedelta(days=7), 3), (timedelta(days=30), 10))
SENT = (Channel.MAIL, Channel.TEXT)
RINGS = (*SENT, Channel.TELEPHONE)


def lawful(at: datetime, said: Said) -> bool:
    """Inside the hours of the place and of the borrower's own wish."""
    local = at.astimezone(LONDON)
    wished = range(said.from_hour or 0, said.until_hour or 24)
    return 9 <= local.hour < 20 and local.weekday() != 6 and local.hour in wished


def ledger(table: Table) -> tuple[Entry, ...]:
    with table.scene.deps.reading() as uow:
        return uow.contacts.of(table.scene.borrower.person_id)


def arrived(table: Table) -> tuple[Message, ...]:
    part = table.scene.part
    with part.deps.reading() as uow:
        thread = uow.threads.of(part.place.lender, part.case_id)
    return thread.in_state(State.DELIVERED)


def sent(table: Table) -> set[str]:
    """Every mail and text to the borrower, by name."""
    part = table.scene.part
    address = f"{part.story.key}@people.example"
    assert isinstance(part.deps.texts, FolderTexts)
    texts = {one.key for one in part.deps.texts.texts(limit=1_000)}
    return texts | {one.key for one in letters(part.deps) if one.to == address}


class Reached:
    """Compares what left with what had left before."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.entries, self.messages, self.sent = ledger(table), arrived(table), sent(table)
        self.required = 0  # the mail that a plan is sealed waits for its hours when a run begins

    def work(self) -> None:
        """Let what is due leave, and look at everything that did."""
        before = self.entries
        self.table.work()
        self.look()
        now, said = self.table.now, self.table.said
        new = [e for e in self.entries if e not in before and e.channel in SENT]
        new = [e for e in new if e.outcome == LEFT]
        must(all(e.at == now for e in new), "hours", new=new, now=now)
        asked = [e for e in new if e.purpose is Purpose.ASKED]
        told = sent(self.table) - self.sent
        self.sent |= told
        # A mail about a message that arrived today is no contact of its own.
        same = [e for e in self.entries if e.channel is Channel.MESSAGE and now - e.at < DAY]
        must(len(told) <= len(new) + len(same), "hours", why="outside the ledger", told=told)
        begun = len(told) - len(asked)
        must(begun <= 0 or lawful(now, said), "hours", told=told, now=now)
        unwanted = begun > 0 and not said.ways & set(SENT)
        must(not unwanted or self._required() > self.required, "wishes", told=told)
        if unwanted:
            self.required += begun

    def look(self) -> None:
        """Whatever the ledger or the thread has that it had not."""
        was, self.entries = self.entries, ledger(self.table)
        for one in self.entries:
            if one not in was:
                self._noted(one)
        self._capped()
        known, self.messages = self.messages, arrived(self.table)
        for message in self.messages[len(known) :]:
            self._delivered(message)

    def _noted(self, one: Entry) -> None:
        if one.outcome != LEFT or one.direction is Direction.IN or one.rule is not None:
            return
        if one.purpose is not Purpose.ASKED and one.channel in RINGS:
            must(lawful(one.at, self.table.said), "hours", entry=one)
        if one.channel in (Channel.TELEPHONE, Channel.LETTER):
            must(one.channel in self.table.said.ways, "wishes", entry=one)
            must(not left_alone(self.table.history, one.at), "chased", entry=one)

    def _delivered(self, message: Message) -> None:
        must(message.since == self.table.now, "time", message=message)
        if message.is_lenders and not message.written.answers:
            must(not left_alone(self.table.history, self.table.now), "chased", message=message)
            must(lawful(self.table.now, self.table.said), "hours", message=message)
            must(not self.table.said.stopped, "wishes", message=message)

    def _capped(self) -> None:
        counted = [e for e in self.entries if e.outcome == LEFT and e.rule is None]
        moments = sorted(
            e.at
            for e in counted
            if e.direction is Direction.OUT
            and not (e.purpose is Purpose.ASKED and e.channel in AT_ONCE)
        )
        for span, most in CAPS:
            for first, last in zip(moments, moments[most:], strict=False):
                must(last - first >= span, "caps", span=span, moments=moments)

    def still_planned(self) -> None:
        """No call or letter to come is left where the borrower is to be left alone."""
        for one in self.entries:
            if one.planned and one.outcome == LEFT and one.at > self.table.now:
                must(not left_alone(self.table.history, one.at), "chased", entry=one)
                must(one.channel in self.table.said.ways, "wishes", entry=one)

    def _required(self) -> int:
        return sum(isinstance(event, REQUIRED) for event in self.table.history)
