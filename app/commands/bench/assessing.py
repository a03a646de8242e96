"""How long one assessment takes, and how that grows with months, candidates and debts."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from app.commands.bench import decimals
from app.commands.bench.accounts import PlansDiffer
from app.commands.bench.households import PLACES, household, mixed, numbers
from app.core.amortise import Balance, level, period_rate, smallest
from app.core.assessment import Assessment, assess
from app.core.caselines import CaseFile
from app.core.lender_view import discount
from app.core.packs import load
from app.core.periods import Every
from app.core.policy import PolicyPack
from app.core.portfolio import RATE_UNIT

MONTHS = (12, 36, 60, 120, 240, 360)
RUNGS = (2, 4, 8, 16, 32)
DEBTS = (1, 2, 5, 10, 25)
REPEATS = 5
PLANS = 500
LONGEST = 36
RATE_PARTS = 24_900_000


@dataclass(frozen=True, slots=True)
class Growth:
    """Time by size: (size, milliseconds) pairs, and the power of the size it grows with."""

    of: str
    rows: tuple[tuple[int, float], ...]

    @property
    def exponent(self) -> float:
        """The slope of the line through the logarithms, least squares."""
        sizes, times = (
            [math.log(value) for value in column] for column in zip(*self.rows, strict=True)
        )
        return statistics.linear_regression(sizes, times).slope


def measure(count: int) -> tuple[dict[str, float], tuple[Growth, ...]]:
    """CPU milliseconds of ``count`` mixed households and of the ways in which one can grow."""
    figures = _households(count) | _plans()
    growths = (_by_months(), _by_candidates(), _by_debts())
    for growth in growths:
        figures[f"assess_growth_{growth.of}"] = growth.exponent
    plain = figures["assess_candidates"] * figures["plan_decimal_us"] / 1000
    figures["assess_ratio_to_decimal"] = plain / figures["assess_p50_ms"]
    return figures, growths


def _households(count: int) -> dict[str, float]:
    packs = {place: load(place) for place in PLACES}
    times, candidates = [], []
    for case in mixed(count):
        taken, found = _timed(case, packs[case.jurisdiction])
        times.append(taken)
        candidates.append(_candidates(found))
    return {
        "assess_p50_ms": statistics.median(times),
        "assess_p95_ms": statistics.quantiles(times, n=20)[-1],
        "assess_candidates": statistics.median(candidates),
    }


def _plans() -> dict[str, float]:
    """One plan and its present value: in whole numbers, and row by row in decimals."""
    rate = Fraction(RATE_PARTS, RATE_UNIT)
    per, factors = period_rate(rate, Every.MONTHLY), discount(rate, Every.MONTHLY, LONGEST)
    asked = []
    for principal in numbers("plans", PLANS, 10_000, 2_000_000):
        balance = Balance(principal, 0, 0)
        asked.append((balance, smallest(balance, per, LONGEST) or 0))

    def whole() -> list[tuple[int, ...]]:
        plans = [level(balance, per, size) for balance, size in asked]
        return [
            (p.amount, p.rows, p.last, p.interest, p.total, factors.level(p)) for p in plans if p
        ]

    def plain() -> list[tuple[int, ...]]:
        return [
            decimals.plan((balance.principal, 0, 0, RATE_PARTS, RATE_PARTS), size)
            for balance, size in asked
        ]

    if whole() != plain():
        raise PlansDiffer("whole numbers and decimals")
    quick, slow = _cpu(whole), _cpu(plain)
    return {
        "plan_integer_us": quick * 1000 / PLANS,
        "plan_decimal_us": slow * 1000 / PLANS,
        "plan_ratio_to_decimal": slow / quick,
    }


def _by_months() -> Growth:
    """No pack allows the longest of these terms, so the limit is lifted; the debt grows too."""
    pack = load("UK")
    rows = []
    for months in MONTHS:
        longest = replace(pack.max_term, months=months)
        lifted = replace(pack, max_term=longest, house_term_months=months)
        rows.append((months, _timed(household(1, months=months), lifted)[0]))
    return Growth("months", tuple(rows))


def _by_candidates() -> Growth:
    """More rates to try give more plans to choose from."""
    pack, rows = load("UK"), []
    for rungs in RUNGS:
        taken, found = _timed(household(1, ladder=rungs), pack)
        rows.append((_candidates(found), taken))
    return Growth("candidates", tuple(rows))


def _by_debts() -> Growth:
    pack = load("UK")
    return Growth(
        "debts",
        tuple((debts, _timed(household(1, debts=debts), pack)[0]) for debts in DEBTS),
    )


def _candidates(found: Assessment) -> int:
    return sum(debt.candidates for debt in found.debts)


def _timed(case: CaseFile, pack: PolicyPack) -> tuple[float, Assessment]:
    found = assess(case, pack)
    return _cpu(lambda: assess(case, pack)), found


def _cpu(work: Callable[[], object]) -> float:
    """CPU milliseconds, the least of some tries: other work on the machine only adds to it."""
    taken: Sequence[float] = [_once(work) for _ in range(REPEATS)]
    return min(taken) * 1000


def _once(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
