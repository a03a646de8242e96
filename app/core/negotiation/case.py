"""The state of a case, folded from its events."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from app.core.access import Role
from app.core.negotiation.agreed import Agreement
from app.core.negotiation.dispute_events import Claim
from app.core.negotiation.events import (
    CaseOpened,
    Debt,
    DisputeKind,
    OfferAccepted,
    OfferMade,
    SharedBudget,
)
from app.core.negotiation.middle_state import Middle
from app.core.negotiation.proof_events import ProofAsked
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
    """``since`` is the first day without a gap; ``kind`` is empty where nobody said one."""

    rule: str
    until: date
    explanation: str
    kind: str = ""
    since: date | None = None
    reviews: tuple[date, ...] = ()
    by: Role | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One borrower, one lender. ``version`` counts events; 0 before the first.

    ``other_dispute`` waits while the one on top is settled; ``claim`` says what is wrong, and
    ``corrected`` is the debt since it was. ``proof`` is owed by the lender until it is given,
    and nothing is asked of the borrower as long as ``proof_stops``; since ``proof_late_since``
    its day is over, and a supervisor has it. ``rounds`` counts offers
    without agreement; since ``rounds_over`` a person goes on, who may allow ``rounds_until``.
    No interest is asked for until ``interest_stops_until``, also when a hold ends sooner. The
    lender's time to answer went by at ``late_since``, and a supervisor has the case.
    ``language`` decides in the agreement; empty until the borrower's side chose one.
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
    middle: Middle = field(default_factory=Middle)
    dispute: DisputeKind | None = None
    other_dispute: DisputeKind | None = None
    claim: Claim | None = None
    corrected: Debt | None = None
    proof: ProofAsked | None = None
    proof_stops: bool = False
    proof_late_since: datetime | None = None
    hold: Hold | None = None
    interest_stops_until: date | None = None
    late_since: datetime | None = None
    agreement: Agreement | None = None
    agreement_versions: int = 0
    records: tuple[RecordsAgreed, ...] = ()
    paper_asked: bool = False
    paper_sent: bool = False
    budget_in_paper: bool = True
    language: str = ""

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
        """The debt as it stands, after every correction."""
        return self.corrected or self.start.debt

    def records_of(self, person_id: UUID) -> RecordsAgreed | None:
        """The consent to electronic records that a person has given and not taken back."""
        return next((found for found in self.records if found.person_id == person_id), None)

    @property
    def stopped(self) -> bool:
        """The lender owes an answer or proof, and nothing else moves meanwhile."""
        return self.dispute is not None or self.proof_stops

    def on_hold(self, day: date) -> bool:
        """A hold covers its last day too."""
        return self.hold is not None and day <= self.hold.until

    @property
    def waiting_for(self) -> Role | None:
        """Whose move it is: the lender's in a dispute, nobody's while the product works."""
        if self.stopped:
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
