"""Dividing one ceiling over several debts, exactly: the parts always add up.

Amounts are whole minor units. Priority debts come first; the rest goes by
balance, largest remainder, no share above its balance, none below its smallest
instalment; if the smallest instalments do not fit together, none is paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """One debt's part in a division.

    ``need`` is the monthly amount of a priority debt, 0 for others; ``least`` the
    smallest instalment its lender takes.
    """

    balance: int
    need: int
    least: int


def pro_rata(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split ``total`` by weight, largest remainder, ties to the earlier one.

    Raises:
        ValueError: a weight is negative, or all are 0 while there is something to split.
    """
    whole = sum(weights)
    if min(weights, default=0) < 0 or (whole == 0 and total):
        raise ValueError("weights are 0 or more, and not all 0")
    if whole == 0:
        return tuple(0 for _ in weights)
    parts = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class Division:
    """``parts`` of all debts; ``lifted`` got their smallest instalment, ``free`` split the rest."""

    parts: tuple[int, ...]
    lifted: tuple[int, ...] = ()
    free: tuple[int, ...] = ()


def share_out(pool: int, claims: Sequence[Claim]) -> Division:
    """Each debt's part of one month's ceiling."""
    needs = [claim.need for claim in claims]
    if sum(needs) > pool:
        return Division(pro_rata(pool, needs))
    others = [i for i, claim in enumerate(claims) if not claim.need and claim.balance > 0]
    lots = {i: min(claims[i].least, claims[i].balance) for i in others}
    lifted: set[int] = set()
    while True:
        rest = pool - sum(needs) - sum(lots[i] for i in lifted)
        if rest < 0:
            return Division(tuple(needs))
        free = tuple(i for i in others if i not in lifted)
        shared = dict(zip(free, capped(rest, [claims[i].balance for i in free]), strict=True))
        low = {i for i in free if shared[i] < lots[i]}
        if not low:
            parts = shared | {i: lots[i] for i in lifted}
            return Division(
                tuple(parts.get(i, need) for i, need in enumerate(needs)),
                tuple(sorted(lifted)),
                free,
            )
        lifted |= low


def capped(pool: int, balances: Sequence[int]) -> tuple[int, ...]:
    """Split by balance, nothing above its balance; what is left over is shared again."""
    if pool >= sum(balances):
        return tuple(balances)
    return pro_rata(pool, balances)
