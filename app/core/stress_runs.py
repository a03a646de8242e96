"""The same question asked by playing it: many runs of a plan, month by month, with dice of our own.

The dice are SHA-256 over a seed, the scenario, the number of the run and a counter, so
every process plays the same runs, and any one of them can be played again alone. The
seed is the digest of the case file. Only a counselor starts runs, to check the range
that ``stress`` works out exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_UP, Context, Decimal
from fractions import Fraction
from hashlib import sha256
from itertools import count

from app.core.strain import HUNDRED, MISSES_THAT_END, SCENARIOS, Scenario, Strain

MOST_RUNS = 10_000
_EVEN = 256 // HUNDRED * HUNDRED
"""Bytes from here on are thrown again: with them some numbers would come more often."""
_DIGITS = 28
_FOUR_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Runs:
    """How many of ``runs`` plays of one scenario reached the end of the plan."""

    scenario: Scenario
    runs: int
    kept: int

    @property
    def share(self) -> Fraction:
        return Fraction(self.kept, self.runs)

    @property
    def standard_error(self) -> Decimal:
        """Of the share: four decimals, rounded up."""
        spread = self.share * (1 - self.share) / self.runs
        context = Context(prec=_DIGITS)
        exact = context.divide(Decimal(spread.numerator), Decimal(spread.denominator))
        return context.sqrt(exact).quantize(_FOUR_PLACES, ROUND_UP)


def play(strain: Strain, seed: str, runs: int) -> tuple[Runs, ...]:
    """Play every scenario ``runs`` times; the same seed always gives the same counts.

    Raises:
        ValueError: fewer runs than one, or more than ``MOST_RUNS``.
    """
    if not 1 <= runs <= MOST_RUNS:
        raise ValueError(f"from 1 to {MOST_RUNS} runs")
    return tuple(
        Runs(
            scenario,
            runs,
            sum(_lasts(strain, scenario, dice(f"{seed}/{scenario.name}/{n}")) for n in range(runs)),
        )
        for scenario in SCENARIOS
    )


def dice(seed: str) -> Iterator[int]:
    """Numbers from 0 to 99 without end, each as likely as the others."""
    for block in count():
        for byte in sha256(f"{seed}/{block}".encode()).digest():
            if byte < _EVEN:
                yield byte % HUNDRED


def _lasts(strain: Strain, scenario: Scenario, thrown: Iterator[int]) -> bool:
    """One run: a month is normal or shocked, starts normal, changes, and then is paid or not."""
    pays = strain.pays_when_shocked(scenario)
    shocked, saved, missed = False, strain.saved, 0
    for _ in range(strain.months):
        turns = next(thrown) < (scenario.leave if shocked else scenario.enter)
        shocked = shocked is not turns
        if not shocked or pays:
            continue
        if saved:
            saved -= 1
            continue
        missed += 1
        if missed == MISSES_THAT_END:
            return False
    return True
