"""When a counselor may act no more: the agreement that waits for them is written anew."""

from __future__ import annotations

from datetime import datetime

from app.core.access import Role
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.agreed import Agreement
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.events import Event
from app.core.negotiation.guards import current, moving, only
from app.core.negotiation.review_commands import EndReview
from app.core.negotiation.review_events import ReviewEnded


def end(case: Case, command: EndReview, *, by: Role, at: datetime) -> tuple[Event, ...]:
    """A version without them, on the terms that were accepted. Raises as ``decide`` does."""
    only(by, Role.SYSTEM)
    agreement = current(case, command.agreement_id, command.version, Stage.SIGNING)
    moving(case, at)
    if not waits_for_review(agreement):
        raise TransitionNotAllowed("no counselor's signature is waited for")
    return (ReviewEnded(command.agreement_id, command.version, by, at),)


def waits_for_review(agreement: Agreement) -> bool:
    """Whether a counselor is named who has not signed."""
    return Role.COUNSELOR in agreement.signers and Role.COUNSELOR not in agreement.signed
