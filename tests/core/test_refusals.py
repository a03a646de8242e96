"""The report of refusals with and without a support need: counts, shares, and what it leaves out (E20)."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.access import Role
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import DeclineOffer
from app.core.negotiation.decide import decide
from app.core.negotiation.events import DeclineReason, Event
from app.core.negotiation.folding import fold
from app.core.refusals import FEWEST, Answered, answered, side_by_side
from tests.factories import NOON, a_counter, a_history, an_acceptance, shown

LOW, LONG, FACTS = DeclineReason.TOO_LOW, DeclineReason.TOO_LONG, DeclineReason.NEEDS_MORE_FACTS
YES = Answered(NOON, None)


def no(reason: DeclineReason = LOW) -> Answered:
    return Answered(NOON, reason)


def asked() -> tuple[Event, ...]:
    return a_history(Stage.OFFERED, offer_by=Role.BORROWER)


def refused(history: tuple[Event, ...], by: Role = Role.LENDER) -> tuple[Event, ...]:
    case = fold(history)
    return (*history, *decide(case, DeclineOffer(shown(case), LONG, "No."), by=by, at=NOON))


def test_e20_each_answer_of_the_lender_counts_once_and_nobody_elses() -> None:
    case = fold(asked())
    assert answered(asked(), NOON) is None
    assert answered(refused(asked()), NOON) == Answered(NOON, LONG)
    for command in (an_acceptance(case), a_counter(case)):
        done = (*asked(), *decide(case, command, by=Role.LENDER, at=NOON))
        assert answered(done, NOON) == YES
    own = a_history(Stage.OFFERED, offer_by=Role.LENDER)
    assert answered(own, NOON) is None, "an offer of its own is no answer"
    assert answered(refused(own, Role.BORROWER), NOON) is None
    assert answered(refused(asked()), NOON + timedelta(days=1)) is None


def test_e20_rates_stand_side_by_side() -> None:
    told = [(one, True) for one in [no()] * 6 + [YES] * 2]
    others = [(one, False) for one in [no()] * 5 + [no(LONG)] * 5 + [YES] * 30]
    found = side_by_side([*told, *others])
    assert (found.with_need.answered, found.with_need.refused, found.with_need.rate) == (8, 6, 75)
    assert (found.without.answered, found.without.refused, found.without.rate) == (40, 10, 25)
    assert found.with_need.reasons[LOW] == 6
    assert (found.without.reasons[LOW], found.without.reasons[LONG]) == (5, 5)


def test_e20_few_people_are_not_shown_and_no_sum_gives_them_away() -> None:
    few = side_by_side([(no(), True)] * 4).with_need
    assert (few.answered, few.refused, few.rate) == (None, None, None)
    one = side_by_side([(no(), True), *[(YES, True)] * 9]).with_need
    assert (one.answered, one.refused, one.rate, one.reasons[LOW]) == (10, None, None, None)
    rare = side_by_side([(no(LOW), True), *[(no(LONG), True)] * 9, *[(no(FACTS), True)] * 7])
    assert rare.with_need.refused == 17
    assert [rare.with_need.reasons[reason] for reason in (LOW, FACTS, LONG)] == [None, None, 9]


def test_nobody_answered_is_none_and_no_rate() -> None:
    found = side_by_side([]).with_need
    assert (found.answered, found.refused, found.rate) == (0, 0, None)


@given(st.lists(st.tuples(st.sampled_from([None, *DeclineReason]), st.booleans()), max_size=80))
def test_e20_no_figure_is_of_fewer_than_five_people(
    cases: list[tuple[DeclineReason | None, bool]],
) -> None:
    found = side_by_side([(Answered(NOON, reason), need) for reason, need in cases])
    for column, need in ((found.with_need, True), (found.without, False)):
        figures = [column.answered, column.refused, *column.reasons.values()]
        assert all(one is None or one == 0 or one >= FEWEST for one in figures)
        hidden = [reason for reason, count in column.reasons.items() if count is None]
        if column.refused is not None:
            left = column.refused - sum(count or 0 for count in column.reasons.values())
            assert left == 0 or (len(hidden) > 1 and left >= FEWEST)
        if column.answered:
            assert column.answered == sum(1 for _, told in cases if told is need)
