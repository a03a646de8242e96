"""The plans a debt may have: rate first, then size; a grid, its scores, the fair one, the labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.core.amortise import Balance, Level, PeriodRate, follow, level, period_rate, smallest
from app.core.lender_view import Discount
from app.core.periods import Every
from app.core.results import Label

STEPS = 8
MOST_OPTIONS = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """One debt to plan for. ``balance`` is what bears the plan, waived fees already off.

    ``rates`` are the rungs of the ladder as yearly rates, falling; the first is
    the contract rate. ``rows`` is the longest plan in instalments, ``least`` the
    smallest instalment the lender takes.
    """

    balance: Balance
    rates: tuple[Fraction, ...]
    rows: int
    every: Every
    discount: Discount
    least: int = 0

    def rate(self, rung: int) -> PeriodRate:
        return period_rate(self.rates[rung], self.every)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One plan. ``instalment`` is its largest; ``amounts`` is set when it is not level.

    ``breaks`` empty rows come first and are counted in ``rows``; no interest
    arises in them. ``interest`` is new interest, ``npv`` worth to the lender.
    """

    rate: Fraction
    breaks: int
    instalment: int
    rows: int
    total: int
    interest: int
    npv: int
    plan: Level | None
    amounts: tuple[int, ...] = ()

    @property
    def paid(self) -> tuple[int, ...]:
        """The amount of every row."""
        if self.plan is None:
            return (0,) * self.breaks + self.amounts
        return (0,) * self.breaks + (self.plan.amount,) * (self.plan.rows - 1) + (self.plan.last,)


