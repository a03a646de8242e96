"""Reading fields of a JSON object, collecting every problem with its place.

A field that is wrong yields a stand-in, so that reading goes on and all problems
are found at once; whoever reads throws the result away when there are problems.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from app.core.errors import Problem
from app.core.money import Currency, Money
from app.core.strictjson import pointer
from app.core.text import fault

MOST_LINES = 500
LONGEST_TEXT = 200
FIRST_YEAR, LAST_YEAR = 1900, 2200

_RATE = re.compile(r"[0-9]{1,2}(\.[0-9]{1,8})?", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_STAND_IN_DAY = date(2000, 1, 1)
_SAY = {
    "amount_format": "Write the amount as text, like 1250.00",
    "too_many_decimals": "Use no more decimals than the currency has",
    "rate_format": "Write the rate as a fraction, like 0.249",
    "date_format": "Write the date as YYYY-MM-DD",
    "date_out_of_range": "Use a year from 1900 to 2200",
    "date_order": "The end comes before the start",
    "missing": "Fill in this field",
    "unknown_field": "Remove this field; it is not known",
    "object_format": "Write an object here",
    "list_format": "Write a list here",
    "text_format": "Write a text of 1 to 200 characters",
    "id_format": "Use 1 to 64 letters, digits, _ or -",
    "whole_number": "Write a whole number in the allowed range",
    "true_false": "Write true or false",
    "too_large": "Send at most 500 lines",
}

_Enum = TypeVar("_Enum", bound=StrEnum)
_T = TypeVar("_T")


@dataclass(slots=True)
class Sheet:
    """One object of the input at ``path``; ``problems`` is shared by all sheets of a file."""

    value: dict[str, object]
    path: str
    currency: Currency
    problems: list[Problem]
    known: set[str] = field(default_factory=set)

    def at(self, key: str | int) -> str:
        return pointer(self.path, key)

    def wrong(self, key: str | int, code: str, message: str | None = None) -> None:
        self.problems.append(Problem(self.at(key), code, message or _SAY[code]))

    def sound(self, *keys: str) -> bool:
        """Whether these fields were read without a problem, so that they can be compared."""
        places = {self.at(key) for key in keys}
        return not any(problem.path in places for problem in self.problems)

    def finish(self) -> None:
        """Name every field that nobody asked for."""
        for key in self.value:
            if key not in self.known:
                self.wrong(key, "unknown_field")

    def has(self, key: str) -> bool:
        """Whether an optional field is there."""
        self.known.add(key)
        return key in self.value

    def optional(self, key: str, read: Callable[[str], _T]) -> _T | None:
        """An optional field; null is not a way to leave it out."""
        return read(key) if self.has(key) else None

    def nullable(self, key: str, read: Callable[[str], _T]) -> _T | None:
        """A field that must be there and may be null."""
        self.known.add(key)
        if key in self.value and self.value[key] is None:
            return None
        return read(key)

    def left_out(self, key: str, read: Callable[[str], _T]) -> _T | None:
        """A field that may be null or absent."""
        return self.nullable(key, read) if self.has(key) else None

    def money(self, key: str) -> Money:
        return self.money_value(key, self._get(key))

    def money_value(self, key: str | int, value: object) -> Money:
        if value is _MISSING:
            return Money.zero(self.currency)
        try:
            return Money.parse(value if isinstance(value, str) else "", self.currency)
        except ValueError as error:
            self.wrong(key, str(error))
            return Money.zero(self.currency)

    def rate(self, key: str) -> Fraction:
        value = self._get(key)
        return Fraction(0) if value is _MISSING else self.rate_value(key, value)

    def rate_value(self, key: str | int, value: object) -> Fraction:
        if isinstance(value, str) and _RATE.fullmatch(value):
            return Fraction(value)
        self.wrong(key, "rate_format")
        return Fraction(0)

    def day(self, key: str) -> date:
        value = self._get(key)
        return _STAND_IN_DAY if value is _MISSING else self.day_value(key, value)

    def day_value(self, key: str | int, value: object) -> date:
        found = _day(value)
        if found is None:
            self.wrong(key, "date_format")
            return _STAND_IN_DAY
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            self.wrong(key, "date_out_of_range")
            return _STAND_IN_DAY
        return found

    def text(self, key: str) -> str:
        value = self._get(key)
        if value is _MISSING:
            return ""
        if isinstance(value, str) and value.strip() and not fault(value, LONGEST_TEXT):
            return value
        self.wrong(key, "text_format")
        return ""

    def id(self, key: str) -> str:
        value = self._get(key)
        if isinstance(value, str) and _ID.fullmatch(value):
            return value
        if value is not _MISSING:
            self.wrong(key, "id_format")
        return ""

    def whole(self, key: str, low: int = 0, high: int = 999) -> int:
        value = self._get(key)
        if type(value) is int and low <= value <= high:
            return value
        if value is not _MISSING:
            self.wrong(key, "whole_number", f"Write a whole number from {low} to {high}")
        return low

    def flag(self, key: str) -> bool:
        value = self._get(key)
        if isinstance(value, bool):
            return value
        if value is not _MISSING:
            self.wrong(key, "true_false")
        return False

    def one_of(self, key: str, kind: type[_Enum], allowed: frozenset[_Enum], code: str) -> _Enum:
        name = self.name(key, allowed, code)
        return kind(name) if name else next(iter(kind))

    def name(self, key: str, allowed: frozenset[str], code: str) -> str:
        """One of ``allowed``; empty after a problem."""
        value = self._get(key)
        if isinstance(value, str) and value in allowed:
            return value
        if value is not _MISSING:
            self.wrong(key, code, f"Use one of the known values, not {_shown(value)}")
        return ""

    def sheet(self, key: str) -> Sheet:
        return self.inside(key, self._get(key))

    def inside(self, key: str | int, value: object) -> Sheet:
        """A sheet for an object in this one."""
        if not isinstance(value, dict):
            if value is not _MISSING:
                self.wrong(key, "object_format")
            # Problems of an object that is not there would only repeat this one.
            return Sheet({}, self.at(key), self.currency, [])
        return Sheet(value, self.at(key), self.currency, self.problems)

    def items(self, key: str) -> list[object]:
        value = self._get(key)
        if value is _MISSING:
            return []
        if not isinstance(value, list):
            self.wrong(key, "list_format")
            return []
        if len(value) > MOST_LINES:
            self.wrong(key, "too_large")
            return []
        return value

    def sheets(self, key: str) -> Iterator[Sheet]:
        """A sheet for each object of a list."""
        items = self.items(key)
        row = Sheet({}, self.at(key), self.currency, self.problems)
        for n, item in enumerate(items):
            yield row.inside(n, item)

    def _get(self, key: str) -> object:
        self.known.add(key)
        value = self.value.get(key)
        if value is None:
            self.wrong(key, "missing")
            return _MISSING
        return value


_MISSING = object()


def _shown(value: object) -> str:
    return value[:40] if isinstance(value, str) else "a value of another kind"


def _day(value: object) -> date | None:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
