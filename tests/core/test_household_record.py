"""What a household told, and what it has promised to whom."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.core.access import Role
from app.core.caselines import Household
from app.core.household_record import (
    BudgetSaved,
    CommitmentState,
    HouseholdEvent,
    HouseholdRecord,
    HouseholdStarted,
    Promise,
    PromiseEnded,
    PromiseMade,
    Told,
    fold_household,
)
from app.core.money import Currency
from app.core.periods import Every
from tests.factories import NOON, gbp

CASES = tuple(UUID(int=n) for n in range(3))


def a_promise(case_id: UUID, amount: str = "20.00") -> Promise:
    return Promise(
        case_id=case_id,
        creditor="Northbank",
        amount=gbp(amount),
        frequency=Every.MONTHLY,
        since=date(2027, 3, 1),
        until=date(2028, 2, 1),
        state=CommitmentState.OFFERED,
    )


def told(children: int) -> Told:
    return Told(Household(adults=1, children=children, partner=False))


events: st.SearchStrategy[HouseholdEvent] = st.one_of(
    st.just(HouseholdStarted("UK", Currency.GBP, NOON)),
    st.integers(0, 3).map(lambda n: BudgetSaved(told(n), Role.BORROWER, NOON)),
    st.builds(
        lambda case_id, amount: PromiseMade(a_promise(case_id, f"{amount}.00"), NOON),
        st.sampled_from(CASES),
        st.integers(1, 9),
    ),
    st.sampled_from(CASES).map(lambda case_id: PromiseEnded(case_id, NOON)),
)


@given(st.lists(events, max_size=20))
def test_any_history_is_read_and_each_case_holds_one_promise_at_most(
    history: list[HouseholdEvent],
) -> None:
    record = fold_household(history)
    assert record.version == len(history)
    assert len({p.case_id for p in record.promises}) == len(record.promises)
    for case_id in CASES:
        about = [e for e in history if isinstance(e, PromiseMade | PromiseEnded)]
        mine = [e for e in about if _case_of(e) == case_id]
        kept = [p for p in record.promises if p.case_id == case_id]
        last = mine[-1] if mine else None
        assert kept == ([last.promise] if isinstance(last, PromiseMade) else [])


def _case_of(event: PromiseMade | PromiseEnded) -> UUID:
    return event.promise.case_id if isinstance(event, PromiseMade) else event.case_id


def test_what_is_promised_to_others_leaves_out_the_case_that_asks() -> None:
    record = fold_household([PromiseMade(a_promise(case_id), NOON) for case_id in CASES])
    assert [p.case_id for p in record.promises_to_others(CASES[1])] == [CASES[0], CASES[2]]


def test_the_newest_budget_counts() -> None:
    saved = [BudgetSaved(told(n), Role.BORROWER, NOON) for n in (1, 2)]
    started = HouseholdStarted("CN", Currency.CNY, NOON)
    record = fold_household([started, *saved])
    assert (record.jurisdiction, record.currency) == ("CN", Currency.CNY)
    assert (record.told, record.told_at) == (told(2), NOON)


def test_a_household_that_told_nothing_has_told_nothing() -> None:
    assert fold_household(()) == HouseholdRecord()
    assert HouseholdRecord().told is None
