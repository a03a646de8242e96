"""How accommodations change the sizes of a plan: more rows, a break, an extra payment.

They are worked out one upon the other, always in this order: the base, more or fewer
rows, the break, extra payments by row. Rows are counted without the break.
"""

from __future__ import annotations

from dataclasses import replace

from app.core.accommodation import ExtraPayment, PaymentHoliday, ReAmortise, TermExtension
from app.core.generate import PaymentNotAboveInterest, TermTooLong
from app.core.ledger import CannotCompose
from app.core.periods import Every, rows_within
from app.core.rows import Extra, Ground, Pause, Plan, Walked, clears, smallest_that, walk


def level_in(ground: Ground, count: int, kept: tuple[int, ...] = ()) -> Plan:
    """After the rows ``kept`` the smallest equal rows that clear all in ``count`` rows together."""
    if not len(kept) < count <= len(ground.free):
        raise TermTooLong(str(count))
    least = smallest_that(
        lambda size: clears(ground, Plan((*kept, size)), count), 1, _more_than_all(ground)
    )
    return Plan((*kept, least))


def spread_again(ground: Ground, plan: Plan, change: TermExtension | ReAmortise) -> Plan:
    """The balance after ``change.after`` rows over more of them, or over another number.

    Raises:
        CannotCompose: ``no_such_payment``: the plan is over before.
    """
    rows = _whole(ground, plan, change.after).rows
    kept = tuple(plan.size(n) for n in range(change.after))
    if isinstance(change, ReAmortise):
        return level_in(ground, change.after + change.count, kept)
    return level_in(ground, len(rows) + change.extra, kept)


def with_break(
    ground: Ground, plan: Plan, holiday: PaymentHoliday, every: Every, *, by_month: bool
) -> Plan:
    """The plan with a break; instalments that follow the months are left out, never moved.

    Raises:
        CannotCompose: ``no_such_payment``, ``break_too_long`` (no row is left to spread
            over), ``break_not_by_month`` (what was put off would land on a month that
            cannot bear it).
    """
    rows = rows_within(holiday.months, every)
    if rows < 1:
        raise CannotCompose("break_too_short")
    start, end = holiday.after, holiday.after + rows
    without = _whole(ground, plan, start)
    pause = Pause(start, end, holiday.pays, holiday.interest)
    if holiday.recover in {"spread", "lump"}:
        if by_month:
            raise CannotCompose("break_not_by_month")
        if holiday.recover == "lump":
            return _lump(ground, plan, pause, without)
        return _spread(ground, plan, pause, len(without.rows))
    if holiday.recover == "capitalise":
        pause = replace(pause, joins="each" if holiday.interest == "accrue" else "once")
    if by_month:
        return Plan(plan.sizes, pause)
    moved = tuple(plan.size(n) for n in range(end))
    return Plan((*moved, *(plan.sizes[start:] or plan.sizes[-1:])), pause)


def with_extra(ground: Ground, plan: Plan, extra: ExtraPayment) -> Plan:
    """The plan with more paid in one row, which never makes it longer or dearer.

    Raises:
        CannotCompose: ``no_such_payment``.
    """
    row = extra.n - 1
    before = _whole(ground, plan, row)
    more = Extra(extra.amount.minor, extra.effect == "skip_next")
    paid = replace(plan, extras={**plan.extras, row: more})
    if extra.effect != "lower_instalment" or extra.n >= len(before.rows):
        return paid
    last = len(before.rows)
    # The last row may be sized above anything that is really paid.
    highest = max(split.amount for split in before.rows)
    paid = replace(paid, sizes=tuple(min(plan.size(n), highest) for n in range(last)))

    def fits(size: int) -> bool:
        try:
            found = walk(ground, _scaled(paid, extra.n, last, size))
        except PaymentNotAboveInterest:
            return False
        return found.clears_in(last) and found.total <= before.total

    least = smallest_that(fits, 1, _largest(paid, extra.n, last))
    return _scaled(paid, extra.n, last, least)


def _lump(ground: Ground, plan: Plan, pause: Pause, without: Walked) -> Plan:
    paid = walk(ground, Plan(plan.sizes, pause)).rows[pause.start : pause.end]
    missed = without.rows[pause.start : pause.end]
    put_off = sum(row.amount for row in missed) - sum(row.amount for row in paid)
    return Plan(plan.sizes, replace(pause, lump=max(0, put_off)))


def _spread(ground: Ground, plan: Plan, pause: Pause, last: int) -> Plan:
    if last <= pause.end:
        raise CannotCompose("break_too_long")
    paused = Plan(plan.sizes, pause)

    def scaled(size: int) -> Plan:
        return _scaled(paused, pause.end, last, size)

    most = _more_than_all(ground)
    return scaled(smallest_that(lambda size: clears(ground, scaled(size), last), 1, most))


def _scaled(plan: Plan, since: int, last: int, largest: int) -> Plan:
    """The rows from ``since`` on in their old proportions, each rounded up."""
    was = _largest(plan, since, last)
    tail = tuple(-(-plan.size(n) * largest // was) for n in range(since, last))
    return replace(plan, sizes=(*(plan.size(n) for n in range(since)), *tail))


def _largest(plan: Plan, since: int, last: int) -> int:
    return max(plan.size(n) for n in range(since, last))


def _whole(ground: Ground, plan: Plan, row: int) -> Walked:
    """The plan as it is so far, which has to reach its end and to have ``row``."""
    found = walk(ground, plan)
    if found.left:
        raise TermTooLong(str(len(ground.free)))
    if not 0 <= row < len(found.rows):
        raise CannotCompose("no_such_payment")
    return found


def _more_than_all(ground: Ground) -> int:
    """An instalment that is more than a whole year's balance can ever be, interest included."""
    yearly = -(-ground.balance.principal * ground.rate.num // ground.rate.den)
    return ground.balance.owed + yearly * len(ground.free) + 1
