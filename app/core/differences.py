"""What is not the same in two versions of ``agreement.json``, figure by figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.evidence import canonical

ABOUT_THE_PAPER = frozenset(
    {
        "format",
        "agreement_id",
        "version",
        "case_id",
        "created_at",
        "offer_digest",
        "evidence_head",
        "verify_url",
        "verify_code",
    }
)
"""What each version has of its own: it says which paper this is, and nothing of the terms."""

SCHEDULE = "terms.schedule.instalments"
ORDER = (SCHEDULE, "totals", "terms", "debt", "budget", "clauses", "parties", "contract")
"""What people look for first."""

_AMOUNT, _TEXT = {"currency", "minor"}, {"en", "zh_Hans"}

Leaf = str | int | bool | list[Any] | dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure before and after; None where there was none, or is none.

    ``name`` is its place in the data, with dots (``terms.rate``). Amounts, texts in two
    languages and lists stay whole, all instalments as one: a reader wants the figure.
    """

    name: str
    before: Leaf | None
    after: Leaf | None


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every figure that differs, the payments first; empty when the terms are the same."""
    before, after = dict(_figures(old)), dict(_figures(new))
    found = (
        Difference(name, before.get(name), after.get(name))
        for name in before.keys() | after.keys()
        if not _same(before.get(name), after.get(name))
    )
    return tuple(sorted(found, key=lambda one: (_place(one.name), one.name)))


def _figures(facts: Mapping[str, Any]) -> Iterator[tuple[str, Leaf]]:
    for key, value in facts.items():
        if key == "parties":
            for party in value:
                yield from _inside(f"{key}.{party['role']}", party)
        elif key not in ABOUT_THE_PAPER:
            yield from _inside(key, value)


def _inside(name: str, value: Any) -> Iterator[tuple[str, Leaf]]:  # noqa: ANN401  # plain JSON
    if value is None:
        return
    if isinstance(value, dict) and value.keys() not in (_AMOUNT, _TEXT):
        for key, item in value.items():
            yield from _inside(f"{name}.{key}", item)
    else:
        yield name, value


def _same(one: object, other: object) -> bool:
    """The same bytes when written: true is not 1."""
    return canonical(one) == canonical(other)


def _place(name: str) -> int:
    found = (n for n, group in enumerate(ORDER) if name == group or name.startswith(f"{group}."))
    return next(found, len(ORDER))
