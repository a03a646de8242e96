"""Reading the catalogue: ``catalogue/*.json``, the endpoints' table and the reference's facts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CATALOGUE = Path(__file__).parent / "catalogue"
ENDPOINTS = "endpoints.json"
REFERENCE = "reference.json"


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to send. ``expect`` replaces the statuses of its class; nothing is judged by []."""

    name: str
    send: Any
    expect: frozenset[int] | None
    own: bool
    departs: str


@dataclass(frozen=True, slots=True)
class Attack:
    """One class of attack. ``departs`` says why an answer is another than the reference's."""

    id: str
    title: str
    kind: str
    endpoints: tuple[str, ...]
    statuses: frozenset[int]
    inputs: tuple[Input, ...]
    checks: frozenset[str]
    departs: str


FIELDS = {"id", "title", "kind", "endpoints", "statuses", "inputs", "checks"}
INPUT_FIELDS = {"name", "send"}


def attack_of(data: Mapping[str, Any]) -> Attack:
    """Reads one class.

    Raises:
        ValueError: a field is missing or unknown, or two inputs have one name.
    """
    _fields(data, FIELDS, {"departs"})
    inputs = tuple(_input(one) for one in data["inputs"])
    names = [one.name for one in inputs]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"two inputs with one name: {sorted(twice)}")
    return Attack(
        data["id"],
        data["title"],
        data["kind"],
        tuple(data["endpoints"]),
        frozenset(data["statuses"]),
        inputs,
        frozenset(data["checks"]),
        data.get("departs", ""),
    )


def _input(data: Mapping[str, Any]) -> Input:
    _fields(data, INPUT_FIELDS, {"expect", "own", "departs"})
    expect = frozenset(data["expect"]) if "expect" in data else None
    own, departs = data.get("own", False), data.get("departs", "")
    return Input(data["name"], written_out(data["send"]), expect, own, departs)


def _fields(data: Mapping[str, Any], needed: set[str], allowed: set[str]) -> None:
    if wrong := (needed - data.keys()) | (data.keys() - needed - allowed):
        raise ValueError(f"fields missing or unknown: {sorted(wrong)}")


def written_out(value: object) -> object:
    """``{"before": "a", "repeat": "b", "times": 2, "then": "c"}`` is ``abbc``, at any depth."""
    match value:
        case {"repeat": str(one), "times": int(times), **around}:
            return f"{around.get('before', '')}{one * times}{around.get('then', '')}"
        case dict():
            return {name: written_out(inner) for name, inner in value.items()}
        case list():
            return [written_out(inner) for inner in value]
        case _:
            return value


def filled(value: str, words: Mapping[str, str]) -> str:
    """``value`` with ``{host}`` and its like replaced; all other braces stand for themselves."""
    for word, text in words.items():
        value = value.replace("{" + word + "}", text)
    return value


def attacks() -> dict[str, Attack]:
    """Every class that has a data file, by its id."""
    paths = sorted(CATALOGUE.glob("A[0-9][0-9].json"))
    found = {path.stem: attack_of(_read(path)) for path in paths}
    if wrong := [name for name, attack in found.items() if attack.id != name]:
        raise ValueError(f"files whose name is not their class: {wrong}")
    return found


def endpoints() -> dict[str, list[str]]:
    return _read(CATALOGUE / ENDPOINTS)


def reference() -> dict[str, Any]:
    """Names, kinds, statuses and numbers of checks of the forty classes there have to be."""
    return _read(CATALOGUE / REFERENCE)


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read
