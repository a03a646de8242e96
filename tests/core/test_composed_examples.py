"""Plans with several accommodations, every row worked out by hand.

All are of the card (1000.00 at 12 % a year, 20.00 of interest, 12.00 of fees), monthly
from 1 February 2027: a period bears 1 % of the principal, rounded down. A row is
(paid, interest that arises, left after it), and payments go to the principal first.
"""

from __future__ import annotations

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
    StepUp,
    TermExtension,
    WriteDown,
)
from app.core.compose import Base, InRows, Level, compose
from app.core.generate import Timetable
from app.core.periods import Every
from app.core.terms import check
from tests.core.composed import FIRST, card, pounds

LEVEL = Level(pounds("300.00"))
STEPS = StepUp(((1, pounds("200.00")), (1, pounds("400.00"))))
HALF = RateCut(Fraction("0.12"), Fraction("0.06"))
FREE = RateCut(Fraction("0.12"), Fraction(0))
NO_FEES = FeeWaiver(pounds("12.00"))
WHOLE_PERIOD = InterestFreeze(date(2027, 1, 2), date(2027, 2, 1))


def days(since: date, until: date) -> InterestFreeze:
    return InterestFreeze(since, until)


EXAMPLES: dict[str, tuple[Base, tuple[Accommodation, ...], str, str, str]] = {
    # 1000, 700, 400 and 100 bear 10, 7, 4 and 1.
    "nothing": (LEVEL, (), "300 300 300 154", "742 449 153 0", "22"),
    # Half of that, and 12.00 less is owed.
    "half the rate, no fees": (
        LEVEL,
        (HALF, NO_FEES),
        "300 300 300 131",
        "725 428.50 130.50 0",
        "11",
    ),
    # The first period bears nothing; then 800 and 400 bear 8 and 4.
    "a freeze and steps": (STEPS, (WHOLE_PERIOD,), "200 400 400 44", "832 440 44 0", "12"),
    # The break falls on the frozen days: 1000, 800, 400 bear 10, 8, 4 after it.
    "a freeze, a break and steps": (
        STEPS,
        (PaymentHoliday(1), WHOLE_PERIOD),
        "0 200 400 400 54",
        "1032 842 450 54 0",
        "22",
    ),
    # Six of the 28 days to 1 March bear nothing: 7.00 x 22 / 28 = 5.50.
    "a freeze of days": (
        LEVEL,
        (days(date(2027, 2, 15), date(2027, 2, 20)),),
        "300 300 300 152.50",
        "742 447.50 151.50 0",
        "20.50",
    ),
    # 1 March still belongs to the payment due on it (27 of 28), 2 March to April's (30 of 31).
    "a freeze over a due date": (
        LEVEL,
        (days(date(2027, 3, 1), date(2027, 3, 2)),),
        "300 300 300 153.62",
        "742 448.75 152.62 0",
        "21.62",
    ),
    # The 7.00 of the second period is paid, and used for the principal first: 693 is left of it.
    "a break later on that pays its interest": (
        LEVEL,
        (PaymentHoliday(1, "interest", "accrue", "extend", after=1),),
        "300 7 300 300 153.79",
        "742 742 448.93 152.86 0",
        "28.79",
    ),
    # 10 twice in the break, beside the balance; then 10, 7, 4, 1 as without it.
    "a break with interest": (
        LEVEL,
        (PaymentHoliday(2, "nothing", "accrue_simple", "extend"),),
        "0 0 300 300 300 174",
        "1032 1032 762 469 173 0",
        "42",
    ),
    # The 20.00 join the principal at the end: 1020, 720, 420 and 120 bear interest.
    "a break whose interest joins at the end": (
        LEVEL,
        (PaymentHoliday(2, "nothing", "accrue_simple", "capitalise"),),
        "0 0 300 300 300 174.80",
        "1032 1032 762.20 469.40 173.60 0",
        "42.80",
    ),
    # 10.00 joins, so the next month bears 10.10; then 1020.10 bears 10.20, and so on.
    "a break whose interest joins each month": (
        LEVEL,
        (PaymentHoliday(2, "nothing", "accrue", "capitalise"),),
        "0 0 300 300 300 174.90",
        "1032 1032 762.30 469.50 173.70 0",
        "42.90",
    ),
    # The 300 that were not paid come with the next 300; 1000, 400, 100 bear 10, 4, 1.
    "a break made up at once": (
        LEVEL,
        (PaymentHoliday(1, recover="lump"),),
        "0 600 300 147",
        "1032 442 146 0",
        "15",
    ),
    # Three rows instead of four; 1000, 649.50 and 299 bear 10, 6.49 and 2.99.
    "a break made up little by little": (
        LEVEL,
        (PaymentHoliday(1, recover="spread"),),
        "0 350.50 350.50 350.48",
        "1032 691.50 347.49 0",
        "19.48",
    ),
    # 300 less the 10 of interest is paid; 710, 410 and 110 bear 7.10, 4.10 and 1.10.
    "a break that pays principal": (
        LEVEL,
        (PaymentHoliday(1, "principal", "waive", "extend"),),
        "290 300 300 154.30",
        "742 449.10 153.20 0",
        "12.30",
    ),
    # 15 of interest joins, 5 is let go, 200 comes off: 815, 515 and 215 bear interest.
    "waived, joined and written off": (
        LEVEL,
        (InterestWaiver(pounds("5.00")), Capitalise(pounds("15.00")), WriteDown(pounds("200.00"))),
        "300 300 242.45",
        "735.15 440.30 200",
        "15.45",
    ),
    # 800, 500 and 200 bear 8, 5 and 2.
    "written off at once": (
        LEVEL,
        (WriteDown(pounds("200.00"), "at_once"),),
        "300 300 247",
        "540 245 0",
        "15",
    ),
    # Four rows and two more without interest or fees: 1020.00 / 6.
    "more rows": (
        InRows(4),
        (TermExtension(2), FREE, NO_FEES),
        "170 170 170 170 170 170",
        "850 680 510 340 170 0",
        "0",
    ),
    # After 300 and its 10, 742 is spread over two rows: 700 and 323.88 bear 7 and 3.23.
    "spread again": (
        LEVEL,
        (ReAmortise(2, after=1),),
        "300 376.12 376.11",
        "742 372.88 0",
        "20.23",
    ),
    # 1000, 500 and 200 bear 10, 5 and 2.
    "an extra payment": (
        LEVEL,
        (ExtraPayment(1, pounds("200.00")),),
        "500 300 249",
        "542 247 0",
        "17",
    ),
    # The next payment is 200 less; 1000, 500, 400 and 100 bear 10, 5, 4 and 1.
    "an extra payment off the next": (
        LEVEL,
        (ExtraPayment(1, pounds("200.00"), "skip_next"),),
        "500 100 300 152",
        "542 447 151 0",
        "20",
    ),
    # Three smaller rows; 500, 316.17 and 132.34 bear 5, 3.16 and 1.32.
    "an extra payment that lowers the rest": (
        LEVEL,
        (ExtraPayment(1, pounds("200.00"), "lower_instalment"),),
        "500 183.83 183.83 183.82",
        "542 363.17 182.50 0",
        "19.48",
    ),
}


