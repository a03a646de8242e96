"""Money in whole minor units. No floats, no rounding that is not asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from app.core.errors import CurrencyMismatch


class Currency(StrEnum):
    """ISO 4217 codes we can count in."""

    AUD = "AUD"
    CNY = "CNY"
    EUR = "EUR"
    GBP = "GBP"
    JPY = "JPY"
    KWD = "KWD"
    USD = "USD"

    @property
    def exponent(self) -> int:
        """Decimal places of one major unit: 2 for pounds, 0 for yen, 3 for dinars."""
        return _EXPONENTS.get(self, 2)


_EXPONENTS = {Currency.JPY: 0, Currency.KWD: 3}
_PLAIN = re.compile(r"(?P<whole>0|[1-9][0-9]{0,9})(\.(?P<part>[0-9]+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount, e.g. ``Money(1999, Currency.GBP)`` is 19.99 pounds."""

    minor: int
    currency: Currency

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("Money.minor is whole minor units")

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> Money:
        if type(times) is not int:
            raise TypeError("an amount is multiplied by whole numbers only")
        return Money(self.minor * times, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def split(self, parts: int) -> tuple[Money, ...]:
        """Divide into ``parts`` that differ by at most one minor unit.

        The parts always add up to the whole; the larger ones come last, so
        the first payment is never the largest.

        Raises:
            ValueError: ``parts`` is below 1.
        """
        if parts < 1:
            raise ValueError("parts must be at least 1")
        share, extra = divmod(self.minor, parts)
        small, large = Money(share, self.currency), Money(share + 1, self.currency)
        return (small,) * (parts - extra) + (large,) * extra

    @property
    def plain(self) -> str:
        """The decimal string of our files and APIs: ``1250.50``, ``-6.50``, never ``-0.00``."""
        digits = self.currency.exponent
        sign = "-" if self.minor < 0 else ""
        whole, part = divmod(abs(self.minor), 10**digits)
        return f"{sign}{whole}.{part:0{digits}d}" if digits else f"{sign}{whole}"

    @classmethod
    def parse(cls, text: str, currency: Currency) -> Money:
        """Read a plain decimal string such as ``1250.50``; unsigned, no separators.

        Raises:
            ValueError: ``amount_format`` or ``too_many_decimals`` is the message.
        """
        read = _PLAIN.fullmatch(text)
        if read is None:
            raise ValueError("amount_format")
        part = read["part"] or ""
        if len(part) > currency.exponent:
            raise ValueError("too_many_decimals")
        return cls(int(read["whole"] + part.ljust(currency.exponent, "0")), currency)

    @classmethod
    def zero(cls, currency: Currency) -> Money:
        return cls(0, currency)

    def _same(self, other: Money) -> int:
        if other.currency is not self.currency:
            raise CurrencyMismatch(f"{self.currency} with {other.currency}")
        return other.minor


def total(amounts: Iterable[Money], currency: Currency) -> Money:
    """The sum, which is zero of ``currency`` for no amounts."""
    minor = 0
    for amount in amounts:
        minor += (amount - Money(0, currency)).minor
    return Money(minor, currency)


def round_down(exact: Fraction, currency: Currency) -> Money:
    """Exact minor units to whole ones, never more: for income, ceilings and interest."""
    return Money(floor(exact), currency)


def round_up(exact: Fraction, currency: Currency) -> Money:
    """Exact minor units to whole ones, never less: for spending, floors and buffers."""
    return Money(ceil(exact), currency)
