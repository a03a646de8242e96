"""One press offers every creditor its part: all offers go or none, once, from one ceiling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from app.core.errors import NotFound, OfferChanged, TransitionNotAllowed
from app.core.money import total
from app.core.negotiation.case import Stage as CaseStage
from app.core.negotiation.commands import PlaceHold, RaiseDispute
from app.core.negotiation.events import BudgetShared, DisputeKind, OfferMade
from app.core.pro_rata import KeptBack
from app.core.sharing import pro_rata
from app.usecases import authority, budget, negotiate, offers_to_all
from app.usecases.demo_steps import Part
from app.usecases.offers_to_all import Creditor, ToAll, to_all
from app.usecases.staff_words import WordsRefused
from tests.stage import Stage
from tests.usecases.creditors import client_of_three, outside
from tests.usecases.scenes import case_of, history, propose


@pytest.fixture
def parts(stage: Stage) -> tuple[Part, ...]:
    return client_of_three(stage)


def look(part: Part) -> ToAll:
    return to_all(part.deps, part.place.counselor, part.household_id)


def press(part: Part, found: ToAll, *, key: UUID | None = None, words: str = "Our part.") -> None:
    offers_to_all.send(
        part.deps,
        part.place.counselor,
        part.household_id,
        key=key or uuid4(),
        shown=found.digest,
        words={c.case_id: words for c in found.offers if c.case_id},
    )


def parts_of(creditors: Sequence[Creditor]) -> tuple[int, ...]:
    return tuple(c.part.minor for c in creditors if c.part)


def balances(creditors: Sequence[Creditor]) -> list[int]:
    """What is owed less what the plan lets go: the house shares by that."""
    plans = [c.plan.terms for c in creditors if c.plan]
    assert len(plans) == len(creditors)
    return [(terms.owed - terms.waived).minor for terms in plans]


def made(part: Part) -> list[OfferMade]:
    return [event for event in history(part) if isinstance(event, OfferMade)]


def test_the_parts_are_the_ceiling_split_by_balance(parts: tuple[Part, ...]) -> None:
    found = look(parts[0])
    pool = found.assessment.budget.recommended
    assert parts_of(found.creditors) == pro_rata(pool.minor, balances(found.creditors))
    for creditor in found.offers:
        assert creditor.plan is not None
        assert creditor.part is not None
        assert creditor.plan.terms.schedule.highest <= creditor.part


def test_first_debts_take_what_they_need_before_others_share(stage: Stage) -> None:
    council = outside("Town council", "240.00", priority=True)
    parts = client_of_three(stage, council, outside("A shop", "500.00", number=2))
    found = look(parts[0])
    first, *rest = found.creditors
    assert first.name == "Town council"
    assert first.part is not None
    assert first.part.minor == 2000  # 240.00 / 12
    pool = found.assessment.budget.recommended - first.part
    assert parts_of(rest) == pro_rata(pool.minor, balances(rest))
    assert [c.name for c in found.letters] == ["Town council", "A shop"]


def test_one_press_makes_every_offer_with_its_words(parts: tuple[Part, ...]) -> None:
    press(parts[0], look(parts[0]))
    for part in parts:
        (offer,) = made(part)
        assert offer.explanation == "Our part."
        assert case_of(part).stage is CaseStage.OFFERED
    house = budget.read(parts[0].deps, parts[0].borrower, parts[0].household_id)
    assert {promise.case_id for promise in house.record.promises} == {p.case_id for p in parts}


def test_every_lender_is_shown_the_same_sum(parts: tuple[Part, ...]) -> None:
    press(parts[0], look(parts[0]))
    sums = {
        (event.budget.surplus, event.budget.commitments)
        for part in parts
        for event in history(part)
        if isinstance(event, BudgetShared)
    }
    assert len(sums) == 1


def test_together_the_offers_stay_below_the_recommended_sum(parts: tuple[Part, ...]) -> None:
    found = look(parts[0])
    press(parts[0], found)
    paid = total((made(p)[0].terms.schedule.highest for p in parts), found.left.currency)
    assert paid <= found.assessment.budget.recommended
    assert found.left.minor > 0


def test_the_same_press_again_offers_nothing_more(parts: tuple[Part, ...]) -> None:
    found, key = look(parts[0]), uuid4()
    press(parts[0], found, key=key)
    press(parts[0], found, key=key)
    assert [len(made(part)) for part in parts] == [1, 1, 1]


def test_a_second_press_finds_that_the_offers_stand(parts: tuple[Part, ...]) -> None:
    found = look(parts[0])
    press(parts[0], found)
    with pytest.raises(OfferChanged):
        press(parts[0], found)
    assert {c.why for c in look(parts[0]).kept_back} == {KeptBack.OURS}


def test_when_a_case_moved_since_the_look_nothing_goes(parts: tuple[Part, ...]) -> None:
    found = look(parts[0])
    hold = PlaceHold("house:asked-for-time", stage_day(parts[1]), "Time.")
    negotiate.submit(parts[1].deps, parts[1].borrower, parts[1].case_id, hold)
    with pytest.raises(OfferChanged):
        press(parts[0], found)
    assert [made(part) for part in parts] == [[], [], []]


def test_who_can_take_no_offer_is_listed_and_the_others_go(parts: tuple[Part, ...]) -> None:
    held, disputed, _free = parts
    hold = PlaceHold("house:asked-for-time", stage_day(held), "Time.")
    negotiate.submit(held.deps, held.borrower, held.case_id, hold)
    wrong = RaiseDispute(DisputeKind.WRONG_AMOUNT, "Too much.")
    negotiate.submit(disputed.deps, disputed.borrower, disputed.case_id, wrong)
    found = look(held)
    assert {c.case_id: c.why for c in found.kept_back} == {
        held.case_id: KeptBack.HOLD,
        disputed.case_id: KeptBack.DISPUTE,
    }
    press(held, found)
    assert [len(made(part)) for part in parts] == [0, 0, 1]


def test_an_offer_that_stands_is_a_promise_and_only_the_rest_is_shared(
    parts: tuple[Part, ...],
) -> None:
    before = look(parts[0]).assessment.budget.recommended
    propose(parts[0], "lowest_payment")
    found = look(parts[0])
    (standing,) = made(parts[0])
    assert found.assessment.budget.recommended == before - standing.terms.schedule.highest
    assert {c.case_id: c.why for c in found.kept_back} == {parts[0].case_id: KeptBack.OURS}


def test_words_that_threaten_stop_every_offer(parts: tuple[Part, ...]) -> None:
    found = look(parts[0])
    with pytest.raises(WordsRefused):
        press(parts[0], found, words="Pay or we will call the police.")
    assert [made(part) for part in parts] == [[], [], []]


def test_without_a_budget_there_is_nothing_to_split(stage: Stage) -> None:
    part = stage.part("counselor", "authority", "confirm")
    with pytest.raises(TransitionNotAllowed):
        look(part)


def test_only_who_acts_for_the_borrower_looks_or_sends(parts: tuple[Part, ...]) -> None:
    found = look(parts[0])
    stranger = replace(parts[0], place=parts[1].place)
    with pytest.raises(NotFound):
        look(stranger)
    with parts[0].deps.reading() as uow:
        (given,) = uow.consents.authorities(parts[0].borrower.person_id)
    authority.revoke(parts[0].deps, parts[0].borrower, parts[0].household_id, given.id)
    with pytest.raises(NotFound):
        press(parts[0], found)
    assert [made(part) for part in parts] == [[], [], []]


def stage_day(part: Part) -> date:
    return part.deps.now().date().replace(day=28)
