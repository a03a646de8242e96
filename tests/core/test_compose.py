"""Terms of a chosen size: what is paid, what is granted, and what is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from app.core.accommodation import (
    Accommodation,
    Capitalise,
    ExtraPayment,
    FeeWaiver,
    InterestFreeze,
    InterestWaiver,
    PaymentHoliday,
    RateCut,
    ReAmortise,
    Seasonal,
    Settlement,
    StepUp,
    TermExtension,
    Token,
    WriteDown,
)
from app.core.compose import Base, ByMonth, Few, InRows, Level, compose
from app.core.generate import PaymentNotAboveInterest, TermTooLong, Timetable
from app.core.ledger import CannotCompose
from app.core.periods import MOST_ROWS, Every
from app.core.terms import Terms, check, terms_digest
from tests.core.composed import FIRST, amounts, card, pounds


def composed(
    base: Base | str,
    *granted: Accommodation,
    rate: str = "0.12",
    priority: bool = False,
    every: Every = Every.MONTHLY,
    most_rows: int = MOST_ROWS,
) -> Terms:
    size = Level(pounds(base)) if isinstance(base, str) else base
    debt = card(rate, priority=priority)
    return compose(debt, size, granted, Timetable(FIRST, every), most_rows=most_rows)


def refused(base: Base | str, granted: Iterable[Accommodation], *, priority: bool = False) -> str:
    with pytest.raises(CannotCompose) as refusal:
        composed(base, *granted, priority=priority)
    return refusal.value.code


def test_a_chosen_amount_becomes_a_whole_schedule() -> None:
    terms = composed("250.00")

    assert check(terms) == ()
    # 1000.00, 750.00, 500.00 and 250.00 bear 1% each: 25.00 of new interest.
    assert terms.new_interest == pounds("25.00")
    assert amounts(terms) == ["250.00"] * 4 + ["57.00"]
    assert terms.schedule.last_due == date(2027, 6, 1)
    assert terms.accommodations == ()


def test_a_rate_and_waivers_are_said_in_the_terms() -> None:
    no_interest = RateCut(Fraction("0.12"), Fraction(0))
    terms = composed("250.00", FeeWaiver(pounds("12.00")), no_interest)

    assert terms.accommodations == (no_interest, FeeWaiver(pounds("12.00")))
    assert terms.schedule.total == pounds("1020.00")
    assert terms.waived == pounds("12.00")
    assert check(terms) == ()


def test_a_rate_that_is_the_contract_rate_is_no_cut() -> None:
    assert composed("250.00", RateCut(Fraction("0.12"), Fraction("0.12"))) == composed("250.00")


def test_a_break_under_house_switches_costs_nothing() -> None:
    plain = composed("250.00")
    paused = composed("250.00", PaymentHoliday(3))

    assert amounts(paused) == ["0.00"] * 3 + amounts(plain)
    assert paused.schedule.first_due == date(2027, 5, 1)
    assert paused.schedule.payments == plain.schedule.count
    assert PaymentHoliday(3) in paused.accommodations


@pytest.mark.parametrize("amount", ["0.00", "9.99", "10.00"])
@pytest.mark.parametrize("paused", [(), (PaymentHoliday(2),)])
def test_an_amount_that_never_repays_is_refused(
    amount: str, paused: tuple[PaymentHoliday, ...]
) -> None:
    with pytest.raises(PaymentNotAboveInterest) as refusal:
        composed(amount, *paused)
    assert refusal.value.code == "payment_not_above_interest"


def test_every_step_is_held_against_its_own_interest() -> None:
    with pytest.raises(PaymentNotAboveInterest):
        composed(StepUp(((3, pounds("10.00")), (1, pounds("300.00")))))
    with pytest.raises(PaymentNotAboveInterest):
        composed(StepUp(((1, pounds("100.00")), (1, pounds("9.00")))))


def test_an_amount_that_takes_too_long_is_refused() -> None:
    with pytest.raises(TermTooLong) as refusal:
        composed("30.00", most_rows=36)
    assert refusal.value.code == "term_too_long"
    tiny = replace(card("0.00000001"), principal=pounds("9999999.99"))
    with pytest.raises(TermTooLong):
        compose(tiny, Level(pounds("0.01")), (), Timetable(FIRST, Every.MONTHLY))


def test_a_number_of_rows_gives_the_smallest_amount_that_clears() -> None:
    assert amounts(composed(InRows(10), rate="0")) == ["103.20"] * 10
    with pytest.raises(TermTooLong):
        composed(InRows(0))
    with pytest.raises(TermTooLong):
        composed(InRows(13), most_rows=12)


def test_more_rows_make_each_one_smaller() -> None:
    longer = composed(InRows(10), TermExtension(4), rate="0")
    assert amounts(longer) == ["73.72"] * 13 + ["73.64"]
    kept = composed("258.00", TermExtension(2, after=1), rate="0")
    # 774.00 over the three rows left and two more.
    assert amounts(kept) == ["258.00"] + ["154.80"] * 5
    again = composed("258.00", ReAmortise(2, after=2), rate="0")
    assert amounts(again) == ["258.00"] * 4
    sooner = composed("258.00", ReAmortise(1, after=2), rate="0")
    assert amounts(sooner) == ["258.00", "258.00", "516.00"]


def test_steps_rise_and_the_last_one_goes_on() -> None:
    steps = StepUp(((2, pounds("50.00")), (1, pounds("300.00"))))
    terms = composed(steps)

    assert amounts(terms)[:4] == ["50.00", "50.00", "300.00", "300.00"]
    assert steps in terms.accommodations
    assert check(terms) == ()
    assert composed(StepUp(((1, pounds("250.00")),))) == composed("250.00")


def test_months_that_can_pay_nothing_pay_nothing() -> None:
    sizes = tuple(pounds(text) for text in ("500.00", "0.00", "532.00"))
    terms = composed(ByMonth(sizes, Seasonal()), rate="0")
    assert amounts(terms) == ["500.00", "0.00", "532.00"]
    assert Seasonal() in terms.accommodations
    with pytest.raises(PaymentNotAboveInterest):
        composed(ByMonth(sizes, Seasonal()))
    with pytest.raises(TermTooLong):
        composed(ByMonth(sizes[:2], Seasonal()), rate="0")


def test_a_token_leaves_the_rest_for_a_review() -> None:
    review = Token(pounds("1.00"), date(2027, 8, 1))
    terms = composed(Few(pounds("1.00"), 6, review))

    assert amounts(terms) == ["1.00"] * 6
    assert terms.continues == pounds("1026.00")
    assert terms.rate == 0
    assert review in terms.accommodations
    assert check(terms) == ()


@pytest.mark.parametrize("rest", ["written_off", "continues"])
def test_a_settlement_says_what_becomes_of_the_rest(rest: str) -> None:
    ends = rest == "written_off"
    because = Settlement("written_off" if ends else "continues")
    terms = composed(Few(pounds("600.00"), 1, because))

    assert amounts(terms) == ["600.00"]
    assert check(terms) == ()
    assert terms.written_off == (pounds("432.00") if ends else pounds("0.00"))
    assert terms.continues == (None if ends else pounds("432.00"))
    assert (WriteDown(pounds("432.00")) in terms.accommodations) is ends
    with pytest.raises(PaymentNotAboveInterest):
        composed(Few(pounds("0.00"), 1, because))


def test_a_priority_debt_pays_its_arrears_without_interest() -> None:
    terms = composed("10.00", priority=True)

    assert terms.schedule.total == pounds("120.00")
    assert terms.continues == pounds("912.00")
    assert terms.rate == 0
    assert check(terms) == ()


@pytest.mark.parametrize(
    "granted",
    [
        RateCut(Fraction("0.12"), Fraction("0.06")),
        InterestFreeze(FIRST, FIRST),
        InterestWaiver(pounds("1.00")),
        FeeWaiver(pounds("1.00")),
        Capitalise(pounds("1.00")),
        WriteDown(pounds("1.00")),
    ],
)
def test_arrears_alone_leave_the_rest_of_the_debt_as_it_is(granted: Accommodation) -> None:
    assert refused("10.00", [granted], priority=True) == "arrears_only"


@pytest.mark.parametrize(
    ("code", "granted"),
    [
        ("more_than_owed", [InterestWaiver(pounds("20.01"))]),
        ("more_than_owed", [FeeWaiver(pounds("12.01"))]),
        ("more_than_owed", [Capitalise(pounds("20.01"))]),
        ("more_than_owed", [InterestWaiver(pounds("10.00")), Capitalise(pounds("10.01"))]),
        ("more_than_owed", [WriteDown(pounds("1032.00"))]),
        ("granted_twice", [PaymentHoliday(1), PaymentHoliday(2)]),
        ("granted_twice", [ExtraPayment(1, pounds("1.00")), ExtraPayment(1, pounds("2.00"))]),
        ("granted_twice", [WriteDown(pounds("1.00")), WriteDown(pounds("2.00"))]),
        ("dates_reversed", [InterestFreeze(date(2027, 2, 2), date(2027, 2, 1))]),
        ("no_such_payment", [ExtraPayment(6, pounds("1.00"))]),
        ("no_such_payment", [ExtraPayment(0, pounds("1.00"))]),
        ("no_such_payment", [PaymentHoliday(1, after=5)]),
        ("no_such_payment", [TermExtension(1, after=5)]),
        ("break_too_long", [PaymentHoliday(5, recover="spread")]),
        ("break_too_short", [PaymentHoliday(0)]),
    ],
)
def test_what_does_not_go_together_is_refused(code: str, granted: list[Accommodation]) -> None:
    assert refused("250.00", granted) == code


@pytest.mark.parametrize("recover", ["spread", "lump"])
def test_what_a_month_cannot_bear_is_never_moved_to_it(recover: str) -> None:
    sizes = ByMonth((pounds("258.00"),) * 6, Seasonal())
    holiday = PaymentHoliday(1, recover="spread" if recover == "spread" else "lump")
    assert refused(sizes, [holiday]) == "break_not_by_month"
    assert refused(sizes, [ReAmortise(3)]) == "follows_the_months"


def test_a_break_shorter_than_a_period_is_refused() -> None:
    with pytest.raises(CannotCompose):
        composed("250.00", PaymentHoliday(2), every=Every.QUARTERLY)


def test_weekly_instalments_bear_a_week_of_interest() -> None:
    terms = composed("250.00", every=Every.WEEKLY)
    rows = terms.schedule.instalments

    assert [row.due_on for row in rows[:2]] == [date(2027, 2, 1), date(2027, 2, 8)]
    # 1000.00 x 12% / 52 = 2.307..., rounded down.
    assert terms.new_interest == pounds("5.75")


def test_terms_are_named_by_all_they_say() -> None:
    later = compose(card(), Level(pounds("250.00")), (), Timetable(date(2027, 2, 2), Every.MONTHLY))
    assert terms_digest(composed("250.00")) == terms_digest(composed("250.00"))
    assert terms_digest(composed("250.00")) != terms_digest(later)
