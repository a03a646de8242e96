"""Amounts, days and sentences of agreements in a reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from app.core.money import Currency, Money
from app.documents.wording import (
    changes_en,
    changes_zh_hans,
    copies_en,
    copies_zh_hans,
    en,
    own_en,
    own_zh_hans,
    proof_en,
    proof_zh_hans,
    zh_hans,
)

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        **en.WORDS,
        **proof_en.WORDS,
        **copies_en.WORDS,
        **changes_en.WORDS,
        **own_en.WORDS,
    },
    "zh_Hans": {
        **zh_hans.WORDS,
        **proof_zh_hans.WORDS,
        **copies_zh_hans.WORDS,
        **changes_zh_hans.WORDS,
        **own_zh_hans.WORDS,
    },
}
_LOCALES = {"en": "en_GB", "zh_Hans": "zh_Hans_CN"}
_TAGS = {"en": "en", "zh_Hans": "zh-Hans"}


@dataclass(frozen=True, slots=True)
class Speech:
    """How one language says things.

    Raises:
        KeyError: a sentence or language we have no words for; nothing is left blank.
    """

    lang: str
    tag: str
    say: Callable[..., str]
    money: Callable[[Mapping[str, Any]], str]
    number: Callable[[Mapping[str, Any]], str]
    day: Callable[[str], str]
    percent: Callable[[str], str]


@cache
def speech(lang: str) -> Speech:
    words, locale = WORDS[lang], _LOCALES[lang]

    def say(key: str, **values: object) -> str:
        return words[key].format(**values) if values else words[key]

    def money(amount: Mapping[str, Any]) -> str:
        return format_currency(_decimal(amount), amount["currency"], locale=locale)

    def number(amount: Mapping[str, Any]) -> str:
        digits = Currency(amount["currency"]).exponent
        return format_decimal(_decimal(amount), f"#,##0.{'0' * digits}".rstrip("."), locale)

    def day(iso: str) -> str:
        return format_date(date.fromisoformat(iso), "long", locale)

    def percent(rate: str) -> str:
        exact = Fraction(rate)
        value = Decimal(exact.numerator) / Decimal(exact.denominator)
        return format_percent(value, "#,##0.####%", locale, decimal_quantization=True)

    return Speech(lang, _TAGS[lang], say, money, number, day, percent)


def _decimal(amount: Mapping[str, Any]) -> Decimal:
    return Decimal(Money(amount["minor"], Currency(amount["currency"])).plain)
