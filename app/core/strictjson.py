"""JSON read strictly: size, encoding, nesting, doubled keys, numbers as written. Nothing guessed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from app.core.errors import Problem

MOST_BYTES = 1024 * 1024
DEEPEST = 20
WIDEST = 10_000
"""Fields of one object: far above any of our formats, and still looked at quickly."""

# Longer ones are no figure of ours, and turning them into numbers takes time.
_INTEGER = re.compile(r"-?[0-9]{1,15}", re.ASCII)
# Texts are passed over, so that a bracket inside one does not count.
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)


class UnreadableJson(ValueError):
    """The whole file is refused; the code is the message, ``where`` is a place in it."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.where = where


@dataclass(frozen=True, slots=True)
class Number:
    """A JSON number as written: ``12.50`` stays ``12.50``."""

    text: str


@dataclass(frozen=True, slots=True)
class Fields:
    """A JSON object; of a key that came twice the first value counts."""

    values: dict[str, object]
    repeated: tuple[str, ...]


def read(data: bytes) -> object:
    """Text, bool, None, ``Number``, ``Fields`` or a list of these.

    Raises:
        UnreadableJson: ``too_large`` (above 1 MiB), ``empty_file``, ``encoding`` (not
            UTF-8), ``too_deep``, ``too_wide`` (one object) or ``json_format``. ``NaN`` and ``Infinity`` are not JSON.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableJson("too_large")
    if not data.strip():
        raise UnreadableJson("empty_file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableJson("encoding", f"byte {error.start}") from error
    _check_depth(text)
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=_fields,
            parse_int=Number,
            parse_float=Number,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UnreadableJson("json_format", where) from error
    return value


def plain(value: object) -> tuple[object, list[Problem]]:
    """What was read as lists, dicts and whole numbers, and its doubled keys.

    A fraction, an exponent or a number above 15 digits stays a ``Number``.
    """
    problems: list[Problem] = []
    return _plain(value, "", problems), problems


def pointer(path: str, key: str | int) -> str:
    """``path`` with one more step, escaped as a JSON Pointer (RFC 6901) wants it."""
    return f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}"


def _check_depth(text: str) -> None:
    depth = 0
    for found in _BRACKETS.finditer(text):
        match found[0]:
            case "[" | "{":
                depth += 1
                if depth > DEEPEST:
                    raise UnreadableJson("too_deep")
            case "]" | "}":
                depth -= 1


def _fields(pairs: list[tuple[str, object]]) -> Fields:
    if len(pairs) > WIDEST:
        raise UnreadableJson("too_wide")
    values: dict[str, object] = {}
    repeated: list[str] = []
    for key, value in pairs:
        if key in values:
            repeated.append(key)
        else:
            values[key] = value
    return Fields(values, tuple(repeated))


def _no_constant(name: str) -> object:
    raise UnreadableJson("json_format", name)


def _plain(value: object, path: str, problems: list[Problem]) -> object:
    if isinstance(value, Fields):
        problems += [
            Problem(pointer(path, key), "duplicate_key", "Write this field once")
            for key in value.repeated
        ]
        return {k: _plain(v, pointer(path, k), problems) for k, v in value.values.items()}
    if isinstance(value, list):
        return [_plain(item, pointer(path, n), problems) for n, item in enumerate(value)]
    if isinstance(value, Number) and _INTEGER.fullmatch(value.text):
        return int(value.text)
    return value
