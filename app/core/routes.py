"""Which way a debt goes: the first route that matches, from a plan to the honest no."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from app.core.caselines import CaseFile, DebtLine
from app.core.debt import age
from app.core.desk import Desk, Limits, Routed
from app.core.hardship import needs_a_person
from app.core.options import (
    STEPS,
    Candidate,
    Chosen,
    Fit,
    Problem,
    choose,
    fit_level,
    fit_seasonal,
    level_grid,
    score,
    seasonal_grid,
)
from app.core.periods import Every, most_rows, rows_within
from app.core.policy import PolicyPack
from app.core.results import Route

TOKEN_TIMES = 10
TOKEN_MONTHS = 6
BREAK_MONTHS = 3
PRIORITY_MONTHS = 12


def stopped(
    case: CaseFile, debt: DebtLine, pack: PolicyPack, *, from_benefits: bool
) -> Routed | None:
    """The routes that come before any figure; None when a plan may be looked for.

    ``from_benefits``: all income is protected and the borrower has not offered it.
    """
    if case.hold is not None and case.hold.is_active(case.as_of):
        return Routed(Route.PAYMENT_BREAK, ("hold_active",))
    if debt.disputed:
        return Routed(Route.DISPUTE_FIRST, ("disputed",))
    old = age(debt, pack.limitation, case.subdivision, case.as_of)
    if old.expired:
        reason = "debt_extinguished" if old.extinguished else "limitation_reached"
        return Routed(Route.TIME_BARRED_WARNING, (reason,))
    if needs_a_person(case.hardship, case.as_of):
        return Routed(Route.REFER, ("person_first",))
    if from_benefits:
        return Routed(Route.REFER, ("benefit_only",))
    return None


def route(desk: Desk, short: str) -> Routed:
    """The first route that matches, with its options; ``short`` says why there may be none."""
    fit = fit_level(desk.problem, desk.recommended.level)
    return (
        _level_plan(desk, fit, desk.recommended, stretch=False)
        or _seasonal_plan(desk, fit, desk.recommended, stretch=False)
        or _level_plan(desk, fit_level(desk.problem, desk.hard.level), desk.hard, stretch=True)
        or _seasonal_plan(desk, fit, desk.hard, stretch=True)
        or _settlement(desk)
        or _reduced(desk, fit)
        or _small(desk, fit)
        or _break(desk, fit)
        or Routed(Route.NO_AFFORDABLE_PLAN, (short,), tried=fit)
    )


def _level_plan(desk: Desk, fit: Fit, limits: Limits, *, stretch: bool) -> Routed | None:
    if fit.rung is None:
        return None
    every = desk.problem.every
    pause = rows_within(min(BREAK_MONTHS, desk.lending.max_break_months), every)
    kept = level_grid(desk.problem, fit.rung, limits.level, (0, pause) if pause else (0,))
    if desk.priority and desk.problem.rows > most_rows(PRIORITY_MONTHS, every):
        # Arrears that take longer than a year get the whole share until they are clear.
        kept = tuple(plan for plan in kept if plan.instalment == limits.level)
    if desk.follow_months and every is Every.MONTHLY:
        kept += seasonal_grid(desk.problem, fit.rung, limits.seasonal, (STEPS,))
    kept = _lawful(desk, kept)
    return _planned(desk, fit, kept, (), stretch=stretch) if kept else None


def _seasonal_plan(desk: Desk, tried: Fit, limits: Limits, *, stretch: bool) -> Routed | None:
    if desk.problem.every is not Every.MONTHLY or not any(limits.seasonal):
        return None
    fit = fit_seasonal(desk.problem, limits.seasonal)
    if fit.rung is None:
        return None
    kept = seasonal_grid(desk.problem, fit.rung, limits.seasonal, range(1, STEPS + 1))
    kept = _lawful(desk, kept)
    found = Fit(fit.rung, tried.needed)
    why = ("follows_the_months",)
    return _planned(desk, found, kept, why, stretch=stretch) if kept else None


def _lawful(desk: Desk, kept: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Those that no binding rule of the pack stops."""
    return tuple(candidate for candidate in kept if desk.sieve.keeps(candidate))


