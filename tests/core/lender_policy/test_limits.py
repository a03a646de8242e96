"""What one person may grant alone: exactly at a limit yes, past it no."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from app.core.accommodation import Settlement
from app.core.lender_policy.limits import Reason, needs_second
from app.core.lender_policy.values import Limits
from app.core.terms import Terms
from tests.factories import a_debt, gbp, terms

DEBT = a_debt()  # 1200.00 at 24.9 %


def granted(rate: str = "0.249", waived: str = "0.00", off: str = "0.00", count: int = 12) -> Terms:
    return replace(
        terms(count=count), rate=Fraction(rate), waived=gbp(waived), written_off=gbp(off)
    )


def test_without_limits_nobody_is_asked() -> None:
    assert needs_second(granted("0", "600.00", "500.00", 60), DEBT, Limits()) == ()


@pytest.mark.parametrize(
    ("limits", "allowed", "past", "reason"),
    [
        (Limits(rate_cut=Fraction(1, 2)), granted("0.1245"), granted("0.1244"), Reason.RATE_CUT),
        (
            Limits(let_go=Fraction(1, 4)),
            granted(waived="100.00", off="200.00"),
            granted(waived="100.00", off="200.01"),
            Reason.LET_GO,
        ),
        (Limits(term_months=24), granted(count=24), granted(count=25), Reason.TERM),
    ],
)
def test_at_a_limit_one_person_decides_and_past_it_two(
    limits: Limits, allowed: Terms, past: Terms, reason: Reason
) -> None:
    assert needs_second(allowed, DEBT, limits) == ()
    assert needs_second(past, DEBT, limits) == (reason,)


def test_a_settlement_below_the_share_needs_a_second_person_only_when_the_rest_ends() -> None:
    limits = Limits(settlement=Fraction(3, 5))
    debt = replace(DEBT, principal=gbp("2000.00"))  # 1200.00 of 2000.00 is three fifths
    ends, goes_on = Settlement("written_off"), Settlement("continues")
    exact = replace(terms(count=1), accommodations=(ends,))
    assert needs_second(exact, debt, limits) == ()
    less = replace(debt, principal=gbp("2000.01"))
    assert needs_second(exact, less, limits) == (Reason.SETTLEMENT,)
    assert needs_second(replace(exact, accommodations=(goes_on,)), less, limits) == ()


def test_every_limit_that_is_passed_is_named() -> None:
    limits = Limits(Fraction(0), Fraction(0), 12)
    found = needs_second(granted("0.1", "1.00", count=13), DEBT, limits)
    assert found == (Reason.RATE_CUT, Reason.LET_GO, Reason.TERM)


def test_a_debt_of_nothing_and_without_interest_has_no_shares() -> None:
    free = a_debt(principal="0.00", annual_rate="0")
    assert needs_second(granted("0"), free, Limits(Fraction(0), Fraction(0))) == ()
