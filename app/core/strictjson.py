"""JSON read strictly: size, encoding, nesting, doubled keys. Nothing is guessed."""

from __future__ import annotations

import json

from app.core.errors import InvalidInput, Problem

MOST_BYTES = 1024 * 1024
DEEPEST = 20
LONGEST_INTEGER = 15


class Unreadable:
    """A number we have no use for: a fraction, an exponent, NaN, or far too long."""


class _Pairs(list[tuple[str, object]]):
    """An object as read, so that doubled keys are still there."""


def read(data: bytes) -> tuple[object, list[Problem]]:
    """The plain value and its doubled keys; arrays are lists, objects are dicts.

    Raises:
        InvalidInput: ``too_large``, ``encoding`` or ``json_format``; nothing else can be said.
    """
    if len(data) > MOST_BYTES:
        raise _whole("too_large", "Send at most 1 MiB")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _whole("encoding", f"Send UTF-8; byte {error.start} is not") from None
    if _depth(text) > DEEPEST:
        raise _whole("too_large", f"Nest at most {DEEPEST} levels")
    try:
        raw = json.loads(
            text,
            object_pairs_hook=_Pairs,
            parse_float=lambda _: Unreadable(),
            parse_constant=lambda _: Unreadable(),
            parse_int=lambda digits: (
                int(digits) if len(digits) <= LONGEST_INTEGER else Unreadable()
            ),
        )
    except json.JSONDecodeError as error:
        message = f"Not JSON at line {error.lineno}, column {error.colno}"
        raise _whole("json_format", message) from None
    problems: list[Problem] = []
    return _plain(raw, "", problems), problems


def pointer(path: str, key: str | int) -> str:
    """``path`` with one more step, escaped as a JSON Pointer wants it."""
    return f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}"


def _depth(text: str) -> int:
    """The deepest nesting, found without recursion and without minding what is in texts."""
    deepest = depth = 0
    in_text = escaped = False
    for character in text:
        if in_text:
            in_text = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            in_text = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _plain(value: object, path: str, problems: list[Problem]) -> object:
    if isinstance(value, _Pairs):
        found: dict[str, object] = {}
        for key, item in value:
            place = pointer(path, key)
            if key in found:
                problems.append(Problem(place, "duplicate_key", "Write this field once"))
            found[key] = _plain(item, place, problems)
        return found
    if isinstance(value, list):
        return [_plain(item, pointer(path, n), problems) for n, item in enumerate(value)]
    return value


def _whole(code: str, message: str) -> InvalidInput:
    return InvalidInput((Problem("", code, message),))
