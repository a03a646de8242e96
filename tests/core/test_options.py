from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.core.amortise import Balance
from app.core.lender_view import discount
from app.core.options import Problem, choose, fit_level, front, level_grid, score
from app.core.periods import Every
from app.core.results import Label
from tests.core.households import many

LADDER = (Fraction(1), Fraction(3, 4), Fraction(1, 2), Fraction(1, 4), Fraction(0))


def a_problem(owed: int, rate: Fraction, rows: int) -> Problem:
    rates = tuple(dict.fromkeys(rate * rung for rung in LADDER))
    factors = discount(rate, Every.MONTHLY, rows)
    return Problem(Balance(owed, 0, 0), rates, rows, Every.MONTHLY, factors, 100)


@many
@given(
    owed=st.integers(1_000, 1_000_000),
    rate=st.integers(0, 4_000).map(lambda n: Fraction(n, 10_000)),
    rows=st.integers(1, 72),
    spare=st.integers(0, 20_000),
)
def test_the_fair_plan_lies_on_the_front_and_nothing_beats_its_lesser_score(
    owed: int, rate: Fraction, rows: int, spare: int
) -> None:
    problem = a_problem(owed, rate, rows)
    limit = -(-owed // rows) + spare
    fit = fit_level(problem, limit)
    assert fit.rung is not None
    kept = level_grid(problem, fit.rung, limit, (0, 3))
    scored = score(kept)
    fair = choose(scored)[0]

    assert 1 <= len(kept) <= 80
    assert len({(c.rate, c.paid) for c in kept}) == len(kept)
    assert all(c.instalment <= limit and c.rows <= rows for c in kept)
    assert all(0 <= gain <= 1 for s in scored for gain in s.gains)
    assert fair.label is Label.BALANCED
    assert fair.scored in front(scored)
    assert min(fair.scored.gains) == max(min(s.gains) for s in scored)


def test_a_single_plan_is_balanced_and_nothing_else() -> None:
    problem = a_problem(12_000, Fraction(0), 12)
    (only,) = choose(score(level_grid(problem, 0, 1_000, (0,))))

    assert (only.label, only.also) == (Label.BALANCED, ())
    assert only.scored.gains == (Fraction(1), Fraction(1))


def test_no_instalment_is_below_the_smallest_the_lender_takes() -> None:
    problem = a_problem(3_000, Fraction(0), 72)
    sizes = [c.instalment for c in level_grid(problem, 0, 500, (0,))]

    assert min(sizes) == 100
    assert max(sizes) == 500