def figures(text: str) -> list[str]:
    return [
        f"{whole}.{part or '00'}" for whole, _, part in (t.partition(".") for t in text.split())
    ]


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_plan_worked_out_by_hand(name: str) -> None:
    base, granted, paid, left, interest = EXAMPLES[name]
    terms = compose(card(), base, granted, Timetable(FIRST, Every.MONTHLY))
    rows = terms.schedule.instalments

    assert [row.amount.plain for row in rows] == figures(paid)
    assert [row.balance_after.plain for row in rows] == figures(left)
    assert terms.new_interest.plain == figures(interest)[0]
    assert check(terms) == ()


@pytest.mark.parametrize(
    ("holiday", "put_off"),
    [
        (PaymentHoliday(2), None),
        (PaymentHoliday(2, "interest", "accrue", "extend"), None),
        (PaymentHoliday(2, "nothing", "accrue_simple", "extend"), "20.00"),
        (PaymentHoliday(2, "nothing", "accrue", "extend"), "20.00"),
        (PaymentHoliday(2, "nothing", "accrue", "capitalise"), "20.10"),
        # 290.00 of principal in the first month leaves 710.00, which bears 7.10.
        (PaymentHoliday(2, "principal", "accrue", "extend"), "17.10"),
    ],
)
def test_a_break_names_the_interest_it_puts_off(
    holiday: PaymentHoliday, put_off: str | None
) -> None:
    terms = compose(card(), LEVEL, (holiday,), Timetable(FIRST, Every.MONTHLY))
    amount = pounds(put_off) if put_off else None
    assert terms.accommodations == (replace(holiday, put_off=amount),)
