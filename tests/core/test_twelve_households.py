"""Twelve households whose answers were worked out by hand; ``why`` in each file says how."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest

from app.core.assessment import Assessment, DebtResult
from app.core.packs import JURISDICTIONS
from tests.core.cases import FIXTURES, assessed

HOUSEHOLDS: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_bytes()) for path in sorted((FIXTURES / "households").iterdir())
}


def test_there_are_three_of_each_family_from_all_jurisdictions() -> None:
    told = HOUSEHOLDS.values()

    assert set(Counter(each["family"] for each in told).values()) == {3}
    assert len(told) == 12
    assert {each["case"]["jurisdiction"] for each in told} == set(JURISDICTIONS)
    assert all(each["family"] == each["expect"]["result"] for each in told)


@pytest.mark.parametrize("name", HOUSEHOLDS)
def test_a_household_gets_what_was_worked_out_by_hand(name: str) -> None:
    case, expect = HOUSEHOLDS[name]["case"], HOUSEHOLDS[name]["expect"]
    found = assessed(case)

    assert found.result == expect["result"]
    assert found.budget.hard_ceiling.plain == expect["hard_ceiling"]
    assert found.budget.recommended.plain == expect["recommended"]
    assert found.budget.worst_month == expect["worst_month"]
    for debt, wanted in zip(found.debts, expect["debts"], strict=True):
        assert told_of(found, debt, wanted.keys()) == wanted
    if "finding" in expect:
        assert tuple(expect["finding"]) in {(f.code, f.severity) for f in found.findings}
    if "steps" in expect:
        assert [step.code for step in found.next_steps] == expect["steps"]


def told_of(found: Assessment, debt: DebtResult, keys: Iterable[str]) -> dict[str, Any]:
    """The named facts about one debt, as the fixtures write them."""
    options = debt.options
    facts: dict[str, Any] = {
        "id": debt.id,
        "route": debt.route.value,
        "share": debt.share.plain,
        "options": len(options),
        "break_until": debt.break_until,
        "needed": {
            step.id.removeprefix(f"needed_{debt.id}_"): step.result
            for step in found.explanation
            if step.id.startswith(f"needed_{debt.id}_")
        },
    }
    if options:
        terms = options[0].terms
        sizes = [option.instalment for option in options]
        facts |= {
            "rows": terms.schedule.count,
            "total": options[0].total.plain,
            "written_off": terms.written_off.plain,
            "continues": None if terms.continues is None else terms.continues.plain,
            "first_due": f"{terms.schedule.first_due}",
            "lowest": min(sizes).plain,
            "highest": max(sizes).plain,
        }
    return {key: facts[key] for key in keys}
