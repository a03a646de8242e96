"""The gates: what each promises, and the tests that measure it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gate:
    """``tests`` are what pytest is told; ``figures`` are the names that have to come out."""

    name: str
    tests: tuple[str, ...]
    figures: tuple[str, ...]


GATES: dict[str, Gate] = {}
