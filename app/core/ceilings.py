"""Ceilings month by month, for the household and for each debt, level and with the seasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from app.core.household import Month
from app.core.sharing import Claim, Division, share_out


@dataclass(frozen=True, slots=True)
class Ceilings:
    """What all plans together may take in the worst month, and each month.

    ``recommended_by_month`` and ``hard_by_month`` are also within the cash that
    is there: good months first cover bad ones. With several debts the hard one is
    never below the recommended one in any month, so that some debts may be sized
    by the one and some by the other.
    """

    recommended: int
    hard: int
    recommended_by_month: tuple[int, ...]
    hard_by_month: tuple[int, ...]


def ceilings(known: Sequence[Month], debts: int = 1) -> Ceilings:
    """The ceilings over all months of the longest plan, for that many debts."""
    recommended = tuple(m.recommended for m in known)
    hard = tuple(m.hard for m in known)
    free = tuple(m.free for m in known)
    low = within_cash(recommended, free)
    high = within_cash(hard, free, kept=low if debts > 1 else ())
    return Ceilings(min(recommended), min(hard), low, high)


def within_cash(
    limits: Sequence[int], free: Sequence[int], *, kept: Sequence[int] = ()
) -> tuple[int, ...]:
    """Each month's limit, never above the cash that must last through later bad months.

    cash_m = the least running sum of ``free`` from month m on, less what was
    paid before; never below 0. ``kept`` are payments, themselves within the cash
    and the limits, that later months must still be able to make.
    """
    cash = cash_by_month(limits, free, kept=kept)
    return tuple(min(limit, max(0, there)) for limit, there in zip(limits, cash, strict=True))


def cash_by_month(
    limits: Sequence[int], free: Sequence[int], *, kept: Sequence[int] = ()
) -> tuple[int, ...]:
    """The cash behind each limit of ``within_cash``; below 0 where there is none."""
    if min(free) >= 0:
        return tuple(free)
    promised = tuple(kept) or (0,) * len(free)
    running = list(accumulate(f - k for f, k in zip(free, promised, strict=True)))
    least = list(accumulate(reversed(running), min))[::-1]
    paid = 0
    found: list[int] = []
    for limit, cash, due in zip(limits, least, promised, strict=True):
        there = cash + due - paid
        found.append(there)
        paid += min(limit, max(0, there)) - due
    return tuple(found)


@dataclass(slots=True)
class Shares:
    """Divides pools among the same claims; equal pools are divided once."""

    claims: tuple[Claim, ...]
    _known: dict[int, Division]
    _floored: dict[int, tuple[int, ...]]

    @classmethod
    def of(cls, claims: Sequence[Claim]) -> Shares:
        return cls(tuple(claims), {}, {})

    @property
    def several(self) -> bool:
        """Whether more than one debt has a claim."""
        return sum(1 for claim in self.claims if claim.balance) > 1

    def divide(self, pool: int) -> Division:
        if pool not in self._known:
            self._known[pool] = share_out(pool, self.claims)
        return self._known[pool]

    def part(self, pool: int, place: int) -> int:
        """One debt's part, rounded down so that parts of different months fit together."""
        if pool not in self._floored:
            self._floored[pool] = self._floor(pool)
        return self._floored[pool][place]

    def _floor(self, pool: int) -> tuple[int, ...]:
        whole = self.divide(pool)
        parts = list(whole.parts)
        rest = sum(parts[i] for i in whole.free)
        weights = sum(self.claims[i].balance for i in whole.free)
        for i in whole.free:
            parts[i] = rest * self.claims[i].balance // weights
        return tuple(parts)
