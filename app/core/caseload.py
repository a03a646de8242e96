"""What in a client's case needs the counselor, the most pressing first."""

from __future__ import annotations

from datetime import date, timedelta
from enum import IntEnum

from app.core.access import Role
from app.core.negotiation.case import Stage

SOON = timedelta(days=7)
"""A hold that ends within so many days is looked at before it does."""


class Need(IntEnum):
    """In the order in which a counselor looks at them; the first is the most pressing."""

    LATE = 1
    MESSAGE = 2
    ANSWER = 3
    REVIEW = 4
    HOLD_ENDS = 5
    PERSON = 6
    NEXT_STEP = 7


def needs(
    *,
    stage: str,
    waiting_for: str | None,
    reply_due: date | None,
    hold_until: date | None,
    person_since: date | None,
    unread: int,
    today: date,
) -> tuple[Need, ...]:
    """Everything in one case that needs a look on ``today``; nothing once it is closed.

    During a hold nobody's next step is asked for; its end is named a week ahead.
    """
    if stage == Stage.CLOSED:
        return (Need.MESSAGE,) if unread else ()
    held = hold_until is not None and today <= hold_until
    our_move = waiting_for == Role.BORROWER and not held
    found = {
        Need.LATE: waiting_for == Role.LENDER and reply_due is not None and reply_due < today,
        Need.MESSAGE: unread > 0,
        Need.ANSWER: our_move and stage == Stage.OFFERED,
        Need.REVIEW: stage == Stage.SIGNING and waiting_for == Role.COUNSELOR,
        Need.HOLD_ENDS: hold_until is not None and today <= hold_until <= today + SOON,
        Need.PERSON: person_since is not None,
        Need.NEXT_STEP: our_move and stage in (Stage.NEW, Stage.OPEN, Stage.SIGNING),
    }
    return tuple(need for need, is_so in found.items() if is_so)
