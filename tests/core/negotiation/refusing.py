"""How the tests of a negotiation ask for a refusal, and stop a case."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.core.access import Role
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.case import Case
from app.core.negotiation.commands import (
    Command,
    PlaceHold,
    RaiseDispute,
)
from app.core.negotiation.decide import decide
from app.core.negotiation.events import DisputeKind
from tests.factories import (
    NOON,
    after,
)

WHY = "The balance was paid in May."


def refused(
    case: Case,
    command: Command,
    by: Role,
    error: type[Exception] = TransitionNotAllowed,
    at: datetime = NOON,
) -> str:
    """What the refusal says; the test fails when there is none."""
    with pytest.raises(error) as caught:
        decide(case, command, by=by, at=at)
    return str(caught.value)


def in_days(days: int) -> datetime:
    return NOON + timedelta(days=days)


def disputed(case: Case) -> Case:
    return after(case, RaiseDispute(DisputeKind.ALREADY_PAID, WHY), Role.BORROWER)


def on_hold(case: Case, days: int = 10, by: Role = Role.BORROWER) -> Case:
    return after(case, PlaceHold("UK-H01", in_days(days).date(), WHY), by)
