"""Whoever said that they need large print finds their copies drawn in it, and nobody else's are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.negotiation.commands import AskPaper
from app.usecases import budget, copies, negotiate
from app.usecases.demo_steps import STEPS
from tests.stage import Stage


@pytest.mark.parametrize("needs", [("large_print",), ("calm_pages",)])
def test_large_print_is_drawn_for_who_needs_it(stage: Stage, needs: tuple[str, ...]) -> None:
    part = stage.part("four-weekly", "confirm")
    assert part.story.told is not None
    told = replace(part.story.told, needs=needs)
    budget.save(part.deps, part.borrower, part.household_id, told)
    for step in ("offer", "counter", "accept"):
        STEPS[step](part)
    stage.work()
    negotiate.submit(part.deps, part.borrower, part.case_id, AskPaper())
    stage.work()
    found = copies.page(part.deps, part.borrower, part.case_id)
    drawn = {kind for (kind, _), standing in found.standing.items() if standing == "drawn"}
    large = needs == ("large_print",)
    assert drawn == ({"large_print", "to_sign_large"} if large else {"to_sign"})
