"""From the rung to the size to the fair point: the steps of the balanced plan of one debt.

They stand beside the explanation of an assessment, whose steps end with the rungs that were tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.core.amortise import smallest
from app.core.desk import Desk, Routed
from app.core.explain import Writer, rate_text
from app.core.options import STEPS, Candidate, Scored
from app.core.results import Step
from app.core.route_steps import least_formula

HUNDRED = 100


def plan_steps(write: Writer, name: str, desk: Desk, way: Routed) -> Iterator[Step]:
    """How the balanced plan got its rate and size, and why it is the fair one of those kept."""
    if not way.kept:
        return
    fairest = min(way.kept, key=Scored.fairness)
    if fairest.candidate.plan is not None:
        yield from _size(write, name, desk, way, fairest.candidate)
    if len(way.kept) > 1:
        yield from _fair(write, name, way.kept, fairest)


def _size(write: Writer, name: str, desk: Desk, way: Routed, plan: Candidate) -> Iterator[Step]:
    problem, money = desk.problem, write.money
    limit = (desk.hard if way.stretch else desk.recommended).level
    contract = problem.rates[0]
    if contract:
        rung = rate_text(plan.rate / contract)
        formula, result = f"{rate_text(contract)}*({rung})", rate_text(plan.rate)
        yield Step(f"plan_rate_{name}", formula, result, "house:ladder", write.pack.version)
    rows, place = problem.rows - plan.breaks, problem.rates.index(plan.rate)
    low = smallest(problem.balance, problem.rate(place), rows) or 0
    formula = least_formula(
        write, balance=problem.balance, rate=plan.rate, rows=rows, every=problem.every
    )
    if problem.least > low:
        formula, low = (
            f"max({formula},min({money(problem.least)},{money(limit)}))",
            max(low, min(problem.least, limit)),
        )
    yield write.step(f"plan_least_{name}", formula, low, "house:size")
    size = plan.plan.amount if plan.plan is not None else plan.instalment
    part = next(j for j in range(STEPS) if low + (limit - low) * j // (STEPS - 1) == size)
    grown = f"{money(low)}+floor(({money(limit)}-{money(low)})*{part}/{STEPS - 1})"
    yield write.step(f"plan_size_{name}", grown, size, "house:size")
    if plan.instalment != size:
        only = f"min({money(size)},{money(plan.total)})"
        yield write.step(f"plan_payment_{name}", only, plan.instalment, "house:size")


@dataclass(frozen=True, slots=True)
class _Ends:
    """The largest and the least of one figure among the plans that were kept."""

    most: int
    least: int

    @classmethod
    def of(cls, values: Sequence[int]) -> _Ends:
        return cls(max(values), min(values))

    @property
    def range(self) -> int:
        """A range of nothing weighs as one minor unit, so that it drops out of the sum."""
        return self.most - self.least or 1


def _fair(write: Writer, name: str, kept: Sequence[Scored], fairest: Scored) -> Iterator[Step]:
    plans = [one.candidate for one in kept]
    sizes, costs = _Ends.of([c.instalment for c in plans]), _Ends.of([c.total for c in plans])
    worths, money = _Ends.of([c.npv for c in plans]), write.money
    unit = 10**write.currency.exponent

    def points(plan: Candidate) -> int:
        low, cheap = sizes.most - plan.instalment, costs.most - plan.total
        return low * costs.range + cheap * sizes.range

    def step(which: str, plan: Candidate) -> Step:
        low = f"({money(sizes.most)}-{money(plan.instalment)})*{money(costs.range)}"
        cheap = f"({money(costs.most)}-{money(plan.total)})*{money(sizes.range)}"
        result = rate_text(Fraction(points(plan), unit * unit))
        formula = f"{low}+{cheap}"
        return Step(f"plan_{which}_{name}", formula, result, "house:points", write.pack.version)

    worst, best = min(plans, key=points), max(plans, key=points)
    three = (step("worst", worst), step("best", best), step("points", fairest.candidate))
    yield from three
    least, most, own = (each.result for each in three)
    borrower = "1" if least == most else f"({own}-{least})/({most}-{least})"
    worth = money(fairest.candidate.npv)
    lender = (
        "1"
        if worths.most == worths.least
        else f"({worth}-{money(worths.least)})/({money(worths.most)}-{money(worths.least)})"
    )
    gains = [_hundredths(gain) for gain in fairest.gains]
    for which, formula, gain in zip(("borrower", "lender"), (borrower, lender), gains, strict=True):
        yield Step(
            f"plan_{which}_{name}",
            _rounded_down(formula, unit),
            gain,
            "house:gain",
            write.pack.version,
        )
    formula = f"min({','.join(gains)})"
    yield Step(f"plan_fair_{name}", formula, min(gains), "house:fair", write.pack.version)


def _hundredths(gain: Fraction) -> str:
    """A score from 0 to 1 with two decimals, rounded down."""
    whole = gain.numerator * HUNDRED // gain.denominator
    return f"{whole // HUNDRED}.{whole % HUNDRED:02d}"


def _rounded_down(formula: str, unit: int) -> str:
    """To hundredths: ``floor`` acts on minor units, and not every currency has a hundred."""
    if unit == HUNDRED:
        return f"floor({formula})"
    if unit > HUNDRED:
        return f"floor(({formula})/{unit // HUNDRED})*{unit // HUNDRED}"
    return f"floor(({formula})*{HUNDRED // unit})/{HUNDRED // unit}"
