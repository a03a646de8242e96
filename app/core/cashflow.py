"""Present value and rate of return of flows at any time. Decimals, never binary floats."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal, localcontext
from fractions import Fraction

from app.core.lender_view import HIGHEST_APR, LOWEST_APR, root

DIGITS = 28


def present_value(flows: Sequence[tuple[Fraction, int]], rate: Decimal) -> Decimal:
    """The sum of amount x (1 + rate)^-years, in the unit of the amounts."""
    with localcontext(Context(prec=DIGITS)):
        step = (1 + rate).ln()
        worth = Decimal(0)
        for years, amount in flows:
            worth += amount * (-step * years.numerator / years.denominator).exp()
        return worth


def rate_of_return(flows: Sequence[tuple[Fraction, int]]) -> Decimal | None:
    """The yearly rate at which the flows are worth nothing; None when there is none."""
    with localcontext(Context(prec=DIGITS)):
        return root(lambda rate: present_value(flows, rate), LOWEST_APR, HIGHEST_APR)
