"""Three lenders, one household, everything at the same moment: promises stay within its means."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from threading import Barrier

import pytest

from app.core.errors import DomainError
from app.core.household_record import (
    CommitmentState,
    HouseholdEvent,
    PromiseMade,
    fold_household,
)
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import AcceptOffer, DeclineOffer, WithdrawOffer
from app.core.negotiation.events import DeclineReason
from app.core.periods import TIMES_A_YEAR
from app.usecases import budget, negotiate, offers
from app.usecases.demo_steps import STEPS, Part
from tests.building import build
from tests.stage import Clock, set_stage
from tests.stage import test_settings as settings_of
from tests.usecases.scenes import another_lender, case_of, propose, second_case
from tests.usecases.test_two_lenders import accept, earning, standing

ROUNDS = int(os.environ.get("PLAINPACT_ROUNDS", "8"))
RICH, POOR = 25_000, 20_000

Act = Callable[[], object]


@pytest.fixture(scope="module")
def folder_of_three(
    template_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Clock, tuple[Part, ...]]:
    """Two open offers of the borrower's, and a third debt without one."""
    folder = tmp_path_factory.mktemp("three") / "data"
    shutil.copytree(template_dir, folder)
    clock = Clock()
    deps = build(settings_of(folder), clock)
    first = set_stage(deps, clock).part("sealed", "confirm", "tell")
    others = [
        second_case(first, another_lender(deps, name), account, "900.00")
        for name, account in (("Southbank Loans", "SECOND-1"), ("Westbank Loans", "THIRD-1"))
    ]
    for part in others:
        STEPS["confirm"](part)
    propose(first)
    propose(others[0])
    return folder, clock, (first, *others)


def means(part: Part, weekly: int) -> int:
    """What the household may promise a month with that pay: left over less the buffer."""
    save(part, weekly)
    found = offers.choice(part.deps, part.borrower, part.case_id).assessment.budget
    return found.surplus.minor - found.buffer.minor


def save(part: Part, weekly: int) -> None:
    told = earning(part.story.told, weekly)
    budget.save(part.deps, part.borrower, part.household_id, told)


def propose_and_accept(part: Part) -> None:
    propose(part)
    accept(part)


def step_back(part: Part, number: int) -> None:
    """The lender declines or the borrower withdraws, in turn; or nobody does."""
    if number % 3 == 1:
        digest = standing(part).digest
        command = DeclineOffer(digest, DeclineReason.OTHER, "It takes too long.")
        negotiate.submit(part.deps, part.place.agent, part.case_id, command)
    if number % 3 == 2:
        negotiate.submit(part.deps, part.borrower, part.case_id, WithdrawOffer())


def acts(parts: tuple[Part, ...], number: int) -> list[Act]:
    first, second, third = parts
    seen = AcceptOffer(standing(second).digest)
    found: list[Act] = [
        lambda: accept(first),
        lambda: negotiate.submit(second.deps, second.place.agent, second.case_id, seen),
        lambda: propose_and_accept(third),
        lambda: save(first, POOR),
        lambda: step_back(second, number),
    ]
    turn = number % len(found)
    return [*found[turn:], *found[:turn]]


def at_once(all_acts: list[Act]) -> list[str]:
    """Everybody at the same moment; what each was told: nothing, or why not."""
    line = Barrier(len(all_acts))

    def race(act: Act) -> str:
        line.wait()
        try:
            act()
        except (DomainError, AssertionError) as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(len(all_acts)) as pool:
        return list(pool.map(race, all_acts))


def promises_within_means(
    history: tuple[HouseholdEvent, ...], known: dict[int, int]
) -> Iterator[tuple[int, int]]:
    """(promised in the dearest month, what may be: ``known`` by pay), from the events alone.

    For each promise, right after it. An offer counts beside all other promises, an agreement
    beside the other agreements; a plan may begin when another has ended, so months are compared.
    """
    for place, event in enumerate(history, start=1):
        if isinstance(event, PromiseMade):
            record = fold_household(history[:place])
            pay = None if record.told is None else record.told.income[0].amount
            assert pay is not None
            counted = [
                p
                for p in record.promises
                if event.promise.state is CommitmentState.OFFERED
                or p.state is CommitmentState.AGREED
            ]
            # The sum only rises where a plan begins.
            dearest = max(
                sum(
                    p.amount.minor * TIMES_A_YEAR[p.frequency]
                    for p in counted
                    if p.since <= begins.since <= p.until
                )
                for begins in counted
            )
            yield -(-dearest // 12), known[pay.minor]


def at_a_place(made: tuple[Part, ...], clock: Clock, folder: Path, place: Path) -> tuple[Part, ...]:
    """The same three parts on a copy of the folder."""
    shutil.copytree(folder, place)
    deps = build(settings_of(place), Clock(clock.at))
    return tuple(replace(part, deps=deps) for part in made)


def holds(parts: tuple[Part, ...], known: dict[int, int]) -> None:
    """Promises stay within means, and all that is stored says the same."""
    owner, home = parts[0].borrower.person_id, parts[0].household_id
    with parts[0].deps.reading() as uow:
        history = uow.households.history(owner, home)
        stored = uow.households.commitments(owner, home)
        assert uow.audit.verify() is None
        assert uow.households.verify(owner, home) is None
        assert all(uow.cases.verify(p.place.lender, p.case_id) is None for p in parts)
    sums = list(promises_within_means(history, known))
    assert all(promised <= most for promised, most in sums), sums
    told = {(p.case_id, p.state.value) for p in fold_household(history).promises}
    assert told == {(c.case_id, c.state) for c in stored}
    agreed = {p.case_id for p in parts if case_of(p).stage is Stage.AGREED}
    assert agreed == {case_id for case_id, state in told if state == "agreed"}


@pytest.fixture(scope="module")
def known(
    folder_of_three: tuple[Path, Clock, tuple[Part, ...]], tmp_path_factory: pytest.TempPathFactory
) -> dict[int, int]:
    """What may be promised a month, by weekly pay."""
    folder, clock, made = folder_of_three
    parts = at_a_place(made, clock, folder, tmp_path_factory.mktemp("known") / "data")
    return {pay: means(parts[0], pay) for pay in (RICH, POOR)}


def test_whatever_happens_at_the_same_moment_no_money_is_promised_twice(
    folder_of_three: tuple[Path, Clock, tuple[Part, ...]], known: dict[int, int], tmp_path: Path
) -> None:
    folder, clock, made = folder_of_three
    ends: set[str] = set()
    for number in range(ROUNDS):
        parts = at_a_place(made, clock, folder, tmp_path / str(number))
        ends |= set(at_once(acts(parts, number)))
        holds(parts, known)
    assert "done" in ends


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_in_whatever_order_it_happens_no_money_is_promised_twice(
    folder_of_three: tuple[Path, Clock, tuple[Part, ...]],
    known: dict[int, int],
    tmp_path: Path,
    order: tuple[int, ...],
) -> None:
    """Every order that threads may find, one act after the other."""
    folder, clock, made = folder_of_three
    parts = at_a_place(made, clock, folder, tmp_path / "data")
    todo = acts(parts, 0)
    for turn in order:
        with suppress(DomainError):
            todo[turn]()
        holds(parts, known)
