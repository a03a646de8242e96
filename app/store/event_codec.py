"""Events as stored JSON and back.

Events are stored for ever. Fields may be added when they have a default: an old
event then gets the default, and a field that this version does not know is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, Union, cast, get_args, get_origin
from uuid import UUID

from cattrs import Converter
from cattrs.errors import BaseValidationError

from app.core.evidence import canonical
from app.store.errors import PayloadErased

TAG = "$kind"
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FRACTION = re.compile(r"-?[0-9]+/[1-9][0-9]*", re.ASCII)

E = TypeVar("E")
Remains = Callable[[str, datetime, datetime], E]
"""(role, when it happened, when it was erased) -> what is left of the event."""


class UnknownEvent(LookupError):
    """No class stands for a stored kind, or no kind for an object."""


class MalformedEvent(ValueError):
    """A stored payload does not fit its class."""


def kind_of(cls: type) -> str:
    """``OfferMade`` is stored as ``offer-made``: an event class is never renamed."""
    return _HUMP.sub("-", cls.__name__).lower()


@dataclass(frozen=True, slots=True)
class EventCodec(Generic[E]):
    """A closed set of event classes. ``data_classes`` says whose consent opens which kind.

    ``remains`` makes what is left of an event without its content, from the role, the moment it
    happened and the moment it was erased, for kinds that a state can be told without.
    """

    classes: Mapping[str, type[E]]
    data_classes: Mapping[str, str]
    ordinary: str
    remains: Mapping[str, Remains[E]]

    @classmethod
    def of(
        cls,
        events: object,
        *,
        data_classes: Mapping[type, str] | None = None,
        ordinary: str = "ordinary",
        remains: Mapping[type, Remains[E]] | None = None,
    ) -> EventCodec[E]:
        """A codec for one class or a union of classes.

        Raises:
            ValueError: two classes would be stored under one kind.
        """
        members = get_args(events) or (events,)
        classes = {kind_of(member): member for member in members}
        if len(classes) != len(members):
            raise ValueError("two events of one name")
        named = {kind_of(c): word for c, word in (data_classes or {}).items()}
        left = {kind_of(c): make for c, make in (remains or {}).items()}
        return cls(classes, named, ordinary, left)

    def kind(self, event: E) -> str:
        kind = kind_of(type(event))
        if self.classes.get(kind) is not type(event):
            raise UnknownEvent(type(event).__name__)
        return kind

    def data_class(self, kind: str) -> str:
        return self.data_classes.get(kind, self.ordinary)

    def dump(self, event: E) -> bytes:
        """The canonical bytes of ``event``; its kind is kept beside them."""
        return canonical(_CONVERTER.unstructure(event, self.classes[self.kind(event)]))

    def left(self, kind: str, role: str, at: datetime, gone: PayloadErased) -> E:
        """What is left of an event whose content was erased.

        Raises:
            PayloadErased: nothing can be told without it.
        """
        if kind not in self.remains:
            raise gone
        return self.remains[kind](role, at, gone.at)

    def load(self, kind: str, payload: bytes) -> E:
        """The event that ``dump`` wrote.

        Raises:
            UnknownEvent: nothing is registered under ``kind``.
            MalformedEvent: the payload does not fit.
        """
        if kind not in self.classes:
            raise UnknownEvent(kind)
        return cast("E", from_json(payload, self.classes[kind]))


def to_json(value: object, cls: object = None) -> bytes:
    """Any value of our frozen dataclasses as canonical JSON."""
    return canonical(_CONVERTER.unstructure(value, cls))


def from_json(data: bytes, cls: Any) -> Any:  # noqa: ANN401 (a class or a union of classes)
    """What ``to_json`` wrote.

    Raises:
        MalformedEvent: the data does not fit ``cls``.
    """
    try:
        return _CONVERTER.structure(json.loads(data), cls)
    except (BaseValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise MalformedEvent(str(cls)) from error


def _of_type(expected: type) -> Callable[[object, type], Any]:
    def check(value: object, _cls: type) -> object:
        if type(value) is not expected:
            raise ValueError(f"{expected.__name__} expected")
        return value

    return check


@cache
def _listed(cls: type[Enum]) -> Mapping[object, Enum]:
    """The members of a list by their values: a schedule names its currency at every instalment."""
    return {member.value: member for member in cls}


def _instant(value: str, _cls: type) -> datetime:
    at = datetime.fromisoformat(value)
    if at.tzinfo is None:
        raise ValueError("an instant says its time zone")
    return at


def _plain_instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("an instant says its time zone")
    return value.isoformat()


def _fraction(value: str, _cls: type) -> Fraction:
    if not _FRACTION.fullmatch(value):
        raise ValueError("a rate is written n/d")
    return Fraction(value)


def _members(cls: object) -> tuple[type, ...]:
    if get_origin(cls) not in (Union, UnionType):
        return ()
    return tuple(member for member in get_args(cls) if member is not NoneType)


def _is_closed_union(cls: object) -> bool:
    members = _members(cls)
    return len(members) > 1 and all(is_dataclass(member) for member in members)


def _read_union(cls: object) -> Callable[[Mapping[str, str] | None, object], object]:
    kinds = {kind_of(member): member for member in _members(cls)}
    optional = NoneType in get_args(cls)

    def read(value: Mapping[str, str] | None, _cls: object) -> object:
        if value is None:
            if optional:
                return None
            raise ValueError("nothing stands for none of them")
        return _CONVERTER.structure(value, kinds[value[TAG]])

    return read


def _write_union(cls: object) -> Callable[[object], object]:
    kinds = {member: kind_of(member) for member in _members(cls)}

    def write(value: object) -> object:
        if value is None:
            return None
        plain: dict[str, object] = _CONVERTER.unstructure(value, type(value))
        return {TAG: kinds[type(value)], **plain}

    return write


def _is_fixed_tuple(cls: object) -> bool:
    return get_origin(cls) is tuple and Ellipsis not in get_args(cls)


def _write_fixed_tuple(cls: object) -> Callable[[tuple[object, ...]], object]:
    """Such as (count, amount): a list, as every other tuple is written."""
    members = get_args(cls)

    def write(value: tuple[object, ...]) -> object:
        pairs = zip(value, members, strict=True)
        return [_CONVERTER.unstructure(item, member) for item, member in pairs]

    return write


def _converter() -> Converter:
    made = Converter(detailed_validation=False)
    for exact in (int, str, bool):
        made.register_structure_hook(exact, _of_type(exact))
    # The hooks above would take a word from a list for plain text, and lose the list.
    made.register_structure_hook(StrEnum, lambda value, cls: _listed(cls)[value])
    made.register_structure_hook(IntEnum, lambda value, cls: _listed(cls)[value])
    made.register_structure_hook(date, lambda value, _cls: date.fromisoformat(value))
    made.register_unstructure_hook(date, date.isoformat)
    made.register_structure_hook(datetime, _instant)
    made.register_unstructure_hook(datetime, _plain_instant)
    made.register_structure_hook(Fraction, _fraction)
    made.register_unstructure_hook(Fraction, lambda f: f"{f.numerator}/{f.denominator}")
    made.register_structure_hook(UUID, lambda value, _cls: UUID(value))
    made.register_unstructure_hook(UUID, str)
    made.register_structure_hook_factory(_is_closed_union, _read_union)
    made.register_unstructure_hook_factory(_is_closed_union, _write_union)
    made.register_unstructure_hook_factory(_is_fixed_tuple, _write_fixed_tuple)
    return made


_CONVERTER = _converter()
