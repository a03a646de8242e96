"""Each debt's planning problem and its limits, worked out from the case and the ceilings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil

from app.core.caselines import CaseFile, DebtLine
from app.core.ceilings import Ceilings, Shares
from app.core.debt import contractual_total
from app.core.desk import Desk, Later, Limits
from app.core.generate import Timetable
from app.core.hardship import is_active
from app.core.household import Month
from app.core.ledger import planned
from app.core.lender_view import discount
from app.core.lending import Lending
from app.core.money import Money
from app.core.offers import Counter, intervals
from app.core.options import Problem
from app.core.periods import TIMES_A_YEAR, Every, most_in_a_month, most_rows
from app.core.policy import PolicyPack
from app.core.results import Baseline
from app.core.routes import BREAK_MONTHS, PRIORITY_MONTHS, token_rows
from app.core.rule_findings import sieve
from app.core.sharing import Claim
from app.core.standings import standing_of


@dataclass(frozen=True, slots=True)
class Base:
    """What all debts of a case share.

    ``shares`` divides what is recommended, ``hard_shares`` the hard ceiling, which no
    calendar month may pass: there a need is what its heaviest month takes.
    """

    case: CaseFile
    pack: PolicyPack
    first: date
    known: tuple[Month, ...]
    ceilings: Ceilings
    shares: Shares
    hard_shares: Shares


def claim(debt: DebtLine, lending: Lending, every: Every) -> Claim:
    """A debt's claim on the ceiling: its need when it comes first, else what a plan would bear."""
    bears = planned(debt, waive_fees=lending.waive_fees)[0].owed
    return Claim(bears, need(bears, every) if debt.priority else 0, lending.min_instalment)


def hard_claim(debt: DebtLine, lending: Lending, every: Every) -> Claim:
    """As ``claim``, with the need of the month with the most payments; a monthly plan has one."""
    average = claim(debt, lending, every)
    if every is Every.MONTHLY or not debt.priority:
        return average
    return replace(average, need=heaviest_need(average.balance, every))


def need(arrears: int, every: Every) -> int:
    """What clears ``arrears`` in a year, a month: ceil(arrears / 12) for a monthly plan.

    For other frequencies it is the month's worth of the smallest instalment that
    clears them in a year, so that the instalment made of it again is enough.
    """
    rows = most_rows(PRIORITY_MONTHS, every)
    return ceil(Fraction(ceil(Fraction(arrears, rows)) * TIMES_A_YEAR[every], 12))


def heaviest_need(arrears: int, every: Every) -> int:
    """What ``need`` comes to in the month with the most payments, and never less than it."""
    smallest = ceil(Fraction(arrears, most_rows(PRIORITY_MONTHS, every)))
    return max(need(arrears, every), smallest * most_in_a_month(every))


