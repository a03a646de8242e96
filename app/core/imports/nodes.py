"""Fields of a JSON file read one by one; what is wrong, left out or left over is noted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core.errors import Problem
from app.core.imports.cells import CellFault, read_amount
from app.core.imports.messages import STATEMENT
from app.core.money import Currency, Money
from app.core.strictjson import Fields, Number, pointer
from app.core.text import TEXT_LIMIT, TextFault, composed, shown

MOST_ENTRIES = 500

_COUNT = re.compile(r"[0-9]{1,2}", re.ASCII)


@dataclass(slots=True)
class Notes:
    """Problems stop an import; warnings are shown with it."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def problem(self, path: str, code: str) -> None:
        self.problems.append(Problem(path, code, STATEMENT[code]))

    def warn(self, path: str, code: str) -> None:
        self.warnings.append(Problem(path, code, STATEMENT[code]))


@dataclass(slots=True)
class Node:
    """One JSON object. A field that is absent or null reads as None."""

    path: str
    values: Mapping[str, object]
    notes: Notes
    unread: set[str]

    def at(self, key: str) -> str:
        """JSON Pointer of a field, harmless to print."""
        return pointer(self.path, shown(key))

    def has(self, *keys: str) -> bool:
        return any(key in self.values for key in keys)

    def child(self, key: str) -> Node | None:
        value = self._take(key, required=False)
        return None if value is None else node(value, self.at(key), self.notes)

    def children(self, key: str) -> tuple[Node, ...]:
        """The objects of a list; one of another kind is a problem and left out."""
        entries = self._entries(key, required=False)
        read = [node(e, f"{self.at(key)}/{n}", self.notes) for n, e in enumerate(entries)]
        return tuple(entry for entry in read if entry is not None)

    def amount(self, key: str, *, required: bool = False, signed: bool = False) -> Money | None:
        """Pounds, as a JSON number or a text of plain digits, to the exact penny."""
        value = self._take(key, required=required)
        if value is None:
            return None
        if isinstance(value, Number):
            whole, point, part = value.text.partition(".")
            text = f"{whole}{point}{part.rstrip('0')}".removesuffix(".")
        elif isinstance(value, str):
            text = value
        else:
            self.notes.problem(self.at(key), "wrong_type")
            return None
        negative = text.startswith("-")
        try:
            money = read_amount(text.removeprefix("-"), Currency.GBP)
        except CellFault as error:
            self.notes.problem(self.at(key), error.code)
            return None
        if negative and money and not signed:
            self.notes.problem(self.at(key), "negative_amount")
            return None
        return -money if negative else money

    def count(self, key: str) -> int | None:
        value = self._take(key, required=True)
        if value is None:
            return None
        if not isinstance(value, Number):
            self.notes.problem(self.at(key), "wrong_type")
            return None
        if _COUNT.fullmatch(value.text) is None:
            self.notes.problem(self.at(key), "count_format")
            return None
        return int(value.text)

    def flag(self, key: str, *, required: bool = False) -> bool | None:
        value = self._take(key, required=required)
        if value is None or isinstance(value, bool):
            return value
        self.notes.problem(self.at(key), "wrong_type")
        return None

    def text(self, key: str, *, limit: int = TEXT_LIMIT, required: bool = False) -> str:
        """The text in composed form, line breaks kept as spaces; empty when left out."""
        value = self._take(key, required=required)
        return "" if value is None else self._clean(value, self.at(key), limit)

    def texts(self, key: str) -> tuple[str, ...]:
        entries = self._entries(key, required=False)
        return tuple(
            self._clean(e, f"{self.at(key)}/{n}", TEXT_LIMIT) for n, e in enumerate(entries)
        )

    def choice(self, key: str, choices: Mapping[str, str]) -> str | None:
        value = self._take(key, required=True)
        return None if value is None else self._choose(value, self.at(key), choices)

    def choices(self, key: str, choices: Mapping[str, str], *, required: bool) -> tuple[str, ...]:
        read = [
            self._choose(e, f"{self.at(key)}/{n}", choices)
            for n, e in enumerate(self._entries(key, required=required))
        ]
        return tuple(choice for choice in read if choice is not None)

    def done(self) -> None:
        """Report every field that nobody asked for."""
        for key in sorted(self.unread):
            self.notes.problem(self.at(key), "unknown_field")

    def _take(self, key: str, *, required: bool) -> object:
        self.unread.discard(key)
        value = self.values.get(key)
        if value is None and required:
            self.notes.warn(self.at(key), "missing")
        return value

    def _entries(self, key: str, *, required: bool) -> list[object]:
        value = self._take(key, required=required)
        if value is None:
            return []
        if not isinstance(value, list):
            self.notes.problem(self.at(key), "wrong_type")
            return []
        if len(value) > MOST_ENTRIES:
            self.notes.problem(self.at(key), "too_many_lines")
            return []
        return value

    def _clean(self, value: object, path: str, limit: int) -> str:
        if not isinstance(value, str):
            self.notes.problem(path, "wrong_type")
            return ""
        try:
            return composed(" ".join(re.split(r"[\t\r\n]+", value.strip())), limit)
        except TextFault as error:
            self.notes.problem(path, error.code)
            return ""

    def _choose(self, value: object, path: str, choices: Mapping[str, str]) -> str | None:
        if isinstance(value, str) and value in choices:
            return choices[value]
        self.notes.problem(path, "unknown_value" if isinstance(value, str) else "wrong_type")
        return None


def node(value: object, path: str, notes: Notes) -> Node | None:
    """``value`` as an object, or None with a problem when it is another kind."""
    if not isinstance(value, Fields):
        notes.problem(path, "wrong_type")
        return None
    made = Node(path, value.values, notes, set(value.values))
    for key in value.repeated:
        notes.problem(made.at(key), "duplicate_key")
    return made
