"""What has happened in a case. Stored for ever: add optional fields, never reinterpret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.core.access import Role
from app.core.caselines import Floor
from app.core.holders import Holder
from app.core.money import Money
from app.core.negotiation.dispute_events import Claim, CorrectionEvent, Figures
from app.core.negotiation.middle_events import MiddleEvent
from app.core.negotiation.pause_events import PauseEvent
from app.core.negotiation.proof_events import ProofEvent
from app.core.negotiation.record_events import ActedAs, RecordsEvent
from app.core.negotiation.round_events import RoundsEvent
from app.core.terms import Terms


class DisputeKind(StrEnum):
    NOT_MINE = "not_mine"
    WRONG_AMOUNT = "wrong_amount"
    ALREADY_PAID = "already_paid"
    TOO_OLD = "too_old"
    IDENTITY_FRAUD = "identity_fraud"
    ECONOMIC_ABUSE = "economic_abuse"
    NOT_SIGNED = "not_signed"
    """Of an agreement that the lender says was signed on paper, and of nothing else."""
    NOT_BOUND = "not_bound"
    """Somebody else made this debt. Nothing more is asked, told or stored."""


class DeclineReason(StrEnum):
    TOO_LOW = "too_low"
    TOO_LONG = "too_long"
    TOO_HIGH = "too_high"
    DATE_DOES_NOT_FIT = "date_does_not_fit"
    NEEDS_MORE_FACTS = "needs_more_facts"
    CIRCUMSTANCES_CHANGED = "circumstances_changed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Debt:
    """The debt as the lender states it. ``annual_rate`` is a decimal string, 0.249 = 24.9 %."""

    account: str
    product: str
    principal: Money
    interest: Money
    fees: Money
    arrears: Money
    annual_rate: str
    original_creditor: str
    assigned_from: str | None = None
    last_payment_on: date | None = None
    contractual_payment: Money | None = None
    priority: bool = False
    kind: str = "other"
    assigned: tuple[Holder, ...] = ()

    @property
    def owed(self) -> Money:
        return self.principal + self.interest + self.fees

    @property
    def figures(self) -> Figures:
        return Figures(self.principal, self.interest, self.fees, self.arrears)


@dataclass(frozen=True, slots=True)
class MonthCeiling:
    """What one month can bear for this debt, month as ``2027-02``."""

    month: str
    hard: Money
    recommended: Money


@dataclass(frozen=True, slots=True)
class SharedBudget:
    """The summary a borrower lets one lender see, and the ceilings every offer is held to.

    ``floor`` is there when it is what protects the household, without how it was worked out.
    """

    assessment_id: UUID
    input_sha256: str
    income: Money
    essential: Money
    protected: Money
    surplus: Money
    buffer: Money
    commitments: Money
    months: tuple[MonthCeiling, ...]
    pack_version: str
    route: str
    reasons: tuple[str, ...] = ()
    baseline_total: Money | None = None
    policy_version: str = ""
    floor: Floor | None = None

    def ceilings(self) -> dict[str, MonthCeiling]:
        return {m.month: m for m in self.months}


@dataclass(frozen=True, slots=True)
class CaseOpened:
    borrower_id: UUID
    household_id: UUID
    jurisdiction: str
    pack_version: str
    debt: Debt
    by: Role
    at: datetime
    policy_version: str = "house-1"


@dataclass(frozen=True, slots=True)
class DebtConfirmed:
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class BudgetShared:
    budget: SharedBudget
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class OfferMade:
    """An offer, or a counter-offer when ``answers`` names the offer it replaces."""

    offer_id: UUID
    terms: Terms
    digest: str
    explanation: str
    by: Role
    at: datetime
    expires_on: date
    answers: str | None = None
    label: str = "own"


@dataclass(frozen=True, slots=True)
class OfferAccepted:
    digest: str
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class OfferDeclined:
    digest: str
    reason: DeclineReason
    explanation: str
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class OfferWithdrawn:
    digest: str
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class DisputeRaised:
    kind: DisputeKind
    explanation: str
    by: Role
    at: datetime
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class DisputeSettled:
    """``goes_on``: the debt was corrected and the case is not over. ``partly``: of a claim."""

    upheld: bool
    explanation: str
    by: Role
    at: datetime
    cooling_off_until: date | None = None
    cooling_off_ends: datetime | None = None
    goes_on: bool = False
    partly: bool = False


@dataclass(frozen=True, slots=True)
class AgreementIssued:
    """The frozen file that people are shown: drawn once, sealed, hashed.

    ``template`` is the version of the template that drew it; older events do not say.
    """

    agreement_id: UUID
    version: int
    facts_sha256: str
    frozen_sha256: str
    signers: tuple[Role, ...]
    expires_on: date
    by: Role
    at: datetime
    template: str = ""


@dataclass(frozen=True, slots=True)
class AgreementSigned:
    """One party's will to sign what was shown.

    ``records_sha256`` is the consent to electronic records as shown, ``reading_sha256`` the
    answers to the reading check (no score), ``drawing_sha256`` a drawing beside the name.
    """

    agreement_id: UUID
    version: int
    signer: Role
    person_id: UUID
    shown_sha256: str
    intent_sha256: str
    by: Role
    at: datetime
    records_sha256: str = ""
    reading_sha256: str = ""
    drawing_sha256: str = ""
    acted_as: ActedAs | None = None


@dataclass(frozen=True, slots=True)
class SigningDeclined:
    """``on_paper``: the borrower's no came back on paper, and the lender wrote it down."""

    agreement_id: UUID
    version: int
    explanation: str
    by: Role
    at: datetime
    change: bool = False
    on_paper: bool = False


@dataclass(frozen=True, slots=True)
class SigningLapsed:
    """The time to sign ran out before everybody had signed: earlier signatures lapse."""

    agreement_id: UUID
    version: int
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class AgreementSealed:
    agreement_id: UUID
    version: int
    final_sha256: str
    cooling_off_until: date
    by: Role
    at: datetime
    cooling_off_ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class AgreementCancelled:
    agreement_id: UUID
    version: int
    by: Role
    at: datetime


AgreementEvent = (
    AgreementIssued
    | AgreementSigned
    | SigningDeclined
    | SigningLapsed
    | AgreementSealed
    | AgreementCancelled
)

OfferEvent = OfferMade | OfferAccepted | OfferDeclined | OfferWithdrawn
DisputeEvent = DisputeRaised | DisputeSettled | CorrectionEvent | ProofEvent
StartEvent = CaseOpened | DebtConfirmed | BudgetShared
Event = (
    StartEvent
    | OfferEvent
    | RoundsEvent
    | MiddleEvent
    | DisputeEvent
    | PauseEvent
    | RecordsEvent
    | AgreementEvent
)
