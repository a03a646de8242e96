"""The explanation of one assessment: the sum, its division, and the rungs that were tried."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.desk import Desk, Routed
from app.core.desks import Base
from app.core.explain import Writer, budget_steps, hard_need_step, need_step, share_steps
from app.core.household import MONTHS_SHOWN, Buffer, Month, floor_in_force, worst
from app.core.offers import Counter
from app.core.periods import Every
from app.core.plan_steps import plan_steps
from app.core.results import Step
from app.core.route_steps import (
    hardest_later,
    instalment_step,
    later_month,
    needed_step,
    route_steps,
)
from app.core.season_steps import followed_rows, season_steps


def explanation(
    base: Base,
    buffer: Buffer,
    counters: dict[str, Counter],
    desks: dict[str, Desk],
    routed: tuple[Routed, ...],
    *,
    offers_nothing: bool,
) -> tuple[Step, ...]:
    """Every step that led to the shares and sizes, in the order they were taken."""
    case, claims = base.case, base.shares.claims
    write = Writer(base.pack, case.currency, case.policy)
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

    steps: list[Step] = []
    for month, suffix in _months(base, routed):
        steps += month_steps(month, suffix)
    names = [debt.id for debt in case.debts]
    for debt, claim in zip(case.debts, claims, strict=True):
        if claim.need:
            steps.append(need_step(write, debt.id, debt.arrears.minor, claim.need, every))
    pool = base.ceilings.recommended
    steps += share_steps(write, pool, claims, names, base.shares.divide(pool))
    if every is not Every.MONTHLY:
        for debt, claim in zip(case.debts, base.hard_shares.claims, strict=True):
            if claim.need:
                arrears = debt.arrears.minor
                steps.append(hard_need_step(write, debt.id, arrears, claim.need, every))
    if _needs_hard(base, routed):
        hard, most = base.ceilings.hard, base.hard_shares
        steps += share_steps(
            write, hard, most.claims, names, most.divide(hard), prefix="hard_share"
        )
    for place, (debt, way) in enumerate(zip(case.debts, routed, strict=True)):
        if debt.id in counters:
            steps += _sizes(write, base, place, counters[debt.id], way)
            steps += route_steps(write, base, place, desks[debt.id], way)
    return (*steps, *season_steps(write, base, routed))


def to_the_plans(
    base: Base, desks: dict[str, Desk], routed: tuple[Routed, ...]
) -> tuple[Step, ...]:
    """The steps that lead on to the balanced plan of each debt that has one to weigh."""
    write = Writer(base.pack, base.case.currency, base.case.policy)
    return tuple(
        step
        for (name, desk), way in zip(desks.items(), routed, strict=True)
        for step in plan_steps(write, name, desk, way)
    )


def _needs_hard(base: Base, routed: tuple[Routed, ...]) -> bool:
    """Whether a size rests on the hard ceiling: a stretch, or a plan that is not monthly."""
    return base.case.wishes.frequency is not Every.MONTHLY or any(way.stretch for way in routed)


def _months(base: Base, routed: tuple[Routed, ...]) -> Iterator[tuple[Month, str]]:
    """Every month whose ceilings something rests on, each once: the worst shown comes first."""
    shown = worst(base.known[:MONTHS_SHOWN])
    recommended, hard = {shown.recommended}, {shown.hard}
    yield shown, ""
    needed = [(worst(base.known), True)]
    if _needs_hard(base, routed):
        needed.append((min(base.known, key=lambda month: month.hard), True))
    for way in routed:
        needed += [(month, way.stretch) for month in base.known[: followed_rows(way)]]
        needed += [(month, True) for month in (hardest_later(base, way),) if month is not None]
    later = [month for way in routed if (month := later_month(base, way)) is not None]
    for month, both in (*needed, *((month, False) for month in later)):
        if month.recommended in recommended and (not both or month.hard in hard):
            continue
        recommended.add(month.recommended)
        hard.add(month.hard)
        yield month, f"_{month.name}"


def _sizes(write: Writer, base: Base, place: int, counter: Counter, way: Routed) -> Iterator[Step]:
    """The last rung that did not fit and the one that did; priority debts have no ladder."""
    every, name = counter.problem.every, counter.debt.id
    if every is not Every.MONTHLY:
        hard = base.hard_shares.divide(base.ceilings.hard).parts[place]
        parts = {"instalment": base.shares.divide(base.ceilings.recommended).parts[place]}
        if way.stretch:
            parts["hard_instalment"] = hard
        for prefix, monthly in parts.items():
            yield instalment_step(
                write, name, monthly=monthly, hard=hard, every=every, prefix=prefix
            )
    if way.tried is None or counter.debt.priority:
        return
    tried = len(way.tried.needed)
    for rung in range(max(0, tried - 2), tried):
        if (size := way.tried.needed[rung]) is not None:
            yield needed_step(
                write,
                f"needed_{name}",
                balance=counter.problem.balance,
                rate=counter.problem.rates[rung],
                rows=counter.problem.rows,
                every=every,
                size=size,
            )