def per_instalment(monthly: int, hard: int, every: Every) -> int:
    """The largest instalment of a debt that may take ``monthly`` over a year.

    All that can fall due in one calendar month stays within ``hard``, its part of
    the hard ceiling. Rounded down.
    """
    if every is Every.MONTHLY:
        return monthly
    return min(monthly * 12 // TIMES_A_YEAR[every], hard // most_in_a_month(every))


def desk_for(base: Base, place: int, lending: Lending, lump_sum: int) -> tuple[Desk, Counter]:
    """Everything the route of one debt looks at, and what its options share."""
    case, debt = base.case, base.case.debts[place]
    every = case.wishes.frequency
    most = base.hard_shares.divide(base.ceilings.hard).parts[place]
    usual = base.shares.divide(base.ceilings.recommended).parts[place]
    recommended = _limits(base, place, usual, most, base.ceilings.recommended_by_month)
    hard = _limits(base, place, most, most, base.ceilings.hard_by_month)
    if not debt.priority and sum(c.need for c in base.hard_shares.claims) > base.ceilings.hard:
        # Good months stretch no other debt while a priority debt gets less than it needs.
        hard = replace(hard, seasonal=())
    months = lending.max_term_months
    if debt.priority:
        owed, cap = base.shares.claims[place].balance, base.pack.term_cap(debt.kind)
        months = _priority_months(owed, recommended, hard, every, cap)
    rows = most_rows(months, every)
    balance, waived, beside = planned(debt, waive_fees=lending.waive_fees)
    # Arrears of a priority debt bear no interest while they are paid off.
    ladder = (Fraction(0),) if debt.priority else lending.ladder
    rates = tuple(dict.fromkeys(debt.annual_rate * rung for rung in ladder))
    longest = max(rows, token_rows(every))
    factors = discount(debt.annual_rate, every, longest)
    least = 0 if debt.priority else lending.least(every)
    problem = Problem(balance, rates, rows, every, factors, least)
    timetable = Timetable(base.first, every, lending.roll, case.calendar, case.wishes.day)
    days = timetable.days(longest)
    later = _later(base, place, lending, days)
    contract = baseline(debt)
    standing = standing_of(
        case,
        debt,
        base.pack,
        base.known,
        owed=balance.owed + waived,
        baseline=contract,
        every=every,
        due=[due for due, _ in days],
    )
    counter = Counter(
        debt=debt,
        problem=problem,
        timetable=timetable,
        currency=case.currency,
        as_of=case.as_of,
        waived=waived,
        beside=beside,
        baseline=contract,
        break_months=min(lending.max_break_months, BREAK_MONTHS),
        apr_rule=base.pack.apr_rule,
        term_months=months,
        days=days,
        times=intervals(case.as_of, days),
    )
    desk = Desk(
        problem=problem,
        lending=lending,
        recommended=recommended,
        hard=hard,
        later=later,
        lump_sum=lump_sum,
        hardship_ends=any(
            line.expected_until is not None and is_active(line, case.as_of)
            for line in case.hardship
        ),
        follow_months=case.wishes.follow_months,
        priority=debt.priority,
        sieve=sieve(base.pack, standing, case.as_of),
    )
    return desk, counter


def _priority_months(
    arrears: int, recommended: Limits, hard: Limits, every: Every, longest: int
) -> int:
    """A year where either share clears the arrears in it, level or with the seasons.

    Else the fewest months in which the recommended share does, then the hard one.
    No lender's policy reaches these terms.
    """
    year = most_rows(PRIORITY_MONTHS, every)
    for limits in (recommended, hard):
        if max(limits.level * year, sum(limits.seasonal[:year])) >= arrears:
            return PRIORITY_MONTHS
    for limits in (recommended, hard):
        for months in range(PRIORITY_MONTHS + 1, longest + 1):
            if limits.level * most_rows(months, every) >= arrears:
                return months
    return longest


def baseline(debt: DebtLine) -> Baseline | None:
    """The contractual payment to the end; for a priority debt, until its arrears are paid."""
    currency = debt.principal.currency
    if debt.priority:
        agreed = debt.contractual_payment
        if agreed is None or not agreed.amount:
            return None
        return Baseline(debt.arrears, -(-debt.arrears.minor // agreed.amount.minor))
    found = contractual_total(debt)
    return None if found is None else Baseline(Money(found[0], currency), found[1])


def _limits(base: Base, place: int, monthly: int, hard: int, by_month: Sequence[int]) -> Limits:
    seasonal: tuple[int, ...] = ()
    if base.case.wishes.frequency is Every.MONTHLY:
        seasonal = tuple(base.shares.part(month, place) for month in by_month)
    level = per_instalment(monthly, hard, base.case.wishes.frequency)
    return Limits(level, monthly, seasonal)


def _later(
    base: Base, place: int, lending: Lending, days: Sequence[tuple[date, date]]
) -> Later | None:
    """The break after which more can be paid, or the hardship is over, if it is short enough."""
    longest = min(lending.max_break_months, len(base.known) - 1)
    pauses: list[tuple[int, int, str]] = []
    least = max(1, lending.min_instalment)
    for months in range(1, longest + 1):
        lasting = min(month.recommended for month in base.known[months:])
        if base.known[0].recommended < least <= lasting:
            pauses.append((months, 0, "income_recovers"))
            break
    for line in base.case.hardship:
        if line.expected_until is None or not is_active(line, base.case.as_of):
            continue
        end = line.expected_until
        months = (end.year - base.first.year) * 12 + end.month - base.first.month + 1
        # A hardship that is over before the first due month still gets the shortest break.
        months = max(1, months)
        if months <= longest:
            pauses.append((months, 1, "hardship_ends"))
    if not pauses:
        return None
    months, _, reason = min(pauses)
    after = base.known[months:]
    monthly = base.shares.part(min(month.recommended for month in after), place)
    hard = base.hard_shares.part(min(month.hard for month in after), place)
    level = per_instalment(monthly, hard, base.case.wishes.frequency)
    resumes = (base.known[months].year, base.known[months].month)
    rows = sum(1 for due, _ in days if (due.year, due.month) < resumes)
    return Later(months, rows, reason, level)
