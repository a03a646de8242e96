"""A whole portfolio's plans: how many accounts a second, beside one account at a time."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import astuple
from fractions import Fraction

from app.commands.bench import decimals
from app.commands.bench.decimals import Account, Figures
from app.commands.bench.households import numbers
from app.core.amortise import Balance, level, period_rate, smallest
from app.core.lender_view import discount
from app.core.periods import Every
from app.core.portfolio import RATE_UNIT, Accounts, smallest_plans

MONTHS = 36
SAMPLE = 10_000
BESIDE_DECIMALS = 2_000
ROUNDS = 5


class PlansDiffer(Exception):
    """Two ways to work out one account's plan do not agree."""


def measure(count: int, sample: int = SAMPLE) -> dict[str, float]:
    """Accounts a second: all at once on every core, by the clock and by CPU time; and alone.

    Raises:
        PlansDiffer: on any of ``sample`` accounts taken at random.
    """
    columns = _columns(count)
    accounts = Accounts.of(*columns)
    threads = os.cpu_count() or 1
    waited, worked = [], []
    for _ in range(ROUNDS):
        began, busy = time.perf_counter(), time.process_time()
        plans = smallest_plans(accounts, MONTHS, threads=threads)
        waited.append(time.perf_counter() - began)
        worked.append(time.process_time() - busy)
    best = count / min(waited)
    places = list(numbers("sample", sample, 0, count - 1))
    asked = [_account(columns, k) for k in places]
    together = list(zip(*(column[places].tolist() for column in astuple(plans)), strict=True))

    began = time.process_time()
    alone = [exact(account) for account in asked]
    each = sample / (time.process_time() - began)
    few = min(sample, BESIDE_DECIMALS)
    began = time.process_time()
    plain = [decimals.plan(asked[k], alone[k][0]) for k in range(few)]
    slow = few / (time.process_time() - began)
    agree(asked, together, alone)
    agree(asked[:few], plain, alone[:few])
    return {
        "portfolio_accounts_per_s": best,
        "portfolio_accounts_per_cpu_s": count / min(worked),
        "portfolio_exact_per_s": each,
        "portfolio_decimal_per_s": slow,
        "portfolio_ratio_to_exact": best / each,
        "portfolio_ratio_to_decimal": best / slow,
    }


def exact(account: Account) -> Figures:
    """The same figures from the code that plans one debt."""
    rate, contract = (Fraction(part, RATE_UNIT) for part in account[3:])
    balance, per = Balance(*account[:3]), period_rate(rate, Every.MONTHLY)
    plan = level(balance, per, smallest(balance, per, MONTHS) or 0)
    if plan is None:
        raise PlansDiffer(f"nothing clears {account}")
    worth = discount(contract, Every.MONTHLY, plan.rows).level(plan)
    return plan.amount, plan.rows, plan.last, plan.interest, plan.total, worth


def _columns(count: int) -> tuple[tuple[int, ...], ...]:
    """Principal, interest, fees, and rates to four decimals: half the plans at the contract's."""
    contract = tuple(10_000 * points for points in numbers("contract", count, 0, 3_999))
    cuts = numbers("cuts", count, 1, 8)
    return (
        numbers("principal", count, 10_000, 2_000_000),
        numbers("interest", count, 0, 50_000),
        numbers("fees", count, 0, 5_000),
        tuple(rate * min(cut, 4) // 4 for rate, cut in zip(contract, cuts, strict=True)),
        contract,
    )


def _account(columns: Sequence[Sequence[int]], place: int) -> Account:
    principal, interest, fees, rate, contract = (column[place] for column in columns)
    return principal, interest, fees, rate, contract


def agree(asked: Sequence[Account], one: Sequence[Figures], other: Sequence[Figures]) -> None:
    """Nothing when all figures are equal.

    Raises:
        PlansDiffer: for the first account where they are not.
    """
    for account, figures, others in zip(asked, one, other, strict=True):
        if figures != others:
            raise PlansDiffer(f"{account}: {figures}, {others}")
