from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.household_record import HouseholdEvent
from app.core.money import Currency, Money
from app.core.negotiation.case import Stage
from app.core.negotiation.events import Event
from app.store.case_codec import CASE_EVENTS
from app.store.event_codec import EventCodec, MalformedEvent, UnknownEvent, from_json, to_json
from app.store.households import HOUSEHOLD_EVENTS
from tests.factories import a_history


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Circle:
    size: Money
    kind: str = "round"


@dataclass(frozen=True, slots=True)
class Square:
    size: Money
    rate: Fraction


@dataclass(frozen=True, slots=True)
class Drawn:
    id: UUID
    shapes: tuple[Circle | Square, ...]
    colour: Colour
    at: datetime
    on: date | None
    best: Circle | Square | None = None
    note: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Erased:
    why: str | None


CODEC: EventCodec[Drawn | Erased] = EventCodec.of(Drawn | Erased, data_classes={Erased: "hardship"})
money = st.builds(Money, st.integers(-(10**12), 10**12), st.sampled_from(Currency))
shapes = st.one_of(
    st.builds(Circle, money, st.sampled_from(["round", "$kind"])),
    st.builds(Square, money, st.fractions(-5, 5)),
)
drawn = st.builds(
    Drawn,
    id=st.uuids(),
    shapes=st.lists(shapes, max_size=4).map(tuple),
    colour=st.sampled_from(Colour),
    at=st.datetimes(timezones=st.just(UTC)),
    on=st.none() | st.dates(),
    best=st.none() | shapes,
    note=st.text("abc 张伟", max_size=20),
    count=st.integers(-(2**53) + 1, 2**53 - 1),
)


@settings(max_examples=60)
@given(drawn | st.builds(Erased, st.none() | st.text("xyz")))
def test_every_event_reads_back_as_it_was_written(event: Drawn | Erased) -> None:
    stored = CODEC.dump(event)
    assert CODEC.load(CODEC.kind(event), stored) == event
    assert CODEC.dump(CODEC.load(CODEC.kind(event), stored)) == stored


@pytest.mark.parametrize("stage", list(Stage))
def test_the_history_of_every_stage_reads_back(stage: Stage) -> None:
    for event in a_history(stage):
        assert CASE_EVENTS.load(CASE_EVENTS.kind(event), CASE_EVENTS.dump(event)) == event


def test_every_event_of_the_product_has_a_kind() -> None:
    assert set(CASE_EVENTS.classes.values()) == set(Event.__args__)
    assert set(HOUSEHOLD_EVENTS.classes.values()) == set(HouseholdEvent.__args__)


def test_the_kinds_that_are_stored_never_change() -> None:
    assert {
        "agreement-sealed",
        "agreement-signed",
        "budget-shared",
        "case-opened",
        "debt-confirmed",
        "dispute-raised",
        "offer-accepted",
        "offer-declined",
        "offer-made",
        "offer-withdrawn",
    } <= set(CASE_EVENTS.classes)


def test_amounts_rates_days_and_instants_are_stored_in_plain_words() -> None:
    event = Drawn(
        UUID(int=1),
        (Square(Money(1999, Currency.GBP), Fraction(1, 3)),),
        Colour.RED,
        datetime(2027, 1, 15, 12, tzinfo=UTC),
        date(2027, 2, 1),
    )
    assert json.loads(CODEC.dump(event)) == {
        "id": str(UUID(int=1)),
        "shapes": [{"$kind": "square", "size": {"minor": 1999, "currency": "GBP"}, "rate": "1/3"}],
        "colour": "red",
        "at": "2027-01-15T12:00:00+00:00",
        "on": "2027-02-01",
        "best": None,
        "note": "",
        "count": 0,
    }


def test_words_from_a_list_read_back_as_that_list() -> None:
    read = CODEC.load("drawn", CODEC.dump(a_drawing()))
    assert isinstance(read, Drawn)
    assert read.colour is Colour.RED
    assert read.shapes[0].size.currency is Currency.GBP


def test_an_old_event_gets_the_defaults_of_newer_fields() -> None:
    old = json.loads(CODEC.dump(a_drawing()))
    del old["best"], old["note"], old["count"]
    assert CODEC.load("drawn", json.dumps(old).encode()) == a_drawing()


def test_a_field_of_a_newer_version_is_left_out() -> None:
    newer = json.loads(CODEC.dump(a_drawing())) | {"later": 1}
    assert CODEC.load("drawn", json.dumps(newer).encode()) == a_drawing()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("count", "5"),
        ("count", 1.5),
        ("count", True),
        ("note", 5),
        ("at", "2027-01-15T12:00:00"),
        ("at", None),
        ("on", "15.1.2027"),
        ("colour", "green"),
        ("shapes", [{"size": {"minor": 1, "currency": "GBP"}}]),
        ("shapes", [{"$kind": "triangle"}]),
        ("shapes", [{"$kind": "square", "size": {"minor": 1, "currency": "GBP"}, "rate": "1/0"}]),
        ("shapes", [{"$kind": "circle", "size": {"minor": 0.5, "currency": "GBP"}}]),
        ("id", 7),
    ],
)
def test_a_payload_that_does_not_fit_is_refused(field: str, value: object) -> None:
    bad = json.loads(CODEC.dump(a_drawing())) | {field: value}
    with pytest.raises(MalformedEvent):
        CODEC.load("drawn", json.dumps(bad).encode())


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownEvent):
        CODEC.load("painted", b"{}")


def test_an_object_that_is_no_event_is_refused() -> None:
    with pytest.raises(UnknownEvent):
        CODEC.dump(Circle(Money(1, Currency.GBP)))  # type: ignore[arg-type]  # that is what is tried


def test_two_events_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="one name"):
        EventCodec.of(Drawn | type("Drawn", (), {}))


def test_an_instant_without_a_zone_is_never_stored() -> None:
    naive = datetime(2027, 1, 15, 12)
    with pytest.raises(ValueError, match="time zone"):
        to_json(naive, datetime)


def test_an_instant_of_another_zone_stays_the_same_instant() -> None:
    there = datetime(2027, 1, 15, 20, tzinfo=timezone(timedelta(hours=8)))
    assert from_json(to_json(there, datetime), datetime) == there


def test_consent_for_hardship_is_asked_for_events_that_hold_it() -> None:
    assert CODEC.data_class("erased") == "hardship"
    assert CODEC.data_class("drawn") == "ordinary"


def a_drawing() -> Drawn:
    at = datetime(2027, 1, 15, 12, tzinfo=UTC)
    return Drawn(UUID(int=1), (Circle(Money(1, Currency.GBP)),), Colour.RED, at, None)
