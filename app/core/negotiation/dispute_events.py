"""What a dispute is about, and what became of it. Stored for ever, as all events are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.core.access import Role
from app.core.money import Money


class DebtPart(StrEnum):
    PRINCIPAL = "principal"
    INTEREST = "interest"
    FEES = "fees"


@dataclass(frozen=True, slots=True)
class Claim:
    """What exactly is wrong, as far as the borrower says it.

    ``line`` names one fee. ``right_amount`` is what the borrower thinks ``part`` should
    be, or all that is owed when no part is named.
    """

    part: DebtPart | None = None
    line: str = ""
    right_amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What is owed. ``arrears`` is how much of it is late."""

    principal: Money
    interest: Money
    fees: Money
    arrears: Money

    @property
    def owed(self) -> Money:
        return self.principal + self.interest + self.fees

    def of(self, part: DebtPart | None) -> Money:
        """One part, or all that is owed."""
        match part:
            case DebtPart.PRINCIPAL:
                return self.principal
            case DebtPart.INTEREST:
                return self.interest
            case DebtPart.FEES:
                return self.fees
            case None:
                return self.owed


@dataclass(frozen=True, slots=True)
class DebtCorrected:
    """The debt from now on; what it was before stays in the history."""

    figures: Figures
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class OfferSetAside:
    """An offer, or what was to be signed, that does not fit the corrected debt any more."""

    digest: str
    by: Role
    at: datetime


CorrectionEvent = DebtCorrected | OfferSetAside
