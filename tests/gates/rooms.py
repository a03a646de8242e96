"""Where a wrong line costs people most, and the tests that answer for each such room."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """Modules, and the tests that answer for them. The tests need nothing of ``conftest``."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


def files(folder: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}.py" for name in names)


ROOMS = {
    # One mutant means the same: it adds zero where zero is taken away.
    "money": Room(files("app/core", "money"), files("tests/core", "test_money")),
    # Six mutants mean the same. Five misspell the kind of object that a right is on: whoever
    # has the right says the same by the table. One looks at what an actor without an id is.
    "access": Room(
        files("app/core", "access", "scopes"),
        files("tests/core", "test_access", "test_ties", "test_scopes"),
    ),
    # One mutant means the same: it names UTF-8 in capital letters.
    "signing": Room(
        (
            *files("app/core", "intent", "sent", "sealed"),
            *files("app/core/negotiation", "signing", "agreed", "guards", "paper", "review"),
            *files("app/core/negotiation", "language", "budget_in_paper"),
        ),
        (
            *files("tests/core", "test_intent", "test_sent", "test_sealed"),
            *files("tests/core/negotiation", "test_signing", "test_signing_written"),
            *files("tests/core/negotiation", "test_signing_refusals", "test_signing_choices"),
            *files("tests/core/negotiation", "test_paper_refusals", "test_paper_route"),
            *files("tests/core/negotiation", "test_records", "test_review"),
        ),
    ),
    "consent": Room(
        (
            *files("app/core", "disclosure", "mandate_text"),
            "app/core/negotiation/records.py",
            "app/usecases/consenting.py",
        ),
        (
            *files("tests/core", "test_disclosure", "test_mandate"),
            *files("tests/core/negotiation", "test_records", "test_records_written"),
            "tests/usecases/test_consenting.py",
        ),
    ),
}
SHORT = ("money",)
"""The rooms whose mutants every change asks for; the nightly run asks for all."""
