"""What the choice of one debt's route looks at, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.lending import Lending
from app.core.options import Candidate, Chosen, Fit, Problem, Scored
from app.core.results import Route
from app.core.rule_findings import Sieve


@dataclass(frozen=True, slots=True)
class Limits:
    """What one debt may take: ``level`` per instalment, ``monthly`` before conversion.

    ``seasonal`` is each month's part of what may be paid then.
    """

    level: int
    monthly: int
    seasonal: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Later:
    """A break of ``months`` (``rows`` instalments), its reason, and the level limit after it."""

    months: int
    rows: int
    reason: str
    level: int


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the choice of a route looks at, for one debt."""

    problem: Problem
    lending: Lending
    recommended: Limits
    hard: Limits
    later: Later | None
    lump_sum: int
    hardship_ends: bool
    follow_months: bool
    priority: bool
    sieve: Sieve


@dataclass(frozen=True, slots=True)
class Routed:
    """The route of one debt. ``one_off`` is a single schedule outside the grid.

    ``written_off`` and ``continues`` say what it leaves; ``tried`` is the ladder's
    record for the explanation, ``after`` the one for the months after a break;
    ``kept`` the scored grid, for the chart.
    """

    route: Route
    reasons: tuple[str, ...]
    chosen: tuple[Chosen, ...] = ()
    stretch: bool = False
    tried: Fit | None = None
    one_off: Candidate | None = None
    written_off: int = 0
    continues: int = 0
    break_months: int = 0
    kept: tuple[Scored, ...] = ()
    after: Fit | None = None

    @property
    def shown(self) -> tuple[tuple[Candidate, bool], ...]:
        """The plans of its options, each with whether it is paid once, from beside the budget."""
        if self.one_off is not None:
            return ((self.one_off, self.route is Route.SETTLEMENT),)
        return tuple((chosen.scored.candidate, False) for chosen in self.chosen)
