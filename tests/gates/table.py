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

GATES["G20"] = Gate(
    "asvs",
    ("tests/architecture/test_asvs.py",),
    ("rows_mapped", "tests_or_documents_missing"),
)
GATES["G23"] = Gate(
    "deps",
    ("tests/architecture/test_dependencies.py",),
    ("loose_in_run", "loose_in_tests", "older_than_safe", "missing_in_bill"),
)
