"""The plain way to work out a plan, in decimals and row by row: what the others are compared with.

It shares nothing with ``core.amortise``, so it is also a second opinion on every figure.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

from app.core.lender_view import NPV_DIGITS
from app.core.portfolio import RATE_UNIT

Account = tuple[int, int, int, int, int]
"""Principal, interest and fees in minor units; the plan's rate, then the contract's."""
Figures = tuple[int, ...]
"""Instalment, rows, last instalment, new interest, total and present value, in minor units."""

_ONE = Decimal(1)


def plan(account: Account, instalment: int) -> Figures:
    """What a level monthly plan comes to. The instalment exceeds the first interest."""
    with localcontext(Context(prec=NPV_DIGITS)):
        principal, rest = Decimal(account[0]), Decimal(account[1] + account[2])
        rate, contract = (Decimal(part) / RATE_UNIT / 12 for part in account[3:])
        size, factor, step = Decimal(instalment), _ONE, 1 / (1 + contract)
        rows, paid, added, total, worth = 0, size, Decimal(0), Decimal(0), Decimal(0)
        while principal + rest:
            # Divided last: a rate of a month may have no end in decimals.
            charge = principal * account[3] // (12 * RATE_UNIT) if rate else Decimal(0)
            added += charge
            rest += charge
            paid = min(size, principal + rest)
            to_principal = min(paid, principal)
            principal -= to_principal
            rest -= paid - to_principal
            factor *= step
            worth += paid * factor
            total += paid
            rows += 1
        whole = worth.quantize(_ONE, rounding=ROUND_HALF_EVEN)
    return instalment, rows, int(paid), int(added), int(total), int(whole)
