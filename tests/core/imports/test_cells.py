from __future__ import annotations

import unicodedata
from datetime import date
from fractions import Fraction

import pytest

from app.core.imports import cells, messages
from app.core.imports.cells import CellFault
from app.core.imports.columns import Column, column_named
from app.core.money import Currency, Money

TODAY = date(2026, 11, 21)


def code_of(reader: str, cell: str, *rest: object) -> str:
    with pytest.raises(CellFault) as refused:
        getattr(cells, reader)(cell, *rest)
    assert refused.value.code in messages.TABLE
    return refused.value.code


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("-5", "negative_amount"),
        ("-0.01", "negative_amount"),
        ("(12.00)", "negative_amount"),
        ("\u22125", "negative_amount"),
        ("NaN", "amount_format"),
        ("inf", "amount_format"),
        ("1e9999", "amount_format"),
        ("1e3", "amount_format"),
        ("12,50", "amount_format"),
        ("1,250.00", "amount_format"),
        ("1.250,00", "amount_format"),
        ("£5", "amount_format"),
        ("5 GBP", "amount_format"),
        ("٣٤", "amount_format"),
        ("５", "amount_format"),
        ("0x10", "amount_format"),
        ("1_000", "amount_format"),
        (".5", "amount_format"),
        ("5.", "amount_format"),
        ("05", "amount_format"),
        ("+5", "amount_format"),
        ("--", "amount_format"),
        ("1.005", "too_many_decimals"),
        ("9" * 11, "amount_too_large"),
        ("9" * 5000, "amount_too_large"),
    ],
)
def test_an_amount_that_is_not_plain_digits_is_asked_about_again(cell: str, code: str) -> None:
    assert code_of("read_amount", cell, Currency.GBP) == code


def test_the_currency_says_how_many_decimals_there_are() -> None:
    assert cells.read_amount("5", Currency.JPY) == Money(5, Currency.JPY)
    assert code_of("read_amount", "5.0", Currency.JPY) == "too_many_decimals"
    assert cells.read_amount("5.123", Currency.KWD) == Money(5123, Currency.KWD)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("24.9%", "rate_percent"),
        ("24.9％", "rate_percent"),
        ("24.9", "rate_too_high"),
        ("3.01", "rate_too_high"),
        (".249", "rate_format"),
        ("0,249", "rate_format"),
        ("-0.1", "rate_format"),
        ("0.1234567891", "rate_format"),
        ("1e-2", "rate_format"),
        ("1/4", "rate_format"),
    ],
)
def test_a_rate_is_a_fraction_a_year_and_never_guessed(cell: str, code: str) -> None:
    assert code_of("read_rate", cell) == code


def test_a_rate_is_exact() -> None:
    assert cells.read_rate("0.249") == Fraction(249, 1000)
    assert cells.read_rate("0") == 0


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026-02-30", "date_impossible"),
        ("2025-02-29", "date_impossible"),
        ("0000-01-01", "date_impossible"),
        ("2026-11-22", "date_in_future"),
        ("1949-12-31", "date_too_old"),
        ("15/01/2026", "date_format"),
        ("2026-1-5", "date_format"),
        ("20260105", "date_format"),
        ("2026-W01-1", "date_format"),
        ("46027", "date_format"),
        ("2026-10-03T00:00:00", "date_format"),
        ("٢٠٢٦-١٠-٠٣", "date_format"),
    ],
)
def test_a_day_exists_and_lies_in_the_past(cell: str, code: str) -> None:
    assert code_of("read_past_date", cell, TODAY) == code


def test_today_and_leap_days_are_days() -> None:
    assert cells.read_past_date("2026-11-21", TODAY) == TODAY
    assert cells.read_past_date("2024-02-29", TODAY) == date(2024, 2, 29)


def test_a_currency_is_known_and_allowed() -> None:
    allowed = frozenset({Currency.GBP})
    assert cells.read_currency("gbp", allowed) is Currency.GBP
    assert code_of("read_currency", "CNY", allowed) == "currency_not_allowed"
    assert code_of("read_currency", "XYZ", allowed) == "currency_unknown"
    assert code_of("read_currency", "£", allowed) == "currency_unknown"


@pytest.mark.parametrize(
    ("cell", "currency", "value"),
    [
        ("Amina.Yusuf@Example.ORG", None, "amina.yusuf@example.org"),
        ("a+b@mail.example.co.uk", None, "a+b@mail.example.co.uk"),
        ("+44 7700 900123", None, "+447700900123"),
        ("+44 (0)20 7946 0000", None, "+442079460000"),
        ("0044 7700 900123", None, "+447700900123"),
        ("07700 900123", Currency.GBP, "+447700900123"),
        ("020-7946-0000", Currency.GBP, "+442079460000"),
        ("138 0013 8000", Currency.CNY, "+8613800138000"),
        ("010-12345678", Currency.CNY, "+861012345678"),
    ],
)
def test_a_contact_has_one_form(cell: str, currency: Currency | None, value: str) -> None:
    assert cells.read_contact(cell, currency).value == value


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("ann@example", "email_format"),
        ("ann@@example.org", "email_format"),
        ("ann smith@example.org", "email_format"),
        ("ann@-example.org", "email_format"),
        ("a" * 65 + "@example.org", "email_format"),
        ("Ann <ann@example.org>", "email_format"),
        ("@SUM(A1)", "email_format"),
        ("7700900123", "phone_country"),
        ("12345678", "phone_country"),
        ("+12", "contact_format"),
        ("+1234567890123456", "contact_format"),
        ("+0 7700 900123", "contact_format"),
        ("see file", "contact_format"),
        ("=1+1", "contact_format"),
        ("8.61E+12", "scientific"),
        ("ann@example.org\u200b", "hidden_characters"),
        ("a" * 300, "too_long"),
    ],
)
def test_a_contact_that_reaches_nobody_is_reported(cell: str, code: str) -> None:
    assert code_of("read_contact", cell, Currency.GBP) == code


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("=cmd|'/c calc'!A0", "formula_like"),
        ("+1", "formula_like"),
        ("-1+2", "formula_like"),
        ("@SUM(A1)", "formula_like"),
        ("＝1+1", "formula_like"),
        ("Zoë 🙂", "no_shape"),
        ("\t=1", "hidden_characters"),
        ("x\x00y", "hidden_characters"),
        ("\u202e00.001£", "hidden_characters"),
        ("a\u200b\u200cdmin", "hidden_characters"),
        ("a\U000e0041", "hidden_characters"),
        ("Zo\ufffd", "lost_characters"),
        ("a" * 201, "too_long"),
        ("a" + "\u0301" * 100_000, "too_long"),
    ],
)
def test_text_that_deceives_is_refused(cell: str, code: str) -> None:
    assert code_of("read_text", cell, 200) == code


@pytest.mark.parametrize("name", ["مُحمّد 1234.50", "O'Brien, Tom", "欧阳喆", "Zoë", "岡崎", "'=x"])
def test_real_names_are_accepted(name: str) -> None:
    assert cells.read_text(name, 200) == unicodedata.normalize("NFC", name)


def test_an_account_that_a_spreadsheet_shortened_is_reported() -> None:
    assert code_of("read_account", "1.23457E+15", 64) == "scientific"
    assert cells.read_account("1E5-77", 64) == "1E5-77"


def test_every_column_has_a_chinese_heading() -> None:
    heading = (
        "账号 姓名 联系方式 本金 利息 费用 年利率 逾期金额 最近还款日 币种 产品 原债权人 转让方 "
        "转让记录"
    )
    assert [column_named(name) for name in heading.split()] == list(Column)
