"""Playing the months agrees with the recursion, and always plays the same way."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.strain import SCENARIOS, Scenario, Strain
from app.core.stress import completion
from app.core.stress_runs import MOST_RUNS, Runs, dice, play
from tests.core.households import many
from tests.core.test_stress import TIGHT

RARE = 12
"""Below this many runs the normal law says too little of how far a count may be off."""


def agrees(found: Runs, chance: Fraction) -> bool:
    """Within four standard errors of the exact chance, or as near as rare things come."""
    off = abs(found.kept - chance * found.runs)
    return off <= RARE or off**2 <= 16 * chance * (1 - chance) * found.runs


@settings(many, derandomize=True)
@given(
    st.builds(
        Strain,
        income=st.integers(0, 300_000),
        protected=st.integers(0, 150_000),
        commitments=st.integers(0, 10_000),
        instalments=st.integers(1, 30_000),
        largest_income=st.just(0),
        savings=st.integers(0, 100_000),
        months=st.integers(1, 30),
    ),
    st.text(max_size=64),
)
def test_property_23_playing_agrees_with_the_recursion(strain: Strain, seed: str) -> None:
    for found in play(strain, seed, runs=200):
        assert agrees(found, completion(strain, found.scenario)), found


@pytest.mark.parametrize("savings", [0, 14_218, 60_000])
def test_many_runs_agree_within_four_standard_errors(savings: int) -> None:
    strain = replace(TIGHT, savings=savings)
    for found in play(strain, "a long look", MOST_RUNS):
        exact = completion(strain, found.scenario)
        assert (found.share - exact) ** 2 * found.runs <= 16 * exact * (1 - exact)
        assert abs(found.share - exact) <= 4 * Fraction(found.standard_error)


def test_a_scenario_that_is_a_little_off_is_noticed() -> None:
    mild, central, _ = play(TIGHT, "a long look", MOST_RUNS)
    harsher = replace(central.scenario, enter=central.scenario.enter + 1)

    assert not agrees(central, completion(TIGHT, harsher))
    assert not agrees(mild, completion(TIGHT, central.scenario))


def test_the_same_seed_gives_the_same_counts_in_every_process() -> None:
    code = (
        "from app.core.stress_runs import play; from tests.core.test_stress import TIGHT;"
        "print([r.kept for r in play(TIGHT, 'seed', 50)])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout.strip()
        for seed in ("0", "1")
    }

    assert said == {str([found.kept for found in play(TIGHT, "seed", 50)])}
    assert play(TIGHT, "another", 200) != play(TIGHT, "seed", 200)


def test_every_number_of_the_dice_comes_about_as_often() -> None:
    seen = Counter(islice(dice("fair"), 100_000))

    assert set(seen) == set(range(100))
    # chi squared with 99 degrees of freedom stays below 160 but once in ten thousand
    assert sum((n - 1000) ** 2 for n in seen.values()) < 160 * 1000


@pytest.mark.parametrize(
    ("kept", "runs", "error"), [(50, 100, "0.0500"), (1, 3, "0.2722"), (0, 9, "0.0000")]
)
def test_the_standard_error_is_rounded_up(kept: int, runs: int, error: str) -> None:
    assert Runs(Scenario("any", 1, 1, 1), runs, kept).standard_error == Decimal(error)


@pytest.mark.parametrize("runs", [0, -1, MOST_RUNS + 1])
def test_runs_are_bounded(runs: int) -> None:
    with pytest.raises(ValueError, match="runs"):
        play(TIGHT, "seed", runs)


def test_a_scenario_is_played_for_each_assumption() -> None:
    assert tuple(found.scenario for found in play(TIGHT, "seed", 1)) == SCENARIOS
