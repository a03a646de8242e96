"""Why a case may stand still."""

from __future__ import annotations

from enum import StrEnum


class HoldKind(StrEnum):
    """The first two nobody has to ask for; ``LENDER`` is one that the lender gives."""

    DECISION = "decision"
    DISPUTE = "dispute"
    TIME = "time"
    BREATHING_SPACE = "breathing_space"
    CRISIS = "crisis"
    SUPPORT = "support"
    BEREAVEMENT = "bereavement"
    LENDER = "lender"


CHOSEN = (
    HoldKind.TIME,
    HoldKind.BREATHING_SPACE,
    HoldKind.CRISIS,
    HoldKind.SUPPORT,
    HoldKind.BEREAVEMENT,
)
"""What a borrower chooses from, in the order of the page."""
