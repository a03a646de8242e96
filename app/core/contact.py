"""Whether a borrower may be contacted now: the law, the house rule and the person's wish, strictest first.

Pure: what has happened, the time and the time zones are given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import chain

from app.core.dates import WEEKDAYS

LOOK_AHEAD = timedelta(days=62)
"""Where no lawful moment comes within two months, somebody looks again then."""
_DAYS_AHEAD = 15


class Channel(StrEnum):
    TELEPHONE = "telephone"
    TEXT = "text"
    MAIL = "mail"
    LETTER = "letter"
    MESSAGE = "message"
    MEETING = "meeting"


class Purpose(StrEnum):
    """``ASKED``: the person asked for it this minute, or asked for this meeting."""

    ASKED = "asked"
    NEGOTIATION = "negotiation"
    COLLECTION = "collection"


class Direction(StrEnum):
    OUT = "out"
    IN = "in"


AT_ONCE = frozenset({Channel.MAIL, Channel.TEXT, Channel.MESSAGE})
"""What somebody asked for leaves on these at once; an answer in the case rings nowhere. A caller's
word that a call was asked for excepts no call: nobody could check it."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One line of the ledger. ``talked``: the two have spoken with each other."""

    channel: Channel
    direction: Direction
    purpose: Purpose
    at: datetime
    talked: bool = False

    @property
    def counts(self) -> bool:
        """Whether it uses up a part of what a lender may do."""
        excepted = self.purpose is Purpose.ASKED and self.channel in AT_ONCE
        return self.direction is Direction.OUT and not excepted


@dataclass(frozen=True, slots=True)
class Because:
    """The rule that decided: of a pack in a version with its source, of the house, or a wish."""

    code: str
    pack: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """Local hours on ``days`` of the week, ``start`` included and ``end`` not."""

    channels: frozenset[Channel]
    days: frozenset[str]
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Hours:
    """A contact falls into one of ``windows``; a channel that none of them names is free.

    ``holidays`` are days without any contact.
    """

    windows: tuple[Window, ...]
    because: Because
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Cap:
    """At most ``count`` contacts in any stretch of ``span``; or none for ``span`` after a talk."""

    channels: frozenset[Channel]
    count: int
    span: timedelta
    because: Because
    after_talk: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """One jurisdiction's. ``zones`` are all those that the person may live in."""

    hours: tuple[Hours, ...]
    caps: tuple[Cap, ...]
    zones: tuple[tzinfo, ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person said. ``zone`` is where they live, when they told it.

    ``wanted`` are the ways that are welcome; nobody at all may come to them when it is empty.
    """

    wanted: frozenset[Channel] = frozenset(Channel)
    start: time | None = None
    end: time | None = None
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """It may leave now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not before ``until``, which is lawful as far as anybody knows now."""

    until: datetime
    because: Because


@dataclass(frozen=True, slots=True)
class Never:
    because: Because


Answer = Leave | Wait | Never
_NO_MEETING = Because("house:meetings-on-request")
_UNWANTED = Because("wish:channel")
_WISHED_HOURS = Because("wish:hours")


def may_leave(
    channel: Channel,
    purpose: Purpose,
    at: datetime,
    *,
    rules: Sequence[Rules],
    wishes: Wishes,
    ledger: Sequence[Contact],
) -> Answer:
    """Whether a contact by ``channel`` may happen at ``at``, which is aware.

    All of ``rules`` hold, and the wishes beside them. ``ledger`` is what has happened between
    the person and anybody who uses the product; of several lenders none is better off.

    Source: ethics E21; windows and caps of the packs.
    """
    if purpose is Purpose.ASKED and channel in AT_ONCE:
        return Leave()
    if channel is Channel.MEETING and purpose is not Purpose.ASKED:
        return Never(_NO_MEETING)
    if channel not in wishes.wanted:
        return Never(_UNWANTED)
    moment, first = at.astimezone(UTC), None
    while moment < at + LOOK_AHEAD:
        later = max(
            _later(channel, moment, rules, wishes, ledger),
            key=lambda one: one[0],
            default=(moment, None),
        )
        if later[0] <= moment:
            return Leave() if first is None else Wait(moment, first)
        moment, because = later
        first = first or because
    return Leave() if first is None else Wait(at.astimezone(UTC) + LOOK_AHEAD, first)


def _later(
    channel: Channel,
    moment: datetime,
    rules: Sequence[Rules],
    wishes: Wishes,
    ledger: Sequence[Contact],
) -> Iterator[tuple[datetime, Because | None]]:
    """For each rule that forbids ``moment`` the earliest later one that it may allow."""
    for one in rules:
        zones = one.zones if wishes.zone is None else (wishes.zone,)
        for hours in chain(one.hours, _wished(channel, wishes)):
            for zone in zones:
                if (opens := _opens(hours, channel, moment, zone)) > moment:
                    yield opens, hours.because
        for cap in one.caps:
            if (free := _free(cap, channel, moment, ledger)) > moment:
                yield free, cap.because


def _wished(channel: Channel, wishes: Wishes) -> tuple[Hours, ...]:
    """The hours somebody wants; a letter waits in its box until then anyway."""
    if channel is Channel.LETTER or wishes.start is None or wishes.end is None:
        return ()
    window = Window(frozenset({channel}), frozenset(WEEKDAYS), wishes.start, wishes.end)
    return (Hours((window,), _WISHED_HOURS),)


def _opens(hours: Hours, channel: Channel, moment: datetime, zone: tzinfo) -> datetime:
    """``moment`` when it lies inside, otherwise the next opening; much later when there is none."""
    windows = [window for window in hours.windows if channel in window.channels]
    if not windows:
        return moment
    local = moment.astimezone(zone)
    openings: list[datetime] = []
    for ahead in range(_DAYS_AHEAD):
        day = local.date() + timedelta(days=ahead)
        for window in windows:
            if WEEKDAYS[day.weekday()] not in window.days or day in hours.holidays:
                continue
            if not ahead and window.start <= local.time() < window.end:
                return moment
            openings.append(datetime.combine(day, window.start, zone).astimezone(UTC))
    return min((one for one in openings if one > moment), default=moment + LOOK_AHEAD)


def _free(cap: Cap, channel: Channel, moment: datetime, ledger: Sequence[Contact]) -> datetime:
    """The first moment from ``moment`` on at which ``cap`` leaves room for one more."""
    if channel not in cap.channels:
        return moment
    if cap.after_talk:
        talks = [one.at for one in ledger if one.talked and one.channel in cap.channels]
        return max(max(talks) + cap.span, moment) if talks else moment
    made = sorted(one.at for one in ledger if one.counts and one.channel in cap.channels)
    if not cap.count:
        return moment + LOOK_AHEAD
    return max(made[-cap.count] + cap.span, moment) if len(made) >= cap.count else moment
