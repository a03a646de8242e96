"""Nobody is contacted outside the rules: not in quiet hours anywhere, not above a cap, not against a wish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.contact import (
    LOOK_AHEAD,
    Answer,
    Because,
    Channel,
    Contact,
    Direction,
    Leave,
    Never,
    Purpose,
    Rules,
    Wait,
    Wishes,
    may_leave,
)
from app.core.contact_rules import contact_rules
from app.core.dates import WEEKDAYS
from app.core.packs import JURISDICTIONS, load

WEDNESDAY = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
ANZAC_DAY = date(2027, 4, 26)
GERMANY = ("Europe/Berlin",)


def rules_of(jurisdiction: str, holidays: frozenset[date] = frozenset()) -> Rules:
    pack = load(jurisdiction)
    names = GERMANY if jurisdiction == "EU" else pack.zones
    return contact_rules(pack, tuple(map(ZoneInfo, names)), holidays)


RULES = {jurisdiction: rules_of(jurisdiction) for jurisdiction in JURISDICTIONS}


def out(at: datetime, channel: Channel = Channel.MAIL, *, talked: bool = False) -> Contact:
    return Contact(channel, Direction.OUT, Purpose.NEGOTIATION, at, talked)


def asked(
    jurisdiction: str,
    at: datetime,
    *ledger: Contact,
    channel: Channel = Channel.MAIL,
    wishes: Wishes | None = None,
    purpose: Purpose = Purpose.NEGOTIATION,
) -> Answer:
    return may_leave(
        channel,
        purpose,
        at,
        rules=(RULES[jurisdiction],),
        wishes=wishes or Wishes(),
        ledger=ledger,
    )


moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
places = st.sampled_from(JURISDICTIONS)
channels = st.sampled_from([c for c in Channel if c is not Channel.MEETING])
WINDOWED = [Channel.TELEPHONE, Channel.TEXT, Channel.MAIL, Channel.MESSAGE]


@st.composite
def wishes(draw: st.DrawFn) -> Wishes:
    start, end = sorted((draw(st.integers(0, 23)), draw(st.integers(0, 23))))
    return Wishes(
        wanted=draw(st.frozensets(st.sampled_from(Channel))),
        start=time(start),
        end=time(end),
        zone=draw(st.sampled_from([None, ZoneInfo("Europe/London"), ZoneInfo("Asia/Shanghai")])),
    )


@st.composite
def ledgers(draw: st.DrawFn, before: datetime) -> tuple[Contact, ...]:
    ages = draw(st.lists(st.integers(0, 40 * 24 * 60), max_size=14))
    return tuple(
        Contact(
            draw(st.sampled_from(Channel)),
            draw(st.sampled_from(Direction)),
            draw(st.sampled_from(Purpose)),
            before - timedelta(minutes=age),
            draw(st.booleans()),
        )
        for age in ages
    )


def moment_of(answer: Answer, at: datetime) -> datetime | None:
    """When it leaves: now, or at the moment that the answer promises."""
    match answer:
        case Leave():
            return at
        case Wait(until) if until < at + LOOK_AHEAD:
            return until
        case _:
            return None


@given(place=places, channel=st.sampled_from(WINDOWED), at=moments, data=st.data())
def test_nothing_leaves_in_quiet_hours_of_any_possible_zone(
    place: str, channel: Channel, at: datetime, data: st.DataObject
) -> None:
    answer = asked(place, at, *data.draw(ledgers(at)), channel=channel)
    leaves = moment_of(answer, at)
    if leaves is None:
        return
    table = load(place).contact
    windows = [table["house_window"], *table["windows"]]  # type: ignore[misc]  # a raw table
    layers = (windows[:1], [w for w in windows[1:] if "phone" in w["channel"]])
    for zone in RULES[place].zones:
        local = leaves.astimezone(zone)
        for layer in filter(None, layers):
            assert any(
                WEEKDAYS[local.weekday()] in window["days"]
                and window["start"] <= f"{local:%H:%M}" < window["end"]
                for window in layer
            ), (zone, local)


@given(place=places, channel=channels, start=moments, data=st.data())
def test_no_stretch_of_time_holds_more_than_a_cap_allows(
    place: str, channel: Channel, start: datetime, data: st.DataObject
) -> None:
    """A sender who never stops asking, with gaps of minutes to days and every channel."""
    made: list[Contact] = []
    at = start
    for gap in data.draw(st.lists(st.integers(1, 3 * 24 * 60), min_size=30, max_size=30)):
        at += timedelta(minutes=gap)
        by = data.draw(st.sampled_from([channel, Channel.MAIL]))
        leaves = moment_of(asked(place, at, *made, channel=by), at)
        if leaves is not None:
            at = leaves
            made.append(out(at, by, talked=by is Channel.TELEPHONE))
    assert made
    for cap in RULES[place].caps:
        times = [one.at for one in made if one.channel in cap.channels]
        most = 1 if cap.after_talk else cap.count
        for first in times:
            assert sum(first <= one < first + cap.span for one in times) <= most, cap


@given(place=places, channel=channels, at=moments, said=wishes(), data=st.data())
def test_a_stricter_wish_always_wins(
    place: str, channel: Channel, at: datetime, said: Wishes, data: st.DataObject
) -> None:
    ledger = data.draw(ledgers(at))
    answer = asked(place, at, *ledger, channel=channel, wishes=said)
    if channel not in said.wanted:
        assert isinstance(answer, Never)
        return
    leaves = moment_of(answer, at)
    if leaves is None:
        return
    assert said.start is not None
    assert said.end is not None
    zones = RULES[place].zones if said.zone is None else (said.zone,)
    if channel is not Channel.LETTER:
        assert all(said.start <= leaves.astimezone(zone).time() < said.end for zone in zones)
    freely = asked(place, at, *ledger, channel=channel, wishes=Wishes(zone=said.zone))
    sooner = moment_of(freely, at)
    assert sooner is not None
    assert sooner <= leaves


@given(place=places, channel=channels, at=moments, said=wishes(), data=st.data())
def test_at_the_promised_moment_it_may_leave(
    place: str, channel: Channel, at: datetime, said: Wishes, data: st.DataObject
) -> None:
    ledger = data.draw(ledgers(at))
    answer = asked(place, at, *ledger, channel=channel, wishes=said)
    if isinstance(answer, Wait):
        assert answer.until > at
        if answer.until < at + LOOK_AHEAD:
            again = asked(place, answer.until, *ledger, channel=channel, wishes=said)
            assert again == Leave()


@given(first=places, second=places, channel=channels, at=moments, data=st.data())
def test_of_two_jurisdictions_both_hold(
    first: str, second: str, channel: Channel, at: datetime, data: st.DataObject
) -> None:
    ledger = data.draw(ledgers(at))
    both = may_leave(
        channel,
        Purpose.NEGOTIATION,
        at,
        rules=(RULES[first], RULES[second]),
        wishes=Wishes(),
        ledger=ledger,
    )
    each = [asked(one, at, *ledger, channel=channel) for one in (first, second)]
    assert (both == Leave()) is (each == [Leave(), Leave()])


def test_a_refusal_names_the_rule_its_pack_and_its_source() -> None:
    night = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
    london = Wishes(zone=ZoneInfo("Europe/London"))
    assert asked("US", night, wishes=london) == Wait(
        datetime(2026, 11, 25, 9, 0, tzinfo=UTC),
        Because("house:contact-hours", "US 2026.11"),
    )
    talk = out(WEDNESDAY - timedelta(days=2), Channel.TELEPHONE, talked=True)
    told = asked("US", WEDNESDAY, talk, channel=Channel.TELEPHONE, wishes=london)
    assert told == Wait(
        WEDNESDAY + timedelta(days=5),
        Because("US-C03", "US 2026.11", "12 CFR 1006.14(b)(2)(i)(B)"),
    )


def test_an_unknown_zone_leaves_the_hours_that_are_free_everywhere() -> None:
    """From Puerto Rico to Guam and Pago Pago one hour of a winter day is by day."""
    answer = asked("US", WEDNESDAY)
    assert isinstance(answer, Wait)
    assert answer.until == datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
    assert asked("US", datetime(2026, 11, 25, 23, 59, tzinfo=UTC)) == Leave()
    assert asked("US", datetime(2026, 11, 26, 0, 0, tzinfo=UTC)) != Leave()


def test_the_last_minute_of_the_hours_counts_and_the_end_does_not() -> None:
    evening = datetime(2026, 11, 25, 19, 59, 59, tzinfo=UTC)
    assert asked("UK", evening) == Leave()
    assert asked("UK", evening + timedelta(seconds=1)) == Wait(
        datetime(2026, 11, 26, 9, 0, tzinfo=UTC), Because("house:contact-hours", "UK 2026.11")
    )


def test_no_sunday_in_the_house_hours_of_the_uk() -> None:
    sunday = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
    assert asked("UK", sunday) == Wait(
        datetime(2026, 11, 30, 9, 0, tzinfo=UTC), Because("house:contact-hours", "UK 2026.11")
    )


def test_a_public_holiday_is_quiet_where_the_pack_says_so() -> None:
    noon = datetime(2027, 4, 26, 2, 30, tzinfo=UTC)
    said = Wishes(zone=ZoneInfo("Australia/Sydney"))
    closed = rules_of("AU", frozenset({ANZAC_DAY}))
    free = may_leave(
        Channel.MAIL, Purpose.NEGOTIATION, noon, rules=(closed,), wishes=said, ledger=()
    )
    assert isinstance(free, Wait)
    assert free.because.code == "AU-C01"
    assert free.until.astimezone(said.zone).date() == ANZAC_DAY + timedelta(days=1)
    assert asked("AU", noon, wishes=said) == Leave()


@pytest.mark.parametrize("place", JURISDICTIONS)
def test_what_was_asked_for_this_minute_leaves_at_once_and_uses_nothing_up(place: str) -> None:
    night = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    stopped = Wishes(wanted=frozenset())
    assert asked(place, night, wishes=stopped, purpose=Purpose.ASKED) == Leave()
    code = Contact(Channel.MAIL, Direction.OUT, Purpose.ASKED, WEDNESDAY)
    assert asked("UK", WEDNESDAY, code) == Leave()
    assert asked("UK", WEDNESDAY, out(WEDNESDAY)) != Leave()


def test_a_call_is_not_excepted_because_somebody_says_that_it_was_asked_for() -> None:
    night = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    called = asked("UK", night, channel=Channel.TELEPHONE, purpose=Purpose.ASKED)
    assert isinstance(called, Wait)


def test_a_meeting_is_only_at_the_persons_own_request() -> None:
    refused = asked("UK", WEDNESDAY, channel=Channel.MEETING)
    assert refused == Never(Because("house:meetings-on-request"))
    agreed = asked("UK", WEDNESDAY, channel=Channel.MEETING, purpose=Purpose.ASKED)
    assert agreed == Leave()


def test_what_came_from_the_person_uses_nothing_up() -> None:
    theirs = Contact(Channel.MESSAGE, Direction.IN, Purpose.NEGOTIATION, WEDNESDAY)
    assert asked("UK", WEDNESDAY, theirs) == Leave()


def test_hours_that_never_meet_are_looked_at_again_later() -> None:
    night_worker = Wishes(start=time(21), end=time(23))
    assert asked("UK", WEDNESDAY, wishes=night_worker) == Wait(
        WEDNESDAY + LOOK_AHEAD, Because("wish:hours")
    )


@pytest.mark.parametrize("place", JURISDICTIONS)
def test_every_pack_has_moments_at_which_a_mail_may_leave(place: str) -> None:
    week: Sequence[datetime] = [WEDNESDAY + timedelta(minutes=30 * n) for n in range(7 * 48)]
    assert any(asked(place, at) == Leave() for at in week)
