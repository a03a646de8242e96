from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.core.money import Currency, Money
from app.web.forms import Form, MoneyField

pytestmark = pytest.mark.usefixtures("asking")
calm = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


class OneAmount(Form):
    amount = MoneyField("Rent")


def typed(text: str, currency: Currency = Currency.GBP) -> OneAmount:
    form = OneAmount(MultiDict({"amount": text}), meta={"currency": currency})
    form.validate()
    return form


def read(text: str, currency: Currency = Currency.GBP) -> Money | None:
    return typed(text, currency).amount.data


@given(minor=st.integers(0, 10**11 - 1), currency=st.sampled_from(list(Currency)))
@calm
def test_what_we_show_is_what_we_read_back(minor: int, currency: Currency) -> None:
    money = Money(minor % 10 ** (9 + currency.exponent), currency)
    form = OneAmount(data={"amount": money}, meta={"currency": currency})
    assert read(form.amount._value(), currency) == money


@given(text=st.text(max_size=30))
@calm
def test_any_text_is_an_amount_or_a_question_and_stays_as_typed(text: str) -> None:
    form = typed(text)
    assert form.amount.data is None or form.amount.data.minor >= 0
    assert form.amount._value() == text


@pytest.mark.parametrize(
    "text",
    [
        *("12,50", "1.250,00", "-5", "1e3", "1e9999999", "NaN", "inf", "1.234", "٣٤", "1" * 10),
        *("ten", "1 250", "1,2500", "1,", ".5", "5.", "££5", "$5", "5£5", "+5", "１２", "0x10"),
        *("1,234,567,890", "1\n2", "1_000"),
    ],
)
def test_amounts_we_ask_about_again(text: str) -> None:
    form = typed(text)
    assert form.amount.data is None
    assert form.amount.errors


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1250", Currency.GBP, 125000),
        ("1,250.5", Currency.GBP, 125050),
        (" £ 1,250.50 ", Currency.GBP, 125050),
        ("12 GBP", Currency.GBP, 1200),
        ("¥1,250.50", Currency.CNY, 125050),
        ("￥88", Currency.CNY, 8800),
        ("88元", Currency.CNY, 8800),
        ("0", Currency.GBP, 0),
        ("1,250", Currency.JPY, 1250),
        ("1.234", Currency.KWD, 1234),
        ("999,999,999.99", Currency.USD, 99999999999),
        ("\u00a05\u3000", Currency.GBP, 500),
    ],
)
def test_amounts_we_read(text: str, currency: Currency, minor: int) -> None:
    assert read(text, currency) == Money(minor, currency)


def test_yen_have_no_decimals_and_the_question_says_so() -> None:
    form = typed("1250.50", Currency.JPY)
    assert [str(e) for e in form.amount.errors] == [
        "Enter a whole amount in numbers, like 1250 or 1,250"
    ]


def test_the_question_is_asked_in_the_language_of_the_reader(app: Flask) -> None:
    with app.test_request_context("/?lang=zh"):
        assert "请用数字填写金额" in str(typed("ten").amount.errors[0])


def test_an_empty_amount_is_no_answer_and_not_zero() -> None:
    form = typed("  ")
    assert form.amount.data is None
    assert not form.amount.errors
