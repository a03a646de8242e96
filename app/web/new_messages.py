"""How many new messages a case has for whoever looks at its page, and whether they may begin."""

from __future__ import annotations

from uuid import UUID

from app.core.access import Action, permits
from app.usecases import conduct, messages
from app.web.deps import actor, deps


def count(case_id: UUID) -> int:
    """Messages that have arrived in the case since this person last looked."""
    return messages.unread(deps(), actor(), case_id)


def may_begin(place: str) -> bool:
    """Whether this person of a lender has a conduct pass for ``place``."""
    return conduct.may_begin(deps(), actor(), place)


def reads_conduct() -> bool:
    """Whether the counts of the guard are for this person."""
    return permits(actor(), Action.READ_CONDUCT)


def reads_refusals() -> bool:
    """Whether the refusals of a lender are for this person."""
    return permits(actor(), Action.READ_REFUSALS)


def reads_passes() -> bool:
    return permits(actor(), Action.READ_PASSES)
