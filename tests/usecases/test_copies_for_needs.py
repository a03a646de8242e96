"""Copies: in large print for whoever said that they need it, and none of a case under lock."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.negotiation.commands import AskPaper
from app.usecases import budget, copies, negotiate, retention, verify
from app.usecases.consenting import DROPPED
from app.usecases.demo_steps import STEPS
from tests.stage import Stage
from tests.usecases.scenes import Scene

KIND, SPOKEN = copies.LARGE_PRINT, "zh_Hans"


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


def test_a_copy_that_waits_is_not_drawn_once_its_case_is_locked(done: Scene) -> None:
    deps, case_id, at = done.deps, done.part.case_id, done.clock.at
    copies.ask(deps, done.borrower, case_id, KIND, SPOKEN)
    record = done.record()
    key = f"copy:{record.id}:{record.version}:{KIND}:{SPOKEN}"
    with deps.unit_of_work() as uow:
        assert uow.outbox.waits(key)
        (one,) = uow.keeping.standings(borrower_id=done.borrower.person_id)
        retention.lock(uow, one, at, at, "over")
    told = {
        "agreement_id": str(record.id),
        "kind": KIND,
        "language": SPOKEN,
        "asked_by": "borrower",
    }
    copies.draw(deps, told | {"asked_at": at.isoformat()})  # by a worker that had it already
    with deps.reading() as uow:
        assert not uow.outbox.waits(key)
        found = uow.copies.of(record.tenant_id, record.id, record.version)
        rows = uow.audit.connection.exec_driver_sql(
            "SELECT rules_version FROM audit WHERE action = ?", (DROPPED,)
        )
        assert [row[0] for row in rows] == [copies.LOCKED]
    assert SPOKEN not in {copy.language for copy in found}
    standing = verify.by_code(deps, record.code)
    assert standing is not None, "a printed code answers for as long as the agreement is kept"
    assert standing.stands
