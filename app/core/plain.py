"""Values as plain JSON, and the limits every printed text keeps."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction

from app.core.errors import Problem
from app.core.marks import MOST_ON_PAPER, first_covering, first_stack
from app.core.money import Money
from app.core.text import NAME_LIMIT, TEXT_LIMIT, first_hidden, is_too_long


def plain(value: object) -> object:
    """Money as ``{"currency", "minor"}``, dates as ISO text, rates as ``n/d``, tuples as lists.

    Instants become UTC with milliseconds. A frozen dataclass becomes an object of its
    fields, with its ``kind`` when the class carries one.

    Raises:
        TypeError: the value is none of these, floats among them.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Money):
        return {"currency": value.currency.value, "minor": value.minor}
    return _moment_or_rate(value) or _object(value)


def _moment_or_rate(value: object) -> str | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return None


def _object(value: object) -> dict[str, object]:
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} has no plain form")
    read = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return {"kind": plain(value.kind)} | read if hasattr(value, "kind") else read


def text_problems(value: object, path: str = "") -> list[Problem]:
    """Texts that are too long, or hold controls that make text look like other text."""
    if isinstance(value, dict):
        return [p for key, item in value.items() for p in text_problems(item, f"{path}/{key}")]
    if isinstance(value, list):
        return [p for n, item in enumerate(value) for p in text_problems(item, f"{path}/{n}")]
    if not isinstance(value, str):
        return []
    found: list[Problem] = []
    is_name = path.endswith(("/name", "/organisation"))
    if is_too_long(value, NAME_LIMIT if is_name else TEXT_LIMIT):
        found.append(Problem(path, "too_long", "shorten the text"))
    if first_hidden(value, many_lines=True):
        found.append(Problem(path, "unseen_characters", "remove characters that cannot be seen"))
    if first_stack(value, MOST_ON_PAPER) or first_covering(value):
        found.append(Problem(path, "covering_marks", "leave out marks that cover other text"))
    return found
