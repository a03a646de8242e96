"""The figures behind a route that is not an ordinary plan: what settles, what is too little, what comes later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from app.core.amortise import Balance
from app.core.desk import Desk, Routed
from app.core.desks import Base, per_instalment
from app.core.explain import Writer, lot_step, rate_text, share_steps
from app.core.household import Month, worst
from app.core.periods import TIMES_A_YEAR, Every, most_in_a_month
from app.core.results import Route, Step
from app.core.routes import TOKEN_TIMES
from app.core.rule_kinds import RateCap


def route_steps(write: Writer, base: Base, place: int, desk: Desk, way: Routed) -> Iterator[Step]:
    """What the route of one debt rests on beyond its share and the rungs that were tried."""
    name = base.case.debts[place].id
    if "contract_rate_not_allowed" in way.reasons:
        yield from _caps(write, name, desk)
    if way.route is Route.SETTLEMENT:
        yield from _settled(write, name, desk, way)
    elif way.tried is not None and way.tried.rung is None:
        yield from _too_little(write, name, desk, way)
    if way.after is not None:
        yield from _later(write, base, place, desk, way)


def later_month(base: Base, way: Routed) -> Month | None:
    """The month that limits the plan after a break; None when there is no break."""
    return worst(base.known[way.break_months :]) if way.break_months else None


def hardest_later(base: Base, way: Routed) -> Month | None:
    """The month after a break that can bear least of all in one calendar month."""
    if not way.break_months or base.case.wishes.frequency is Every.MONTHLY:
        return None
    return min(base.known[way.break_months :], key=lambda month: month.hard)


def instalment_step(
    write: Writer, name: str, *, monthly: int, hard: int, every: Every, prefix: str
) -> Step:
    """A month's part as one instalment of another frequency, and what one month may bear."""
    over_a_year = f"floor({write.money(monthly)}*12/{TIMES_A_YEAR[every]})"
    in_a_month = f"floor({write.money(hard)}/{most_in_a_month(every)})"
    return write.step(
        f"{prefix}_{name}",
        f"min({over_a_year},{in_a_month})",
        per_instalment(monthly, hard, every),
        "house:frequency",
    )


def needed_step(
    write: Writer,
    step: str,
    *,
    balance: Balance,
    rate: Fraction,
    rows: int,
    every: Every,
    size: int,
) -> Step:
    """The smallest instalment that clears a balance at one rate."""
    formula = least_formula(write, balance=balance, rate=rate, rows=rows, every=every)
    return write.step(f"{step}_{rate_text(rate)}", formula, size, "house:ladder")


def least_formula(
    write: Writer, *, balance: Balance, rate: Fraction, rows: int, every: Every
) -> str:
    parts = (balance.principal, balance.interest, balance.fees)
    owed = ",".join(write.money(part) for part in parts)
    yearly = "" if every is Every.MONTHLY else f",{TIMES_A_YEAR[every]}"
    return f"smallest({owed},{rate_text(rate)},{rows}{yearly})"


def _caps(write: Writer, name: str, desk: Desk) -> Iterator[Step]:
    for rule in desk.sieve.barred.values():
        if isinstance(rule.check, RateCap):
            highest = max(row.rate for row in rule.check.table if row.since <= desk.sieve.day)
            formula = f"{rate_text(rule.check.multiple)}*{rate_text(highest)}"
            result = rate_text(rule.check.multiple * highest)
            yield Step(f"cap_{name}", formula, result, rule.code, write.pack.version)


def _settled(write: Writer, name: str, desk: Desk, way: Routed) -> Iterator[Step]:
    if way.one_off is None:
        return
    owed, paid = desk.problem.balance.owed, way.one_off.total
    share = rate_text(desk.lending.settlement_share)
    formula = f"ceil({write.money(owed)}*{share})"
    yield write.step(f"settlement_{name}", formula, paid, "house:settlement")
    yield _rest(write, name, owed, paid, "house:settlement")


def _too_little(write: Writer, name: str, desk: Desk, way: Routed) -> Iterator[Step]:
    """Why part of it is repaid, or not even that, and where a token begins and ends."""
    money, owed = write.money, desk.problem.balance.owed
    size, least = desk.recommended.level, desk.lending.min_instalment
    payable = min(size * desk.problem.rows, owed)
    share = desk.lending.min_repaid_share
    yield write.step(
        f"repayable_{name}",
        f"min({money(size)}*{desk.problem.rows},{money(owed)})",
        payable,
        "house:reduced",
    )
    yield write.step(
        f"least_repaid_{name}",
        f"ceil({money(owed)}*{rate_text(share)})",
        -(-owed * share.numerator // share.denominator),
        "house:reduced",
    )
    if "below_lender_minimum" in way.reasons and desk.recommended.monthly:
        # Where the part is 0, the division of the ceiling has said it.
        yield lot_step(write, name, least, owed)
    if way.route is Route.REDUCED_PLAN:
        yield _rest(write, name, owed, payable, "house:reduced")
    if way.route in {Route.TOKEN, Route.REFER}:
        limit = TOKEN_TIMES * least
        yield write.step(
            f"token_below_{name}", f"{TOKEN_TIMES}*{money(least)}", limit, "house:token"
        )
    if way.route is Route.TOKEN:
        every = desk.problem.every
        one, times = desk.lending.least(every), TIMES_A_YEAR[every]
        if every is Every.MONTHLY:
            formula = f"min({money(least)},{money(owed)})"
        else:
            formula = f"min(max({money(1)},floor({money(least)}*12/{times})),{money(owed)})"
        yield write.step(f"token_{name}", formula, min(one, owed), "house:token")


def _later(write: Writer, base: Base, place: int, desk: Desk, way: Routed) -> Iterator[Step]:
    """The part and the size after a break."""
    later, after, every = desk.later, way.after, desk.problem.every
    month = later_month(base, way)
    if later is None or after is None or month is None:
        return
    names = [debt.id for debt in base.case.debts]
    pool, claims = month.recommended, base.shares.claims
    # Parts of later months are rounded down, so that those of different months fit together.
    parts = tuple(base.shares.part(pool, each) for each in range(len(claims)))
    shared = replace(base.shares.divide(pool), parts=parts)
    steps = share_steps(write, pool, claims, names, shared, prefix="later_share")
    yield from (step for step in steps if step.id == f"later_share_{names[place]}")
    if (least := hardest_later(base, way)) is not None:
        most = base.hard_shares
        parts = tuple(most.part(least.hard, each) for each in range(len(most.claims)))
        shared = replace(most.divide(least.hard), parts=parts)
        steps = share_steps(
            write, least.hard, most.claims, names, shared, prefix="later_hard_share"
        )
        yield from (step for step in steps if step.id == f"later_hard_share_{names[place]}")
        yield instalment_step(
            write,
            names[place],
            monthly=base.shares.part(pool, place),
            hard=parts[place],
            every=every,
            prefix="later_instalment",
        )
    tried = len(after.needed)
    for rung in range(max(0, tried - 2), tried):
        if (size := after.needed[rung]) is not None:
            yield needed_step(
                write,
                f"later_needed_{names[place]}",
                balance=desk.problem.balance,
                rate=desk.problem.rates[rung],
                rows=desk.problem.rows - later.rows,
                every=every,
                size=size,
            )


def _rest(write: Writer, name: str, owed: int, paid: int, rule: str) -> Step:
    formula = f"{write.money(owed)}-{write.money(paid)}"
    return write.step(f"rest_{name}", formula, owed - paid, rule)