def _planned(
    desk: Desk, fit: Fit, kept: Sequence[Candidate], more: tuple[str, ...], *, stretch: bool
) -> Routed:
    fits = fit.rung == 0
    full = fits and any(c.rate == desk.problem.rates[0] for c in kept)
    scored = score(kept)
    if desk.priority:
        why = "priority_arrears_first"
    elif fits and not full:
        why = "contract_rate_not_allowed"
    else:
        why = "contract_rate_clears" if full else "contract_rate_does_not_clear"
    if stretch:
        more = (*more, "above_recommended")
    return Routed(
        Route.FULL_PLAN if full else Route.INTEREST_FREEZE,
        (why, *more),
        choose(scored, follow_months=desk.follow_months),
        stretch,
        fit,
        kept=scored,
    )


def _settlement(desk: Desk) -> Routed | None:
    owed = desk.problem.balance.owed
    pay = -(
        -owed * desk.lending.settlement_share.numerator // desk.lending.settlement_share.denominator
    )
    if not 0 < pay <= desk.lump_sum:
        return None
    plan = one_off(desk.problem, (pay,))
    if not desk.sieve.keeps(plan, lump=True):
        return None
    return Routed(
        Route.SETTLEMENT,
        ("lump_sum_covers_share",),
        one_off=plan,
        written_off=0 if desk.lending.rest_continues else owed - pay,
        continues=owed - pay if desk.lending.rest_continues else 0,
    )


def _reduced(desk: Desk, fit: Fit) -> Routed | None:
    size, owed = desk.recommended.level, desk.problem.balance.owed
    payable = min(size * desk.problem.rows, owed)
    if size <= 0 or payable < desk.lending.min_repaid_share * owed:
        return None
    rows, last = divmod(payable, size)
    plan = one_off(desk.problem, (size,) * rows + ((last,) if last else ()))
    if not desk.sieve.keeps(plan):
        return None
    return Routed(
        Route.REDUCED_PLAN,
        ("no_rate_clears",),
        tried=fit,
        one_off=plan,
        written_off=owed - payable,
    )


def _small(desk: Desk, fit: Fit) -> Routed | None:
    """A token while things are hard; a referral when a small share is there to stay."""
    share, least = desk.recommended.monthly, desk.lending.least(desk.problem.every)
    if least <= 0 or desk.recommended.level < least:
        return None
    if not desk.hardship_ends and share >= TOKEN_TIMES * desk.lending.min_instalment:
        return Routed(Route.REFER, ("share_too_small",), tried=fit)
    owed = desk.problem.balance.owed
    rows = min(token_rows(desk.problem.every), -(-owed // least))
    amounts = (least,) * (rows - 1) + (min(least, owed - least * (rows - 1)),)
    plan = one_off(desk.problem, amounts)
    if not desk.sieve.keeps(plan):
        return None
    reason = "hardship_expected_to_end" if desk.hardship_ends else "small_share"
    return Routed(
        Route.TOKEN,
        (reason,),
        tried=fit,
        one_off=plan,
        continues=owed - sum(amounts),
    )


def _break(desk: Desk, fit: Fit) -> Routed | None:
    if desk.later is None:
        return None
    pause = desk.later.rows
    after = fit_level(desk.problem, desk.later.level, pause)
    chosen: tuple[Chosen, ...] = ()
    if after.rung is not None:
        kept = level_grid(desk.problem, after.rung, desk.later.level, (pause,))
        if kept := _lawful(desk, kept):
            chosen = choose(score(kept))
    return Routed(
        Route.PAYMENT_BREAK,
        (desk.later.reason,),
        chosen,
        tried=fit,
        break_months=desk.later.months,
        after=after,
    )


def token_rows(every: Every) -> int:
    """A token lasts until its review, whatever its frequency."""
    return max(1, rows_within(TOKEN_MONTHS, every))


def one_off(problem: Problem, amounts: tuple[int, ...]) -> Candidate:
    """A schedule without interest that stands outside the grid."""
    return Candidate(
        rate=Fraction(0),
        breaks=0,
        instalment=max(amounts),
        rows=len(amounts),
        total=sum(amounts),
        interest=0,
        npv=problem.discount.flows(amounts),
        plan=None,
        amounts=amounts,
    )
