"""Other figures between two offers: what was stated is deleted, and both sides are told why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.core.budget_view import Level
from app.core.errors import OfferRefused, TransitionNotAllowed
from app.core.negotiation.events import BudgetShared
from app.core.negotiation.outdated_events import Because, MidpointOutdated, OverlapOutdated
from app.store.overlap_tables import OverlapFigureRow
from app.usecases import budget, midpoint, overlap, who_sees
from app.usecases.demo_steps import Part
from tests.stage import Stage
from tests.usecases.meeting import WORDS, apart, case_of, found, pounds
from tests.usecases.scenes import all_mail, history
from tests.usecases.test_corrections import correct

NEWS = "There is something new for you"


@pytest.fixture
def part(stage: Stage) -> Part:
    return apart(stage)


def figures(part: Part) -> int:
    with part.deps.reading() as uow:
        return len(uow.overlaps.connection.execute(select(OverlapFigureRow.__table__)).all())


def outdated(part: Part) -> list[Because]:
    kinds = MidpointOutdated | OverlapOutdated
    return [event.because for event in history(part) if isinstance(event, kinds)]


def earns_less(part: Part) -> None:
    """The household tells less income, so that no month bears what it bore."""
    told = budget.read(part.deps, part.borrower, part.household_id).record.told
    assert told is not None
    income = tuple(
        line if line.amount is None else replace(line, amount=line.amount - pounds("460.00"))
        for line in told.income
    )
    budget.save(part.deps, part.borrower, part.household_id, replace(told, income=income))


def news(stage: Stage, who: str) -> int:
    return sum(NEWS in one.text and who in one.to for one in all_mail(stage))


def test_a_correction_deletes_what_was_stated_and_both_can_begin_anew(part: Part) -> None:
    found(part, part.borrower)
    overlap.open_test(part.deps, part.borrower, part.case_id)
    overlap.state(part.deps, part.place.agent, part.case_id, pounds("31.37"))
    assert figures(part) == 1
    correct(part)
    assert figures(part) == 0
    assert outdated(part) == [Because.DEBT, Because.DEBT]
    assert found(part, part.place.agent).terms.owed == case_of(part).debt.owed
    overlap.open_test(part.deps, part.borrower, part.case_id)
    assert overlap.state(part.deps, part.borrower, part.case_id, pounds("10.00")) is None


def test_the_old_end_of_a_test_does_not_end_the_one_after_it(stage: Stage, part: Part) -> None:
    overlap.open_test(part.deps, part.borrower, part.case_id)
    stage.clock.move(days=4)
    correct(part)
    overlap.open_test(part.deps, part.borrower, part.case_id)
    stage.clock.move(days=5)
    stage.work()
    assert case_of(part).middle.overlap is not None


def test_a_smaller_budget_that_is_shared_ends_a_test_and_tells_everybody(
    stage: Stage, part: Part
) -> None:
    before = [news(stage, who) for who in ("counselor", "agent")]
    overlap.open_test(part.deps, part.borrower, part.case_id)
    overlap.state(part.deps, part.borrower, part.case_id, pounds("30.00"))
    earns_less(part)
    budget.share(part.deps, part.borrower, part.case_id)
    assert (figures(part), case_of(part).middle.overlap) == (0, None)
    assert outdated(part)[-1] is Because.BUDGET
    assert [news(stage, who) for who in ("counselor", "agent")] > before


def test_a_midpoint_that_the_budget_of_today_does_not_bear_is_not_taken(part: Part) -> None:
    event = found(part, part.borrower)
    earns_less(part)
    known = history(part)
    with pytest.raises(OfferRefused) as caught:
        midpoint.take(part.deps, part.borrower, part.case_id, seen=event.digest, words=WORDS)
    assert "above_affordable" in caught.value.codes
    assert history(part) == known, "nothing is shared for an offer that was not made"
    budget.share(part.deps, part.borrower, part.case_id)
    assert outdated(part) == [Because.BUDGET]
    assert isinstance(history(part)[-2], BudgetShared)


def test_e25_a_lender_that_may_not_see_the_budget_learns_no_ceiling_from_a_midpoint(
    part: Part,
) -> None:
    who_sees.choose(part.deps, part.borrower, part.case_id, Level.NOTHING)
    known = history(part)
    with pytest.raises(TransitionNotAllowed):
        midpoint.ask(part.deps, part.place.agent, part.case_id)
    assert history(part) == known
    midpoint.ask(part.deps, part.borrower, part.case_id)
