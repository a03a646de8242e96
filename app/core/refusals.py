"""How often a lender says no, to people with and without a support need, side by side (ethics E20).

Every figure counts cases, and each case once, so a small figure is a small number of people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.access import Role
from app.core.negotiation.events import (
    DeclineReason,
    Event,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
)

FEWEST = 5
"""Cases. A figure of 1 to 4 is not shown: who knows these people could tell them apart.

So is one more figure where a sum would give the hidden one away. How many were not refused is
no figure of the report, so that the highest rates are never what is hidden.
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """A case in which the lender answered an offer, last ``at``; ``reason`` of its newest no."""

    at: datetime
    reason: DeclineReason | None


@dataclass(frozen=True, slots=True)
class Column:
    """What became of one group's cases; nothing where a figure is too small to be shown."""

    answered: int | None
    refused: int | None
    reasons: Mapping[DeclineReason, int | None]

    @property
    def rate(self) -> int | None:
        """Refused of a hundred answered, half up."""
        if self.answered is None or self.refused is None or not self.answered:
            return None
        return (200 * self.refused + self.answered) // (2 * self.answered)


@dataclass(frozen=True, slots=True)
class Report:
    with_need: Column
    without: Column


def answered(history: Iterable[Event], since: datetime) -> Answered | None:
    """What the lender answered in one case from ``since`` on; nothing if it answered no offer."""
    given = [event for event in history if _answers(event) and event.at >= since]
    if not given:
        return None
    reasons = [event.reason for event in given if isinstance(event, OfferDeclined)]
    return Answered(given[-1].at, reasons[-1] if reasons else None)


def side_by_side(cases: Sequence[tuple[Answered, bool]]) -> Report:
    """The report over cases, each with whether the lender could read of a support need."""
    return Report(
        _column([case for case, has_need in cases if has_need]),
        _column([case for case, has_need in cases if not has_need]),
    )


def _answers(event: Event) -> bool:
    if isinstance(event, OfferMade):
        return event.by is Role.LENDER and event.answers is not None
    return isinstance(event, OfferAccepted | OfferDeclined) and event.by is Role.LENDER


def _column(cases: Sequence[Answered]) -> Column:
    if _small(len(cases)):
        return Column(None, None, dict.fromkeys(DeclineReason))
    reasons = Counter(case.reason for case in cases if case.reason is not None)
    refused = reasons.total()
    hidden = _hidden(reasons)
    return Column(
        len(cases),
        None if _small(refused) else refused,
        {reason: None if reason in hidden else reasons[reason] for reason in DeclineReason},
    )


def _hidden(reasons: Counter[DeclineReason]) -> frozenset[DeclineReason]:
    """The small ones, and the next larger ones until their sum tells of no small one alone."""
    rising = sorted(reasons, key=lambda reason: (reasons[reason], reason))
    hidden: list[DeclineReason] = []
    for reason in rising:
        alone = len(hidden) == 1 or _small(sum(reasons[one] for one in hidden))
        if _small(reasons[reason]) or alone:
            hidden.append(reason)
    return frozenset(hidden)


def _small(count: int) -> bool:
    return 0 < count < FEWEST
