"""JSON with its numbers kept as they were written, its double keys seen, its depth bounded."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20

# Texts are passed over, so that a bracket inside one does not count.
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)


class UnreadableJson(ValueError):
    """The whole file is refused; the code is the message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Number:
    """A JSON number as written: ``12.50`` stays ``12.50``."""

    text: str


@dataclass(frozen=True, slots=True)
class Fields:
    """A JSON object; of a key that came twice the first value counts."""

    values: dict[str, object]
    repeated: tuple[str, ...]


def read_json(data: bytes) -> object:
    """Text, bool, None, ``Number``, ``Fields`` or a list of these.

    Raises:
        UnreadableJson: empty, above 1 MiB, not UTF-8, not JSON, or too deep. ``NaN``
            and ``Infinity`` are not JSON.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableJson("too_large")
    if not data.strip():
        raise UnreadableJson("empty_file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableJson("encoding") from error
    _check_depth(text)
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=_fields,
            parse_int=Number,
            parse_float=Number,
            parse_constant=_no_constant,
        )
    except ValueError as error:
        raise UnreadableJson("json_format") from error
    return value


def _check_depth(text: str) -> None:
    depth = 0
    for found in _BRACKETS.finditer(text):
        match found[0]:
            case "[" | "{":
                depth += 1
                if depth > MAX_DEPTH:
                    raise UnreadableJson("too_deep")
            case "]" | "}":
                depth -= 1


def _fields(pairs: list[tuple[str, object]]) -> Fields:
    values: dict[str, object] = {}
    repeated: list[str] = []
    for key, value in pairs:
        if key in values:
            repeated.append(key)
        else:
            values[key] = value
    return Fields(values, tuple(repeated))


def _no_constant(name: str) -> object:
    raise ValueError(name)
