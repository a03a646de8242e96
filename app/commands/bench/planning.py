"""``bench planning``: the speed of the plan engine, each figure beside the plain decimal way."""

from __future__ import annotations

import sys

from app.commands.bench import accounts, assessing
from app.commands.bench.assessing import Growth

OK, FAULT = 0, 1
ACCOUNTS = {True: 100_000, False: 1_000_000}
HOUSEHOLDS = {True: 40, False: 200}
TARGETS = {
    "assess_p50_ms": "<= 5",
    "assess_candidates": ">= 50",
    "assess_ratio_to_decimal": "its plans alone, in decimals, against all of it",
    "assess_growth_months": "about 1 or less: linear or better",
    "assess_growth_candidates": "about 1 or less: linear or better",
    "assess_growth_debts": "about 1 or less: linear or better",
    "portfolio_accounts_per_s": ">= 2000000 on 2 cores",
}


def planning(*, short: bool) -> int:
    """Print the figures; 1 when two ways to work out one plan do not agree."""
    try:
        figures, growths = measure(short=short)
    except accounts.PlansDiffer as fault:
        print(f"plans differ: {fault}", file=sys.stderr)
        return FAULT
    for name, value in figures.items():
        print(f"{name:<30} {value:>14,.2f}  {TARGETS.get(name, '')}".rstrip())
    for growth in growths:
        _print(growth)
    print(f"{accounts.SAMPLE:,} accounts at random agree to the minor unit with the exact code")
    return OK


def measure(*, short: bool) -> tuple[dict[str, float], tuple[Growth, ...]]:
    """The figures by name, and how one assessment grows.

    Raises:
        PlansDiffer: two ways to work out one plan do not agree.
    """
    figures, growths = assessing.measure(HOUSEHOLDS[short])
    return figures | accounts.measure(ACCOUNTS[short]), growths


def _print(growth: Growth) -> None:
    print(f"one assessment by {growth.of}: time grows with the power {growth.exponent:.2f}")
    for size, taken in growth.rows:
        print(f"  {size:>6,} {taken:>10,.2f} ms {taken * 1000 / size:>10,.1f} us each")
