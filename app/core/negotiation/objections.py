"""An objection to a paper that nobody answers: after the lender's time it stands.

Whoever wrote the paper down cannot reject it, so a lender of one person has nobody who can.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.core.access import Role
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.case import ended
from app.core.negotiation.events import DisputeKind, DisputeRaised, DisputeSettled, Event
from app.core.negotiation.folding import fold
from app.core.negotiation.guards import explained

TIME_TO_ANSWER = timedelta(days=21)
"""A lender decides within 21 days (ethics E15)."""


def answered_by(history: Sequence[Event]) -> date | None:
    """The last day on which the open objection can be rejected; nothing when there is none."""
    if fold(history).dispute is not DisputeKind.NOT_SIGNED:
        return None
    raised = (e for e in reversed(history) if isinstance(e, DisputeRaised))
    return (next(raised).at + TIME_TO_ANSWER).date()


def stands(history: Sequence[Event], explanation: str, at: datetime) -> tuple[Event, ...]:
    """The objection is upheld: nobody independent rejected it in time.

    Raises:
        TransitionNotAllowed: there is no objection, or there is still time to answer it.
        InvalidInput: the explanation is missing.
    """
    last = answered_by(history)
    if last is None or not ended(last, at):
        raise TransitionNotAllowed("nothing waits for an answer, or its time is not over")
    explained(explanation)
    return (DisputeSettled(upheld=True, explanation=explanation, by=Role.SYSTEM, at=at),)
