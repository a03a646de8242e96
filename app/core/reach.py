"""What somebody said about being reached, and what holds until they say anything.

Pure. ``app.core.contact`` judges a contact by what comes out of here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time, tzinfo

from app.core.contact import Channel, Wishes

WAYS = (Channel.MAIL, Channel.TEXT, Channel.TELEPHONE, Channel.LETTER)
"""What a person chooses among. A page in the case is always there, and nobody comes unasked."""
NEWS = (Channel.MAIL, Channel.TEXT)
"""The ways that news can take."""
NEEDS_NUMBER = frozenset({Channel.TEXT, Channel.TELEPHONE})
NO_CALLS, ONE_CHANNEL = "no_calls", "one_channel"
"""Support needs that are wishes about contact, by their codes."""
_INSIDE = frozenset({Channel.MESSAGE, Channel.MEETING})


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of a person; the newest holds.

    Hours are whole and local, ``from_hour`` included and ``until_hour`` not; both or neither.
    ``details`` is whether a message may say what it is about (ethics E22: not until they say so).
    """

    ways: frozenset[Channel]
    news: Channel = Channel.MAIL
    from_hour: int | None = None
    until_hour: int | None = None
    zone: str | None = None
    details: bool = False

    def __post_init__(self) -> None:
        if not self.ways <= frozenset(WAYS) or self.news not in NEWS:
            raise ValueError("a way that nobody can choose")
        hours = (self.from_hour, self.until_hour)
        if None in hours and hours != (None, None):
            raise ValueError("hours have a beginning and an end")

    @property
    def stopped(self) -> bool:
        """Whether nobody may reach them, but for what the law requires."""
        return not self.ways


UNSAID = Said(frozenset({Channel.MAIL, Channel.LETTER}))
"""Until a person chooses: neutral mail and letters. A telephone rings aloud and shows its texts to
whoever holds it, so both need the person's own yes."""


def fitting(said: Said, needs: Iterable[str]) -> Said:
    """``said`` as far as the person's support needs leave it: of a wish and a need the stricter one.

    One way of contact is the product's own word that something waits on the site.
    """
    told, ways = frozenset(needs), said.ways
    if NO_CALLS in told and Channel.TELEPHONE in ways:
        ways = ways - {Channel.TELEPHONE} or UNSAID.ways
    if ONE_CHANNEL in told:
        ways = ways & {said.news} or ways
    return replace(said, ways=ways, news=news_way(ways, said.news))


def wishes_of(said: Said, zone: tzinfo | None) -> Wishes:
    """``said`` as the rules of contact read it. ``zone`` is what ``said.zone`` names."""
    return Wishes(
        wanted=said.ways if said.stopped else said.ways | _INSIDE,
        start=None if said.from_hour is None else time(said.from_hour),
        end=None if said.until_hour is None else time(said.until_hour),
        zone=zone,
    )


def stop(said: Said, way: Channel | None) -> Said:
    """``said`` without ``way``, or without any; news goes the way that is left."""
    ways = frozenset[Channel]() if way is None else said.ways - {way}
    return replace(said, ways=ways, news=news_way(ways, said.news))


def news_way(ways: frozenset[Channel], wished: Channel) -> Channel:
    """How news goes: as wished while that way is open, otherwise by mail."""
    return wished if wished in ways else Channel.MAIL


def allow_required(wishes: Wishes, way: Channel) -> Wishes:
    """For what the law requires somebody to get: ``way`` is open, their hours stay."""
    return replace(wishes, wanted=wishes.wanted | {way})
