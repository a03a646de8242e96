"""Exact amounts."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import CurrencyMismatch
from app.core.money import Currency, Money, round_down, round_up, total

GBP, JPY, KWD = Currency.GBP, Currency.JPY, Currency.KWD
amounts = st.integers(-(10**15), 10**15).map(lambda minor: Money(minor, GBP))
exact = st.fractions(min_value=-(10**9), max_value=10**9)


@pytest.mark.parametrize("minor", [1.0, True, "1", None, Fraction(1)])
def test_only_whole_minor_units_are_money(minor: int) -> None:
    with pytest.raises(TypeError, match=r"\AMoney\.minor is whole minor units\Z"):
        Money(minor, GBP)


@pytest.mark.parametrize("times", [1.0, True, Fraction(1, 2)])
def test_an_amount_is_multiplied_by_whole_numbers_only(times: int) -> None:
    with pytest.raises(TypeError, match=r"\Aan amount is multiplied by whole numbers only\Z"):
        _ = Money(1, GBP) * times


@pytest.mark.parametrize(
    "work", [operator.add, operator.sub, operator.lt, operator.le, operator.gt, operator.ge]
)
def test_two_currencies_never_meet(work: Callable[[Money, Money], object]) -> None:
    with pytest.raises(CurrencyMismatch, match=r"\AGBP with JPY\Z"):
        work(Money(1, GBP), Money(1, JPY))
    with pytest.raises(CurrencyMismatch):
        total([Money(1, GBP), Money(1, JPY)], GBP)


def test_worked_amounts() -> None:
    fee, as_much, payment = Money(505, GBP), Money(505, GBP), Money(1000, GBP)
    assert payment + fee == Money(1505, GBP)
    assert payment - fee == Money(495, GBP)
    assert -fee == Money(-505, GBP)
    assert fee * 3 == total([fee, fee, fee], GBP) == Money(1515, GBP)
    assert (fee < payment, payment < fee, fee < as_much) == (True, False, False)
    assert (fee <= payment, payment <= fee, fee <= as_much) == (True, False, True)
    assert (fee > payment, payment > fee, fee > as_much) == (False, True, False)
    assert (fee >= payment, payment >= fee, fee >= as_much) == (False, True, True)
    assert (bool(fee), bool(Money(1, GBP)), bool(Money(0, GBP))) == (True, True, False)
    assert payment.split(3) == (Money(333, GBP), Money(333, GBP), Money(334, GBP))
    assert payment.split(1) == (payment,)
    assert round_down(Fraction(5, 2), GBP) == Money(2, GBP)
    assert round_up(Fraction(5, 2), GBP) == Money(3, GBP)
    assert round_down(Fraction(-5, 2), JPY) == Money(-3, JPY)
    assert round_up(Fraction(-5, 2), JPY) == Money(-2, JPY)


@given(amounts, amounts, st.integers(-1000, 1000))
def test_arithmetic_is_that_of_whole_numbers(a: Money, b: Money, times: int) -> None:
    assert (a + b - b) == a
    assert a + (-a) == Money.zero(GBP)
    assert a * times == Money(a.minor * times, GBP)
    assert (a < b, a <= b, a > b, a >= b) == (
        a.minor < b.minor,
        a.minor <= b.minor,
        a.minor > b.minor,
        a.minor >= b.minor,
    )
    assert bool(a) is (a.minor != 0)
    assert total([a, b], GBP) == a + b


def test_no_amounts_make_zero() -> None:
    assert total([], KWD) == Money.zero(KWD) == Money(0, KWD)


@given(amounts, st.integers(1, 400))
def test_a_split_adds_up_and_its_first_part_is_never_the_largest(whole: Money, parts: int) -> None:
    shares = whole.split(parts)
    assert len(shares) == parts
    assert total(shares, GBP) == whole
    assert list(shares) == sorted(shares, key=lambda m: m.minor)
    assert shares[-1].minor - shares[0].minor <= 1


@pytest.mark.parametrize("parts", [0, -1])
def test_nothing_is_split_into_no_parts(parts: int) -> None:
    with pytest.raises(ValueError, match=r"\Aparts must be at least 1\Z"):
        Money(1, GBP).split(parts)


@given(st.integers(0, 10**10 - 1), st.sampled_from(Currency))
def test_what_is_written_is_read_back(minor: int, currency: Currency) -> None:
    money = Money(minor, currency)
    assert Money.parse(money.plain, currency) == money


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("5", GBP, 500), ("5.5", GBP, 550), ("5.05", GBP, 505), ("1.1", KWD, 1100), ("7", JPY, 7)],
)
def test_decimals_that_are_left_out_are_zeros(text: str, currency: Currency, minor: int) -> None:
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [
        (125050, GBP, "1250.50"),
        (-650, GBP, "-6.50"),
        (5, GBP, "0.05"),
        (0, GBP, "0.00"),
        (-5, JPY, "-5"),
        (1005, KWD, "1.005"),
    ],
)
def test_the_plain_form_has_the_decimals_of_its_currency(
    minor: int, currency: Currency, shown: str
) -> None:
    assert Money(minor, currency).plain == shown


@pytest.mark.parametrize(
    "text",
    [
        *("", " 5", "5 ", "5\n", "+5", "-5", "-0", "1,250.00", "1e3", "1e9999999", "NaN", "inf"),
        *("٣", "５", "1_0", ".5", "5.", "05", "0x1", "12,50", "1 250", "9" * 11, "1.2.3"),
    ],
)
def test_text_that_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\Aamount_format\Z"):
        Money.parse(text, GBP)


@pytest.mark.parametrize(("text", "currency"), [("1.005", GBP), ("1.5", JPY), ("1.0000", KWD)])
def test_more_decimals_than_the_currency_has_are_refused(text: str, currency: Currency) -> None:
    with pytest.raises(ValueError, match=r"\Atoo_many_decimals\Z"):
        Money.parse(text, currency)


@given(exact)
def test_rounding_goes_the_way_its_name_says_and_less_than_one_unit_far(value: Fraction) -> None:
    down, up = round_down(value, GBP), round_up(value, GBP)
    assert down.currency is up.currency is GBP
    assert 0 <= value - down.minor < 1
    assert 0 <= up.minor - value < 1
