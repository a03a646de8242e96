"""What a household's worst month has to bear, and the shocks that are assumed to hit it."""

from __future__ import annotations

from dataclasses import dataclass

MISSES_THAT_END = 3
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Scenario:
    """Monthly chances in percent: of a shock, of its end; and the income kept meanwhile."""

    name: str
    enter: int
    leave: int
    kept: int


SCENARIOS = (
    Scenario("mild", 2, 40, 60),
    Scenario("central", 4, 30, 45),
    Scenario("severe", 6, 20, 30),
)
"""Assumptions, and printed as such; nobody measured them."""


@dataclass(frozen=True, slots=True)
class Strain:
    """The worst month of a household with its plans, in minor units a month."""

    income: int
    protected: int
    commitments: int
    instalments: int
    largest_income: int
    savings: int
    months: int

    @property
    def saved(self) -> int:
        """How many instalments the savings cover."""
        return self.savings // self.instalments

    def pays_when_shocked(self, scenario: Scenario) -> bool:
        left = self.income * scenario.kept // HUNDRED - self.protected - self.commitments
        return left >= self.instalments
