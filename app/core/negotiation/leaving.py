"""Until when an agreement may be left, or could be, when it stood for the last time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from app.core.negotiation.agreed import Agreement
from app.core.negotiation.case import Case
from app.core.negotiation.events import AgreementSealed, Event
from app.core.negotiation.folding import evolve


def last_stood(history: Iterable[Event], agreement_id: UUID) -> Agreement | None:
    """The agreement with what an objection settled since the seal has added to its time.

    Also when it has ended meanwhile, and the case knows it no more.
    """
    case, found = Case(), None
    for event in history:
        case = evolve(case, event)
        if case.agreement is not None and case.agreement.id == agreement_id:
            found = case.agreement
    return found


def left_anew_until(history: tuple[Event, ...], agreement_id: UUID) -> date | None:
    """The last day to leave, when it is later than the seal said; nothing when it is not."""
    stood = last_stood(history, agreement_id)
    sealed = (e for e in history if isinstance(e, AgreementSealed))
    said = next((e.cooling_off_until for e in sealed if e.agreement_id == agreement_id), None)
    until = stood.cooling_off_until if stood else None
    return until if said is not None and until != said else None
