"""One household, two lenders: the same money is never promised twice."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from app.core.errors import OfferRefused
from app.core.household_record import Told
from app.core.money import Currency, Money
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import (
    AcceptOffer,
    CounterOffer,
    DeclineOffer,
    MakeOffer,
    WithdrawOffer,
)
from app.core.negotiation.events import DeclineReason, OfferMade
from app.core.periods import Every
from app.usecases import budget, negotiate, offers
from app.usecases.demo_steps import STEPS, Part
from app.usecases.deps import Deps
from tests.building import build
from tests.stage import Clock, set_stage
from tests.stage import test_settings as settings_of
from tests.usecases.scenes import another_lender, case_of, propose, second_case

ROUNDS = int(os.environ.get("PLAINPACT_ROUNDS", "20"))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cases of one household, each with an offer of the borrower's that is open."""

    clock: Clock
    first: Part
    second: Part

    def both(self, deps: Deps) -> tuple[Part, Part]:
        return replace(self.first, deps=deps), replace(self.second, deps=deps)


def standing(part: Part) -> OfferMade:
    offer = case_of(part).offer
    assert offer is not None
    return offer


def accept(part: Part) -> None:
    command = AcceptOffer(standing(part).digest)
    negotiate.submit(part.deps, part.place.agent, part.case_id, command)


def earning(told: Told | None, weekly: int) -> Told:
    """The same household, whose weekly pay (its first line) is another now."""
    assert told is not None
    first, *others = told.income
    assert first.frequency is Every.WEEKLY
    return replace(told, income=(replace(first, amount=Money(weekly, Currency.GBP)), *others))


def poorer(part: Part) -> None:
    """Pay falls by 50.00 a week: either plan still fits, the two together do not."""
    told = earning(part.story.told, 20_000)
    budget.save(part.deps, part.borrower, part.household_id, told)


def promised(part: Part) -> list[tuple[str, int]]:
    with part.deps.reading() as uow:
        found = uow.households.commitments(part.borrower.person_id, part.household_id)
    return sorted((c.state, c.monthly_minor) for c in found)


def share(part: Part) -> Money:
    return offers.choice(part.deps, part.borrower, part.case_id).result.share


@pytest.fixture(scope="module")
def folder_of_two(
    template_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Pair]:
    folder = tmp_path_factory.mktemp("two") / "data"
    shutil.copytree(template_dir, folder)
    clock = Clock()
    deps = build(settings_of(folder), clock)
    first = set_stage(deps, clock).part("sealed", "confirm", "tell")
    second = second_case(first, another_lender(deps))
    STEPS["confirm"](second)
    propose(first)
    propose(second)
    return folder, Pair(clock, first, second)


@pytest.fixture
def two(folder_of_two: tuple[Path, Pair], tmp_path: Path) -> Pair:
    folder, pair = folder_of_two
    shutil.copytree(folder, tmp_path / "data")
    clock = Clock(pair.clock.at)
    deps = build(settings_of(tmp_path / "data"), clock)
    first, second = pair.both(deps)
    return Pair(clock, first, second)


def taken(part: Part) -> int:
    """What the household's assessment for this case counts as promised elsewhere, a month."""
    found = offers.choice(part.deps, part.borrower, part.case_id)
    return found.assessment.budget.commitments.minor


def test_an_open_offer_takes_from_what_the_next_lender_may_be_offered(two: Pair) -> None:
    assert [state for state, _ in promised(two.first)] == ["offered", "offered"]
    assert taken(two.second) == standing(two.first).terms.schedule.highest.minor
    negotiate.submit(two.first.deps, two.first.borrower, two.first.case_id, WithdrawOffer())
    assert [state for state, _ in promised(two.first)] == ["offered"]
    assert taken(two.second) == 0


def test_a_declined_offer_gives_its_part_back(two: Pair) -> None:
    before = share(two.second)
    command = DeclineOffer(standing(two.first).digest, DeclineReason.OTHER, "It takes too long.")
    negotiate.submit(two.first.deps, two.first.place.agent, two.first.case_id, command)
    assert len(promised(two.first)) == 1
    assert share(two.second) >= before


def test_an_ended_offer_gives_its_part_back(two: Pair) -> None:
    assert taken(two.second) > 0
    two.clock.at += timedelta(days=40)
    assert taken(two.second) == 0


def test_both_are_accepted_when_both_fit(two: Pair) -> None:
    accept(two.first)
    accept(two.second)
    assert [state for state, _ in promised(two.first)] == ["agreed", "agreed"]


def test_what_does_not_fit_beside_an_agreement_is_refused(two: Pair) -> None:
    poorer(two.first)
    accept(two.first)
    with pytest.raises(OfferRefused, match="above_affordable"):
        accept(two.second)
    assert case_of(two.second).stage is Stage.OFFERED
    assert [state for state, _ in promised(two.first)] == ["agreed", "offered"]


def test_a_lender_cannot_propose_what_the_newest_budget_does_not_bear(two: Pair) -> None:
    terms = standing(two.first).terms
    told = earning(two.first.story.told, 14_000)
    budget.save(two.first.deps, two.first.borrower, two.first.household_id, told)
    command = CounterOffer(
        standing(two.first).offer_id, terms, "As you said.", standing(two.first).digest
    )
    with pytest.raises(OfferRefused):
        negotiate.submit(two.first.deps, two.first.place.agent, two.first.case_id, command)
    negotiate.submit(two.first.deps, two.first.borrower, two.first.case_id, WithdrawOffer())
    with pytest.raises(OfferRefused):
        negotiate.submit(
            two.first.deps,
            two.first.place.agent,
            two.first.case_id,
            MakeOffer(command.offer_id, terms, "As before."),
        )


def test_of_two_acceptances_at_the_same_moment_exactly_one_stands(
    folder_of_two: tuple[Path, Pair], tmp_path: Path
) -> None:
    """Round after round, two threads, one database; who wins differs."""
    folder, pair = folder_of_two
    for number in range(ROUNDS):
        place = tmp_path / str(number)
        shutil.copytree(folder, place)
        deps = build(settings_of(place), Clock(pair.clock.at))
        both = pair.both(deps)
        poorer(both[0])
        line = Barrier(2)

        def race(part: Part, line: Barrier = line) -> str:
            command = AcceptOffer(standing(part).digest)
            line.wait()
            try:
                negotiate.submit(part.deps, part.place.agent, part.case_id, command)
            except OfferRefused as refused:
                return str(refused)
            return "accepted"

        with ThreadPoolExecutor(2) as pool:
            ends = sorted(pool.map(race, both if number % 2 else both[::-1]))
        assert ends == ["above_affordable", "accepted"]
        assert sorted(case_of(part).stage for part in both) == [Stage.AGREED, Stage.OFFERED]
        assert [state for state, _ in promised(both[0])] == ["agreed", "offered"]
        with deps.reading() as uow:
            assert uow.audit.verify() is None
            assert all(uow.cases.verify(p.place.lender, p.case_id) is None for p in both)
