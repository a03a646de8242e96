"""A plan row by row: the interest that arises, what is paid, and what it is used for.

Interest arises on principal only and rounds down. Every instalment is held against
the interest of its own period before it is used, so no plan stands still.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from app.core.accommodation import HolidayInterest, Pays
from app.core.amortise import Balance, PeriodRate, Split
from app.core.debt import allocate
from app.core.generate import PaymentNotAboveInterest, TermTooLong

HOUSE_ORDER = ("principal", "interest", "fees")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan stands on. ``free`` is the part of each period on which interest runs.

    There are as many periods as the plan may have rows.
    """

    balance: Balance
    rate: PeriodRate
    free: tuple[Fraction, ...]
    order: Sequence[str] = HOUSE_ORDER

    def charge(self, n: int, principal: int) -> int:
        """The interest of period ``n``, rounded down once."""
        free = self.free[n]
        return principal * self.rate.num * free.numerator // (self.rate.den * free.denominator)


@dataclass(frozen=True, slots=True)
class Pause:
    """A break in the rows ``start`` to ``end`` - 1, counted from 0.

    ``lump`` is asked for on top in row ``end``. ``joins`` says when the interest put
    off becomes principal: never, once at the end, or each period.
    """

    start: int
    end: int
    pays: Pays
    interest: HolidayInterest
    joins: str = "never"
    lump: int = 0


@dataclass(frozen=True, slots=True)
class Extra:
    """``amount`` more in a row; with ``skips`` it comes off the next instalments."""

    amount: int
    skips: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The size of each row, the last one going on; ``extras`` by row, counted from 0."""

    sizes: tuple[int, ...]
    pause: Pause | None = None
    extras: Mapping[int, Extra] = field(default_factory=dict)

    def size(self, n: int) -> int:
        return self.sizes[n] if n < len(self.sizes) else self.sizes[-1]


@dataclass(frozen=True, slots=True)
class Walked:
    """The rows, what they leave unpaid, and the interest put off in a break."""

    rows: tuple[Split, ...]
    left: int
    put_off: int

    @property
    def total(self) -> int:
        return sum(row.amount for row in self.rows)

    def clears_in(self, rows: int) -> bool:
        return not self.left and len(self.rows) <= rows


def walk(ground: Ground, plan: Plan) -> Walked:
    """The plan until nothing is owed or no row is left.

    A row's ``after`` is the balance as it is shown: interest put off in a break stands
    beside it and joins it as soon as that does not raise it.

    Raises:
        PaymentNotAboveInterest: an instalment does not exceed its own interest.
    """
    due = {
        "principal": ground.balance.principal,
        "interest": ground.balance.interest,
        "fees": ground.balance.fees,
    }
    shown = ground.balance.owed
    rows: list[Split] = []
    put_off = credit = 0
    for n in range(len(ground.free)):
        charge = ground.charge(n, due["principal"])
        pause = plan.pause
        if pause is not None and pause.start <= n < pause.end:
            paid, charge = _in_break(pause, plan.size(n), charge, due["principal"])
            held = charge - paid if pause.pays == "interest" else charge
        else:
            size = plan.size(n) + (pause.lump if pause is not None and n == pause.end else 0)
            if charge and size <= charge:
                raise PaymentNotAboveInterest(str(size))
            skipped = min(credit, max(0, size - charge))
            credit -= skipped
            paid, held = size - skipped, 0
        due["interest"] += charge
        put_off += held
        extra = plan.extras.get(n)
        if extra is not None:
            more = min(extra.amount, max(0, sum(due.values()) - paid))
            paid += more
            credit += more if extra.skips else 0
        paid = min(paid, sum(due.values()))
        used = allocate(paid, due, ground.order)
        for part in due:
            due[part] -= used[part]
        if pause is not None:
            _join(pause, n, due, held, put_off)
        shown = min(shown, sum(due.values()))
        rows.append(Split(paid, used["principal"], used["interest"], used["fees"], shown))
        if not any(due.values()):
            break
    return Walked(tuple(rows), sum(due.values()), put_off)


def _in_break(pause: Pause, size: int, charge: int, principal: int) -> tuple[int, int]:
    """(paid, interest that arises) in a row of a break."""
    arises = 0 if pause.interest == "waive" else charge
    match pause.pays:
        case "nothing":
            return 0, arises
        case "interest":
            return arises, arises
        case _:
            return min(max(0, size - charge), principal), arises


def _join(pause: Pause, n: int, due: dict[str, int], held: int, put_off: int) -> None:
    """Move interest to the principal where the break says so."""
    if pause.joins == "each" and pause.start <= n < pause.end:
        joining = held
    elif pause.joins == "once" and n == pause.end - 1:
        joining = put_off
    else:
        return
    moved = min(joining, due["interest"])
    due["interest"] -= moved
    due["principal"] += moved


def clears(ground: Ground, plan: Plan, rows: int) -> bool:
    """Whether the plan repays everything within ``rows`` rows."""
    within = replace(ground, free=ground.free[:rows])
    try:
        return not walk(within, plan).left
    except PaymentNotAboveInterest:
        return False


def smallest_that(fits: Callable[[int], bool], low: int, most: int) -> int:
    """The smallest whole amount from ``low`` to ``most`` that fits, all larger ones fitting too.

    Raises:
        TermTooLong: not even ``most`` fits.
    """
    if not fits(most):
        raise TermTooLong(str(most))
    while low < most:
        middle = (low + most) // 2
        if fits(middle):
            most = middle
        else:
            low = middle + 1
    return low
