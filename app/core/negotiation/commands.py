"""What people ask of a case. ``seen`` is the digest of what they saw when they asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.core.access import Role
from app.core.negotiation.dispute_events import Claim, Figures
from app.core.negotiation.events import DeclineReason, DisputeKind, SharedBudget
from app.core.negotiation.language_commands import ChooseLanguage
from app.core.negotiation.middle_commands import MiddleCommand
from app.core.negotiation.pause_events import Kept
from app.core.negotiation.proof_commands import AnswerProof, AskProof
from app.core.negotiation.record_events import ActedAs
from app.core.negotiation.review_commands import EndReview
from app.core.terms import Terms


@dataclass(frozen=True, slots=True)
class ConfirmDebt:
    """The borrower says: this debt is mine and the figures look right."""


@dataclass(frozen=True, slots=True)
class ShareBudget:
    budget: SharedBudget


@dataclass(frozen=True, slots=True)
class MakeOffer:
    offer_id: UUID
    terms: Terms
    explanation: str
    label: str = "own"


@dataclass(frozen=True, slots=True)
class CounterOffer:
    offer_id: UUID
    terms: Terms
    explanation: str
    seen: str
    label: str = "own"


@dataclass(frozen=True, slots=True)
class AcceptOffer:
    """``language`` decides in the agreement, ``en`` or ``zh``: the borrower's side says it."""

    seen: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class DeclineOffer:
    seen: str
    reason: DeclineReason
    explanation: str


@dataclass(frozen=True, slots=True)
class WithdrawOffer:
    """The side that made the open offer takes it back."""


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A person has looked, and says why the two sides go on making offers."""

    explanation: str


@dataclass(frozen=True, slots=True)
class RaiseDispute:
    kind: DisputeKind
    explanation: str
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class SettleDispute:
    """``upheld`` means the borrower was right, ``partly`` or in all.

    With ``corrected`` figures the case goes on, unless nothing is owed; without, it closes.
    The product adds the time to leave, when a plan stands that was signed on disputed
    paper or on other figures.
    """

    upheld: bool
    explanation: str
    cooling_off_until: date | None = None
    cooling_off_ends: datetime | None = None
    corrected: Figures | None = None
    partly: bool = False


@dataclass(frozen=True, slots=True)
class PlaceHold:
    rule: str
    until: date
    explanation: str


@dataclass(frozen=True, slots=True)
class LiftHold:
    """The borrower wants to go on. ``kept``: of a hold and awaited proof, the other goes on."""

    kept: Kept = Kept.NOTHING


@dataclass(frozen=True, slots=True)
class AskHelp:
    explanation: str


@dataclass(frozen=True, slots=True)
class AgreeToRecords:
    person_id: UUID
    text_sha256: str
    demonstration: str


@dataclass(frozen=True, slots=True)
class WithdrawRecords:
    person_id: UUID


@dataclass(frozen=True, slots=True)
class AskPaper:
    """The agreement on paper, on the same terms, without a last day."""


@dataclass(frozen=True, slots=True)
class SendPaper:
    """A person of the lender has posted it."""


@dataclass(frozen=True, slots=True)
class ReturnPaper:
    """A person of the lender holds the signed paper in hand; fields as in ``PaperReturned``."""

    agreement_id: UUID
    version: int
    signers: tuple[Role, ...]
    name: str
    signed_on: date
    received_on: date
    scan_sha256: str
    person_id: UUID
    acted_as: ActedAs | None = None


@dataclass(frozen=True, slots=True)
class DeclineOnPaper:
    """The paper came back with a no on it."""

    agreement_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class IssueAgreement:
    agreement_id: UUID
    version: int
    facts_sha256: str
    frozen_sha256: str
    signers: tuple[Role, ...]
    expires_on: date
    template: str


@dataclass(frozen=True, slots=True)
class SignAgreement:
    agreement_id: UUID
    version: int
    person_id: UUID
    seen: str
    intent_sha256: str
    records_sha256: str
    reading_sha256: str = ""
    drawing_sha256: str = ""
    acted_as: ActedAs | None = None


@dataclass(frozen=True, slots=True)
class ChooseBudgetInPaper:
    """The borrower's side has the shared totals shown in the agreement, or left out."""

    agreement_id: UUID
    version: int
    included: bool


@dataclass(frozen=True, slots=True)
class DeclineSigning:
    """``change`` asks for other terms: the version is superseded, not declined."""

    agreement_id: UUID
    version: int
    explanation: str
    change: bool = False


@dataclass(frozen=True, slots=True)
class LapseSigning:
    """The product's own: the last day to sign is over."""

    agreement_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class SealAgreement:
    agreement_id: UUID
    version: int
    final_sha256: str
    cooling_off_until: date
    cooling_off_ends: datetime


@dataclass(frozen=True, slots=True)
class CancelAgreement:
    """Leaving in the cooling-off time: one step, no reason."""

    agreement_id: UUID
    version: int


Command = (
    ConfirmDebt
    | ShareBudget
    | MakeOffer
    | CounterOffer
    | AcceptOffer
    | DeclineOffer
    | WithdrawOffer
    | OpenRound
    | MiddleCommand
    | RaiseDispute
    | SettleDispute
    | AskProof
    | AnswerProof
    | PlaceHold
    | LiftHold
    | AskHelp
    | AgreeToRecords
    | WithdrawRecords
    | AskPaper
    | SendPaper
    | ReturnPaper
    | DeclineOnPaper
    | ChooseBudgetInPaper
    | ChooseLanguage
    | EndReview
    | IssueAgreement
    | SignAgreement
    | DeclineSigning
    | LapseSigning
    | SealAgreement
    | CancelAgreement
)
