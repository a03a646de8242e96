"""One cell to one value. Each reader raises ``CellFault`` with a stable code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from app.core.money import Currency, Money
from app.core.text import TextFault, composed, fault, paper_fault

OLDEST = date(1950, 1, 1)
HIGHEST_RATE = 3
"""A fraction a year. The UK cap on short-term loans is 0.8 % a day, 2.92 a year."""
LONGEST_CELL = 254

_NEGATIVE = re.compile(r"[-\u2212\uff0d](?=[0-9.])|\([0-9.,]+\)\Z", re.ASCII)
_TOO_LARGE = re.compile(r"[1-9][0-9]{10,}(\.[0-9]+)?", re.ASCII)
_RATE = re.compile(r"[0-9]{1,2}(\.[0-9]{1,8})?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[eE]\+[0-9]{1,3}", re.ASCII)
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"(?P<local>{_LOCAL})@({_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]", re.ASCII)
_PHONE = re.compile(r"\+?[0-9][0-9 ().\-]{4,30}", re.ASCII)
_PHONE_MARKS = str.maketrans("", "", " ().-")
_FORMULA = re.compile("[=+\\-@＝＋－＠]")
_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{7,14}", re.ASCII)
# A number without its country is read only where the currency leaves one answer.
_NATIONAL = {
    Currency.GBP: (re.compile(r"0([1-9][0-9]{8,9})", re.ASCII), "+44"),
    Currency.CNY: (re.compile(r"0?([1-9][0-9]{9,10})", re.ASCII), "+86"),
}
_LONGEST_LOCAL = 64


class CellFault(ValueError):
    """What is wrong with one cell; the code is the message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ContactKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Contact:
    """An e-mail address in lower case, or a phone number as ``+`` and digits."""

    kind: ContactKind
    value: str


def read_text(cell: str, limit: int, *, or_figure: bool = True) -> str:
    """Text of at most ``limit`` code points, composed, that no spreadsheet would run.

    It will stand in the agreement, so our documents have to show all of it (``paper_fault``).
    """
    try:
        text = composed(cell, limit)
    except TextFault as error:
        raise CellFault(error.code) from error
    if _FORMULA.match(text):
        raise CellFault("formula_like")
    if wrong := paper_fault(text, or_figure=or_figure):
        raise CellFault(wrong.code)
    return text


def read_name(cell: str, limit: int) -> str:
    """A person's name: as ``read_text``, and it has a letter."""
    return read_text(cell, limit, or_figure=False)


def read_account(cell: str, limit: int) -> str:
    text = read_text(cell, limit)
    if _SCIENTIFIC.fullmatch(text):
        raise CellFault("scientific")
    return text


def read_amount(cell: str, currency: Currency) -> Money:
    """An unsigned plain amount such as ``1250.50``: no separator, sign or symbol."""
    try:
        return Money.parse(cell, currency)
    except ValueError as error:
        if _NEGATIVE.match(cell):
            raise CellFault("negative_amount") from error
        if _TOO_LARGE.fullmatch(cell):
            raise CellFault("amount_too_large") from error
        raise CellFault(str(error)) from error


def read_rate(cell: str) -> Fraction:
    """A fraction a year, ``0.249`` for 24.9 %; never guessed from a percentage."""
    if "%" in cell or "％" in cell:
        raise CellFault("rate_percent")
    if _RATE.fullmatch(cell) is None:
        raise CellFault("rate_format")
    rate = Fraction(cell)
    if rate > HIGHEST_RATE:
        raise CellFault("rate_too_high")
    return rate


def read_past_date(cell: str, as_of: date) -> date:
    """A day ``YYYY-MM-DD`` from 1950 up to ``as_of``."""
    if _DATE.fullmatch(cell) is None:
        raise CellFault("date_format")
    try:
        day = date.fromisoformat(cell)
    except ValueError as error:
        raise CellFault("date_impossible") from error
    if day > as_of:
        raise CellFault("date_in_future")
    if day < OLDEST:
        raise CellFault("date_too_old")
    return day


def read_currency(cell: str, allowed: frozenset[Currency]) -> Currency:
    try:
        currency = Currency(cell.upper())
    except ValueError as error:
        raise CellFault("currency_unknown") from error
    if currency not in allowed:
        raise CellFault("currency_not_allowed")
    return currency


def read_contact(cell: str, currency: Currency | None) -> Contact:
    """An e-mail address or a phone number.

    ``currency`` completes a number written without its country (GBP, CNY); any
    other number needs ``+`` or ``00`` and the country code.
    """
    if wrong := fault(cell, LONGEST_CELL):
        raise CellFault(wrong.code)
    if "@" in cell:
        read = _EMAIL.fullmatch(cell)
        if read is None or len(read["local"]) > _LONGEST_LOCAL:
            raise CellFault("email_format")
        return Contact(ContactKind.EMAIL, cell.lower())
    return Contact(ContactKind.PHONE, _phone(cell, currency))


def _phone(cell: str, currency: Currency | None) -> str:
    if _SCIENTIFIC.fullmatch(cell):
        raise CellFault("scientific")
    if _PHONE.fullmatch(cell) is None:
        raise CellFault("contact_format")
    digits = cell.replace("(0)", "").translate(_PHONE_MARKS)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if not digits.startswith("+"):
        pattern, country = _NATIONAL.get(currency, (None, "")) if currency else (None, "")
        local = pattern.fullmatch(digits) if pattern else None
        if local is None:
            raise CellFault("phone_country")
        digits = country + local[1]
    if _INTERNATIONAL.fullmatch(digits) is None:
        raise CellFault("contact_format")
    return digits
