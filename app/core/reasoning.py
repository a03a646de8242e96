"""The explanation of one assessment: the sum, its division, and the rungs that were tried."""

from __future__ import annotations

from app.core.desks import Base, per_instalment
from app.core.explain import Writer, budget_steps, need_step, rate_text, share_steps
from app.core.household import MONTHS_SHOWN, Buffer, Month, floor_in_force, worst
from app.core.offers import Counter
from app.core.periods import TIMES_A_YEAR, Every
from app.core.results import Step
from app.core.routes import Routed


def explanation(
    base: Base,
    buffer: Buffer,
    counters: dict[str, Counter],
    routed: tuple[Routed, ...],
    *,
    offers_nothing: bool,
) -> tuple[Step, ...]:
    """Every step that led to the shares and sizes, in the order they were taken."""
    case, claims = base.case, base.shares.claims
    write = Writer(base.pack, case.currency)
    floor = floor_in_force(case.floor, case.as_of)
    every = case.wishes.frequency

    def month_steps(month: Month, suffix: str) -> tuple[Step, ...]:
        return budget_steps(
            write,
            case,
            month,
            buffer=buffer,
            floor_rule=None if floor is None else floor.rule,
            offers_nothing=offers_nothing,
            suffix=suffix,
        )

    shown = worst(base.known[:MONTHS_SHOWN])
    steps = list(month_steps(shown, ""))
    planned = worst(base.known)
    if planned != shown and (
        planned.recommended != shown.recommended or planned.hard != shown.hard
    ):
        steps += month_steps(planned, f"_{planned.name}")
    names = [debt.id for debt in case.debts]
    for debt, claim in zip(case.debts, claims, strict=True):
        if claim.need:
            steps.append(need_step(write, debt.id, debt.arrears.minor, claim.need, every))
    pool = base.ceilings.recommended
    steps += share_steps(write, pool, claims, names, base.shares.divide(pool))
    if any(way.stretch for way in routed):
        hard = base.ceilings.hard
        steps += share_steps(
            write, hard, claims, names, base.shares.divide(hard), prefix="hard_share"
        )
    for debt, way in zip(case.debts, routed, strict=True):
        if debt.id in counters:
            steps += _sizes(write, base, counters[debt.id], way)
    return tuple(steps)


def _sizes(write: Writer, base: Base, counter: Counter, way: Routed) -> tuple[Step, ...]:
    """The last rung that did not fit and the one that did; priority debts have no ladder."""
    every = counter.problem.every
    steps: list[Step] = []
    if every is not Every.MONTHLY:
        place = [debt.id for debt in base.case.debts].index(counter.debt.id)
        monthly = base.shares.divide(base.ceilings.recommended).parts[place]
        steps.append(
            write.step(
                f"instalment_{counter.debt.id}",
                f"floor({write.money(monthly)}*12/{TIMES_A_YEAR[every]})",
                per_instalment(monthly, every),
                "house:frequency",
            )
        )
    if way.tried is None or counter.debt.priority:
        return tuple(steps)
    balance, rows = counter.problem.balance, counter.problem.rows
    tried = len(way.tried.needed)
    for place in range(max(0, tried - 2), tried):
        size = way.tried.needed[place]
        if size is None:
            continue
        rate = rate_text(counter.problem.rates[place])
        owed = ",".join(
            write.money(part) for part in (balance.principal, balance.interest, balance.fees)
        )
        yearly = "" if every is Every.MONTHLY else f",{TIMES_A_YEAR[every]}"
        steps.append(
            write.step(
                f"needed_{counter.debt.id}_{rate}",
                f"smallest({owed},{rate},{rows}{yearly})",
                size,
                "house:ladder",
            )
        )
    return tuple(steps)
