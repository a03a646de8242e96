"""Hardship that an older version kept in the budget goes when hardship is erased; figures stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.access import Role
from app.core.caselines import HardshipLine
from app.core.household_record import BudgetSaved, HouseholdRecord, fold_household
from app.store.crypto import Place
from app.store.errors import PayloadErased
from app.usecases import erasure, hardship_apart
from app.usecases.demo_steps import Part
from tests.stage import START, Clock, Stage

SAID = HardshipLine("JOB_LOSS", START.date(), None)
ROWS = text(
    "SELECT seq, data_class, ciphertext FROM household_payload WHERE erased_at IS NULL "
    "AND data_class <> 'ordinary' ORDER BY seq"
)


@pytest.fixture
def part(stage: Stage) -> Part:
    """A household with one event as they were written before hardship stood apart."""
    made = stage.part("counselor", "authority", "confirm", "tell")
    told = record(made).told
    assert told
    older = replace(told, hardship=(SAID,), needs=("interpreter",))
    save(made, BudgetSaved(older, Role.BORROWER, made.deps.now()))
    return made


def save(part: Part, event: BudgetSaved) -> None:
    who, at = part.borrower.person_id, part.deps.now()
    with part.deps.unit_of_work() as uow:
        head = uow.households.lock(who, part.household_id)
        assert head
        uow.households.append(
            who, part.household_id, head.version, [event], actor_id=who, role="borrower", at=at
        )
        uow.audit.write(who, "test.prepared", "test:story", at)


def record(part: Part) -> HouseholdRecord:
    who = part.borrower.person_id
    with part.deps.reading() as uow:
        assert uow.households.verify(who, part.household_id) is None
        return fold_household(uow.households.history(who, part.household_id))


def rows(part: Part) -> list[tuple[int, str, str]]:
    with part.deps.reading() as uow:
        found = uow.households.connection.execute(ROWS)
        return [(row.seq, row.data_class, row.ciphertext) for row in found]


def erase(part: Part) -> None:
    with part.deps.unit_of_work() as uow:
        erasure.erase(uow, part.borrower.person_id, {"hardship"}, part.deps.now(), "asked")


def move(part: Part) -> None:
    hardship_apart.begin(part.deps)
    hardship_apart.begin(part.deps)
    part.work()


def leave(_part: Part) -> None:
    """Erasing moves what nobody moved before."""


@pytest.mark.parametrize("before", [move, leave])
def test_erasing_hardship_takes_it_from_older_budgets_and_leaves_the_figures(
    part: Part, clock: Clock, before: Callable[[Part], None]
) -> None:
    told = record(part)
    seq, data_class, sealed = rows(part)[-1]
    assert (data_class, sealed[:3]) == ("budget", "v1|")
    clock.move(days=1)
    before(part)
    moved = {row[0]: row for row in rows(part)}
    if before is move:
        assert moved[seq][1] == "hardship"
        after = record(part)
        assert (after.told, after.told_at) == (told.told, told.told_at)
        hardship_apart.run(part.deps, {})
        assert {row[0]: row for row in rows(part)} == moved
    erase(part)
    gone = record(part)
    assert told.told
    assert gone.told == replace(told.told, hardship=(), needs=())
    assert gone.erased_at == part.deps.now()
    assert seq not in {row[0] for row in rows(part)}
    with part.deps.reading() as uow:
        for _, of_class, kept in rows(part):
            assert (of_class, kept[:3]) == ("budget", "v1|")
        if before is move:  # what a backup kept of it
            place = Place(
                "household_payload", "ciphertext", part.borrower.person_id,
                f"{part.household_id}:{seq}",
            )  # fmt: skip
            with pytest.raises(PayloadErased):
                uow.keys.open(place, moved[seq][2])


def test_figures_that_were_saved_since_are_not_told_twice(part: Part, clock: Clock) -> None:
    told = record(part).told
    assert told
    clock.move(days=1)
    newer = replace(told, hardship=(), needs=())
    save(part, BudgetSaved(newer, Role.BORROWER, part.deps.now()))
    before = record(part)
    move(part)
    assert record(part) == before
    erase(part)
    assert record(part).told == newer


def test_a_class_changes_in_no_other_way(part: Part) -> None:
    for change in (
        "data_class = 'hardship', kid = 'other'",
        "data_class = 'ordinary', kid = 'other', ciphertext = 'v2|a|b|c'",
    ):
        with pytest.raises(IntegrityError, match="append_only"), part.deps.unit_of_work() as uow:
            uow.households.connection.execute(text(f"UPDATE household_payload SET {change}"))