@dataclass(frozen=True, slots=True)
class Fit:
    """The first rung that fits and what each rung tried needs; ``rung`` is None when none fits."""

    rung: int | None
    needed: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores as whole parts of ``borrower_all`` and ``lender_all``, so that they compare exactly."""

    candidate: Candidate
    borrower: int
    lender: int
    borrower_all: int
    lender_all: int

    @property
    def gains(self) -> tuple[Fraction, Fraction]:
        return (
            Fraction(self.borrower, self.borrower_all),
            Fraction(self.lender, self.lender_all),
        )

    def fairness(self) -> tuple[int, ...]:
        """Sort key, best first: greatest lesser score, borrower, lender, total, rows, instalment."""
        borrower = self.borrower * self.lender_all
        lender = self.lender * self.borrower_all
        return (-min(borrower, lender), -borrower, -lender, *_cheap(self.candidate))


@dataclass(frozen=True, slots=True)
class Chosen:
    label: Label
    also: tuple[Label, ...]
    scored: Scored


def fit_level(problem: Problem, limit: int, breaks: int = 0) -> Fit:
    """The first rung whose smallest clearing instalment is within ``limit``."""
    needed: list[int | None] = []
    for rung in range(len(problem.rates)):
        size = smallest(problem.balance, problem.rate(rung), problem.rows - breaks)
        needed.append(size)
        if size is not None and size <= limit:
            return Fit(rung, tuple(needed))
    return Fit(None, tuple(needed))


def fit_seasonal(problem: Problem, limits: Sequence[int]) -> Fit:
    """The first rung that clears when every month pays up to its own limit."""
    for rung in range(len(problem.rates)):
        if follow(problem.balance, problem.rate(rung), limits[: problem.rows]) is not None:
            return Fit(rung, ())
    return Fit(None, ())


def level_grid(
    problem: Problem, rung: int, limit: int, breaks: Sequence[int]
) -> tuple[Candidate, ...]:
    """Each rung from ``rung`` down, each break, up to eight instalments up to ``limit``."""
    return tuple(_level_grid(problem, rung, limit, breaks))


def _level_grid(
    problem: Problem, rung: int, limit: int, breaks: Sequence[int]
) -> Iterator[Candidate]:
    for place in range(rung, len(problem.rates)):
        rate = problem.rate(place)
        for pause in breaks:
            low = smallest(problem.balance, rate, problem.rows - pause)
            if low is None or low > limit:
                continue
            low = max(low, min(problem.least, limit))
            seen: set[tuple[int, int, int]] = set()
            for j in range(STEPS):
                size = low + (limit - low) * j // (STEPS - 1)
                plan = level(problem.balance, rate, size)
                if plan is None or plan.rows + pause > problem.rows:
                    continue
                key = (plan.amount if plan.rows > 1 else 0, plan.rows, plan.last)
                if key in seen:
                    continue
                seen.add(key)
                yield Candidate(
                    rate=problem.rates[place],
                    breaks=pause,
                    instalment=plan.amount if plan.rows > 1 else plan.last,
                    rows=plan.rows + pause,
                    total=plan.total,
                    interest=plan.interest,
                    npv=problem.discount.level(plan, pause),
                    plan=plan,
                )


def seasonal_grid(
    problem: Problem, rung: int, limits: Sequence[int], eighths: Sequence[int]
) -> tuple[Candidate, ...]:
    """Each rung from ``rung`` down, paying ``eighths`` of each month's limit."""
    found: dict[tuple[Fraction, tuple[int, ...]], Candidate] = {}
    for place in range(rung, len(problem.rates)):
        for part in eighths:
            sized = [limit * part // STEPS for limit in limits[: problem.rows]]
            amounts = follow(problem.balance, problem.rate(place), sized)
            if amounts is None:
                continue
            total = sum(amounts)
            found[problem.rates[place], amounts] = Candidate(
                rate=problem.rates[place],
                breaks=0,
                instalment=max(amounts),
                rows=len(amounts),
                total=total,
                interest=total - problem.balance.owed,
                npv=problem.discount.flows(amounts),
                plan=None,
                amounts=amounts,
            )
    return tuple(found.values())


def score(kept: Sequence[Candidate]) -> tuple[Scored, ...]:
    """Both sides' scores over the kept grid, 0 for its worst plan to 1 for its best.

    Borrower: the mean of how low the instalment and how low the total is.
    Lender: present value. A side for which all plans are equal scores 1.
    """
    highest, lowest = _ends(kept, lambda c: c.instalment)
    dearest, cheapest = _ends(kept, lambda c: c.total)
    best, least = _ends(kept, lambda c: c.npv)
    size_range, cost_range, worth_range = highest - lowest, dearest - cheapest, best - least
    raw = [
        (highest - c.instalment) * (cost_range or 1) + (dearest - c.total) * (size_range or 1)
        for c in kept
    ]
    top, bottom = max(raw), min(raw)
    return tuple(
        Scored(
            candidate=c,
            borrower=value - bottom if top > bottom else 1,
            lender=c.npv - least if worth_range else 1,
            borrower_all=top - bottom if top > bottom else 1,
            lender_all=worth_range or 1,
        )
        for c, value in zip(kept, raw, strict=True)
    )


def front(scored: Sequence[Scored]) -> tuple[Scored, ...]:
    """The plans that no other matches on both scores and beats on one, for the chart."""
    kept: list[Scored] = []
    best = -1
    for one in sorted(scored, key=lambda s: (-s.borrower, -s.lender)):
        twin = kept and (kept[-1].borrower, kept[-1].lender) == (one.borrower, one.lender)
        if one.lender > best or twin:
            kept.append(one)
            best = max(best, one.lender)
    return tuple(kept)


def choose(scored: Sequence[Scored], *, follow_months: bool = False) -> tuple[Chosen, ...]:
    """The labelled plans, balanced first, equal ones merged, five at most; nothing is preselected.

    With one plan to choose from it is balanced and nothing else. ``follow_months``:
    the borrower asked for a seasonal plan; it keeps its place among the five.
    """
    if len(scored) == 1:
        return (Chosen(Label.BALANCED, (), scored[0]),)
    picks: list[tuple[Label, Scored]] = [
        (Label.BALANCED, min(scored, key=Scored.fairness)),
        (Label.LOWEST_PAYMENT, _least(scored, lambda c: c.instalment)),
        (Label.FASTEST, _least(scored, lambda c: c.rows)),
        (Label.LOWEST_COST, _least(scored, lambda c: c.total)),
    ]
    if paused := [s for s in scored if s.candidate.breaks]:
        picks.append((Label.BREAK_FIRST, min(paused, key=Scored.fairness)))
    picks.append((Label.HIGHEST_VALUE, _least(scored, lambda c: -c.npv)))
    seasonal = [s for s in scored if s.candidate.plan is None]
    if seasonal and follow_months:
        picks.append((Label.SEASONAL, min(seasonal, key=Scored.fairness)))
    merged: list[tuple[Scored, list[Label]]] = []
    for label, pick in picks:
        same = (labels for one, labels in merged if _same(one.candidate, pick.candidate))
        if found := next(same, None):
            found.append(label)
        else:
            merged.append((pick, [label]))
    chosen = [Chosen(labels[0], tuple(labels[1:]), pick) for pick, labels in merged]
    dropped = chosen[MOST_OPTIONS:]
    if dropped and dropped[-1].label is Label.SEASONAL:
        return (*chosen[: MOST_OPTIONS - 1], dropped[-1])
    return tuple(chosen[:MOST_OPTIONS])


def _same(one: Candidate, other: Candidate) -> bool:
    """Whether two plans have the same rate and the same rows."""
    return one is other or (
        (one.rows, one.total) == (other.rows, other.total)
        and one.rate == other.rate
        and one.paid == other.paid
    )


def _least(scored: Sequence[Scored], key: Callable[[Candidate], int]) -> Scored:
    least = min(key(s.candidate) for s in scored)
    return min((s for s in scored if key(s.candidate) == least), key=lambda s: _cheap(s.candidate))


def _cheap(candidate: Candidate) -> tuple[int, int, int]:
    """Further ties: lower total, fewer rows, lower instalment."""
    return candidate.total, candidate.rows, candidate.instalment


def _ends(kept: Sequence[Candidate], key: Callable[[Candidate], int]) -> tuple[int, int]:
    values = [key(c) for c in kept]
    return max(values), min(values)
