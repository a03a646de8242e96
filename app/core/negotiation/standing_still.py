"""What stands still in a case today, why and until when: for pages, from the case's history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.hold_kinds import HoldKind
from app.core.negotiation.case import Case
from app.core.negotiation.events import DisputeRaised, Event
from app.core.negotiation.lender_clocks import asked_of


@dataclass(frozen=True, slots=True)
class Still:
    """``until`` is the last day; nothing where it ends with the lender's answer."""

    kind: HoldKind
    since: date
    until: date | None = None


def standing_still(case: Case, history: Sequence[Event], today: date) -> tuple[Still, ...]:
    """A dispute and a wait for a decision need no hold of their own: nobody is chased (E16)."""
    found = []
    if case.dispute is not None:
        raised = (e.at.date() for e in reversed(history) if isinstance(e, DisputeRaised))
        found.append(Still(HoldKind.DISPUTE, next(raised)))
    if case.hold is not None and case.on_hold(today):
        hold = case.hold
        kind = HoldKind(hold.kind) if hold.kind else HoldKind.TIME
        found.append(Still(kind, hold.since or today, hold.until))
    asked = asked_of(history)
    if asked is not None and case.dispute is None:
        found.append(Still(HoldKind.DECISION, asked.at.date()))
    return tuple(found)
