"""Fields that take figures: amounts, frequencies, rates, counts and dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms.utils import unset_value

from app.core.money import Currency, Money
from app.core.periods import TIMES_A_YEAR, Every
from app.web.fields import Asked, ChoiceField, Words
from app.web.wording import FREQUENCIES

# Source: security.md section 7. The decimals are then held to those of the currency.
_AMOUNT = re.compile(r"\A([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.([0-9]{1,3}))?\Z")
_RATE = re.compile(r"\A([0-9]{1,2}|100)(?:\.([0-9]{1,6}))?\Z")
_COUNT = re.compile(r"\A[0-9]{1,3}\Z")
_DATE = re.compile(r"\A([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
_PART = re.compile(r"\A[0-9]{1,4}\Z")

SIGNS: dict[Currency, tuple[str, ...]] = {
    Currency.AUD: ("A$", "$"),
    Currency.CNY: ("¥", "￥", "元"),
    Currency.EUR: ("€",),
    Currency.GBP: ("£",),
    Currency.JPY: ("¥", "￥", "円"),
    Currency.KWD: ("KD",),
    Currency.USD: ("US$", "$"),
}
REGULAR = tuple(one for one in Every if one is not Every.IRREGULAR)
EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 12, 31)


class MoneyField(Asked):
    """Text such as ``1,250.50`` to ``Money``; never guesses, keeps what was typed.

    The currency is the field's own or the form's (``Form.read(currency=...)``).
    ``positive`` is what to say to an amount of 0, where 0 makes no sense.
    """

    data: Money | None

    def __init__(
        self,
        label: Words = "",
        *,
        currency: Currency | None = None,
        positive: Words = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.currency: Currency = currency or self.meta.currency
        self.positive = positive

    @property
    def money(self) -> Money:
        """The amount; read it only after ``validate()`` said yes."""
        if self.data is None:
            raise LookupError(self.name)
        return self.data

    @property
    def sign(self) -> str:
        return SIGNS[self.currency][0]

    def read(self, typed: str) -> Money:
        amount = _without_sign(typed, self.currency)
        digits = self.currency.exponent
        if amount.startswith(("-", "−", "－")):
            raise ValueError(_l("Enter an amount of 0 or more"))
        read = _AMOUNT.match(amount)
        if read is None or len(read[2] or "") > digits:
            if digits:
                raise ValueError(_l("Enter an amount in numbers, like 1250 or 1,250.50"))
            raise ValueError(_l("Enter a whole amount in numbers, like 1250 or 1,250"))
        minor = int(read[1].replace(",", "") + (read[2] or "").ljust(digits, "0"))
        if self.positive and minor == 0:
            raise ValueError(self.positive)
        return Money(minor, self.currency)

    def shown(self, value: Money) -> str:
        return value.plain


class FrequencyField(ChoiceField):
    """How often an amount comes or goes; nothing is chosen beforehand."""

    def __init__(
        self,
        label: Words = "",
        *,
        offered: Sequence[Every] = REGULAR,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            label, choices=[(one.value, FREQUENCIES[one]) for one in offered], **kwargs
        )

    @property
    def every(self) -> Every:
        """The frequency; read it only after ``validate()`` said yes."""
        if self.data is None:
            raise LookupError(self.name)
        return Every(self.data)

    def times_a_year(self, value: str) -> int | None:
        """For the live sum on the page; irregular lines have none."""
        return TIMES_A_YEAR.get(Every(value))


class RateField(Asked):
    """A yearly rate typed in percent (``24.9``) to an exact fraction (249/1000)."""

    data: Fraction | None

    def read(self, typed: str) -> Fraction:
        read = _RATE.match(typed.removesuffix("%").removesuffix("％").strip())
        if read is None:
            raise ValueError(_l("Enter the yearly rate in percent, like 24.9"))
        part = read[2] or ""
        return Fraction(int(read[1] + part), 100 * 10 ** len(part))

    def shown(self, value: Fraction) -> str:
        millionths = value * 100 * 10**6
        whole, part = divmod(int(millionths), 10**6)
        return f"{whole}.{part:06d}".rstrip("0").rstrip(".")


class CountField(Asked):
    """A small whole number, ``least`` to ``most``."""

    data: int | None

    def __init__(self, label: Words = "", *, least: int = 0, most: int = 99, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.least = least
        self.most = most

    def read(self, typed: str) -> int:
        if not _COUNT.match(typed) or not self.least <= int(typed) <= self.most:
            raise ValueError(
                _l(
                    "Enter a whole number from %(least)d to %(most)d",
                    least=self.least,
                    most=self.most,
                )
            )
        return int(typed)


class DateField(Asked):
    """A day, as three parts (``name-day`` ...) or as ``YYYY-MM-DD`` in ``name``."""

    data: date | None

    def __init__(
        self,
        label: Words = "",
        *,
        earliest: date = EARLIEST,
        latest: date = LATEST,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.earliest = earliest
        self.latest = latest
        self.typed = {"day": "", "month": "", "year": ""}

    def submitted_names(self) -> tuple[str, ...]:
        return (self.name, *(f"{self.name}-{part}" for part in self.typed))

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Three inputs make one answer, so they are collected before WTForms looks."""
        super().process(formdata, data, extra_filters)
        if self.data is not None:
            self._show(self.data)
        if formdata is None or not any(n in formdata for n in self.submitted_names()[1:]):
            return
        for part in self.typed:
            self.typed[part] = str(formdata.get(f"{self.name}-{part}", "")).strip()
        self.data = None
        if any(self.typed.values()):
            try:
                self.data = self._from_parts()
            except ValueError as asked_again:
                self.process_errors = [*self.process_errors, asked_again.args[0]]

    def read(self, typed: str) -> date:
        read = _DATE.match(typed)
        if read is None:
            raise ValueError(_l("Enter the day, month and year in numbers"))
        return self._on(int(read[1]), int(read[2]), int(read[3]))

    def shown(self, value: date) -> str:
        return value.isoformat()

    def year_first(self) -> bool:
        """Whether readers of this language write the year first."""
        return str(get_locale()).startswith("zh")

    def _from_parts(self) -> date:
        if not all(_PART.match(p) for p in self.typed.values()):
            raise ValueError(_l("Enter the day, month and year in numbers"))
        day, month, year = (int(p) for p in self.typed.values())
        return self._on(year, month, day)

    def _on(self, year: int, month: int, day: int) -> date:
        try:
            when = date(year, month, day)
        except ValueError:
            raise ValueError(_l("This date does not exist. Check the day and month")) from None
        if not self.earliest <= when <= self.latest:
            raise ValueError(_l("This date is too early or too late. Check the year"))
        return when

    def _show(self, when: date) -> None:
        self.typed = {"day": str(when.day), "month": str(when.month), "year": str(when.year)}


def _without_sign(typed: str, currency: Currency) -> str:
    for sign in (*SIGNS[currency], currency.value):
        if typed.startswith(sign):
            return typed.removeprefix(sign).strip()
        if typed.endswith(sign):
            return typed.removesuffix(sign).strip()
    return typed
