"""The state of a case, folded from its events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from app.core.access import Role
from app.core.negotiation.agreed import Agreement
from app.core.negotiation.events import (
    CaseOpened,
    Debt,
    DisputeKind,
    OfferAccepted,
    OfferMade,
    SharedBudget,
)
from app.core.negotiation.record_events import (
    RecordsAgreed,
)


class Stage(StrEnum):
    """Where a case stands. A dispute or a hold lies on top of it."""

    NEW = "new"
    OPEN = "open"
    OFFERED = "offered"
    AGREED = "agreed"
    SIGNING = "signing"
    SIGNED = "signed"
    SEALED = "sealed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Hold:
    rule: str
    until: date
    explanation: str


@dataclass(frozen=True, slots=True)
class Case:
    """One borrower, one lender. ``version`` counts events; 0 before the first.

    ``other_dispute`` waits while it is settled who signed a paper. ``rounds`` counts offers
    without agreement; since ``rounds_over`` a person goes on, who may allow ``rounds_until``.
    """

    stage: Stage = Stage.NEW
    version: int = 0
    opened: CaseOpened | None = None
    budget: SharedBudget | None = None
    offer: OfferMade | None = None
    accepted: OfferAccepted | None = None
    rounds: int = 0
    rounds_until: int = 0
    rounds_over: datetime | None = None
    dispute: DisputeKind | None = None
    other_dispute: DisputeKind | None = None
    hold: Hold | None = None
    agreement: Agreement | None = None
    agreement_versions: int = 0
    records: tuple[RecordsAgreed, ...] = ()
    paper_asked: bool = False
    paper_sent: bool = False
    budget_in_paper: bool = True

    @property
    def start(self) -> CaseOpened:
        """The opening event.

        Raises:
            LookupError: the case has no events yet.
        """
        if self.opened is None:
            raise LookupError("the case is not opened")
        return self.opened

    @property
    def debt(self) -> Debt:
        return self.start.debt

    def records_of(self, person_id: UUID) -> RecordsAgreed | None:
        """The consent to electronic records that a person has given and not taken back."""
        return next((found for found in self.records if found.person_id == person_id), None)

    def on_hold(self, day: date) -> bool:
        """A hold covers its last day too."""
        return self.hold is not None and day <= self.hold.until

    @property
    def waiting_for(self) -> Role | None:
        """Whose move it is: the lender's in a dispute, nobody's while the product works."""
        if self.dispute is not None:
            return Role.LENDER
        match self.stage:
            case Stage.NEW | Stage.OPEN:
                return Role.LENDER if self.rounds_over else Role.BORROWER
            case Stage.OFFERED:
                made_by = self.offer.by if self.offer else Role.BORROWER
                return Role.BORROWER if made_by is Role.LENDER else Role.LENDER
            case Stage.SIGNING:
                return self.agreement.next_signer if self.agreement else None
            case Stage.AGREED | Stage.SIGNED | Stage.SEALED | Stage.CLOSED:
                return None
            case _:
                assert_never(self.stage)


def side(role: Role) -> Role:
    """Two sides negotiate: a counselor speaks on the borrower's."""
    return Role.BORROWER if role is Role.COUNSELOR else role


def latest_date(at: datetime) -> date:
    """The date where it is latest on Earth (UTC-12): no zone cuts a person's last day short."""
    return (at - timedelta(hours=12)).date()


def ended(last_day: date, at: datetime) -> bool:
    """Whether ``last_day`` is over everywhere."""
    return latest_date(at) > last_day
