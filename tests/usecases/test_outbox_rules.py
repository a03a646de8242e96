"""Whatever people say, whenever anybody asks: what has left kept to every rule of that moment (E21).

The rules are written down here a second time and by hand, apart from the packs and from ``core``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from app.core.contact import Channel, Direction, Purpose
from app.core.reach import UNSAID, Said
from app.gateways.sms import FolderTexts
from app.store.contacts import LEFT, Entry
from app.usecases import calls, wishes
from app.usecases.calls import NotNow
from app.usecases.demo_steps import Part
from tests.core.dice import Dice
from tests.stage import Stage
from tests.usecases.scenes import letters
from tests.usecases.test_contacts import HEAD, ledger, news

CAPS = ((1, 1), (7, 3), (30, 10))
"""(days, most contacts in any stretch of them)."""
SUNDAY = 6
WAYS = (
    frozenset({Channel.MAIL}),
    frozenset({Channel.MAIL, Channel.TEXT}),
    frozenset({Channel.TEXT}),
    frozenset({Channel.MAIL, Channel.TELEPHONE, Channel.LETTER}),
    frozenset({Channel.MAIL, Channel.TEXT, Channel.TELEPHONE}),
    frozenset[Channel](),
)
HOURS = ((None, None), (None, None), (9, 12), (11, 23), (17, 21), (0, 10))


@dataclass
class Home:
    """A country: where it lives, and whether a Sunday is quiet there."""

    story: str
    zone: str
    sundays: bool
    said: list[tuple[datetime, Said]] = field(default_factory=list)
    required: set[int] = field(default_factory=set)

    def at(self, when: datetime) -> Said:
        """What held at ``when``."""
        return next((said for since, said in reversed(self.said) if since <= when), UNSAID)


def homes() -> list[Home]:
    return [
        Home("four-weekly", "Europe/London", sundays=False),
        Home("cn-offer", "Asia/Shanghai", sundays=True),
    ]


def act(stage: Stage, part: Part, home: Home, dice: Dice, number: int) -> None:
    """One thing that somebody does: says a wish, plans a call, or causes a message."""
    match dice.pick((3, 1, 2, 3, 4, 4, 0, 3)):
        case 0:
            ways = dice.pick(WAYS)
            news_by = Channel.TEXT if Channel.TEXT in ways else Channel.MAIL
            begins, ends = dice.pick(HOURS)
            said = Said(ways, news_by, begins, ends, dice.pick((None, home.zone)))
            wishes.say(part.deps, part.borrower, part.household_id, said, "+447700900123", "en")
            home.said.append((stage.clock.at, said))
        case 1:
            later = stage.clock.at + timedelta(hours=dice.pick((0, 5, 21, 50)))
            way = dice.pick((Channel.TELEPHONE, Channel.LETTER))
            try:
                calls.plan(part.deps, part.place.agent, part.case_id, uuid4(), way, later)
            except NotNow:
                return
        case 2:
            home.required.add(number)
            news(part, number, required=True)
        case _:
            news(part, number, dice.pick(("news", "signing_time", "receipt")), day="2026-12-05")


def broken(home: Home, entry: Entry, told: str) -> list[str]:
    """Every rule that a contact which has left was against; ``told`` is what it said."""
    said, zone = home.at(entry.at), ZoneInfo(home.zone)
    local, found = entry.at.astimezone(zone), []
    required = any(int(head, 16) in home.required for head in HEAD.findall(told))
    if entry.channel is not Channel.LETTER:
        if not 9 <= local.hour < 20 or (local.weekday() == SUNDAY and not home.sundays):
            found.append("hours of the house")
        if said.from_hour is not None and not (
            said.from_hour <= local.hour < (said.until_hour or 0)
        ):
            found.append("hours of the person")
    if entry.channel not in said.ways and not required:
        found.append("a way that nobody wants")
    return found


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("home", homes(), ids=lambda home: str(home.story))
def test_e21_nothing_that_left_was_against_a_rule_or_a_wish(
    stage: Stage, home: Home, seed: int
) -> None:
    part = stage.part(home.story, "confirm", "tell")
    dice, home.said = Dice.numbered(f"outbox {home.story}", seed), []
    home.required = set()
    for number in range(70):
        stage.clock.move(minutes=dice.pick((3, 55, 400, 900, 1700)))
        act(stage, part, home, dice, number)
        stage.work()
    stage.clock.move(days=40)
    stage.work()
    begun = [
        one
        for one in ledger(part)
        if (one.outcome, one.direction) == (LEFT, Direction.OUT)
        and one.purpose is not Purpose.ASKED
    ]
    assert len(begun) > 4
    sent: dict[datetime, str] = {}
    for letter in letters(part.deps):
        sent[letter.sent_at] = sent.get(letter.sent_at, "") + letter.text
    faults = {(one.key, one.at): broken(home, one, sent.get(one.at, "")) for one in begun}
    assert [(name, why) for name, why in faults.items() if why] == []
    for days, most in CAPS:
        for first in begun:
            span = first.at + timedelta(days=days)
            assert sum(first.at <= one.at < span for one in begun) <= most
    assert isinstance(part.deps.texts, FolderTexts)
    for text in part.deps.texts.texts():
        assert Channel.TEXT in home.at(text.sent_at).ways
