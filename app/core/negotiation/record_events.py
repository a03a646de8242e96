"""What has happened about files, paper and what the paper shows, and beside a case. Stored for ever, as all events are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.core.access import Role
from app.core.negotiation.complaint_events import ComplaintEvent
from app.core.negotiation.language_events import LanguageChosen
from app.core.negotiation.review_events import ReviewEnded


@dataclass(frozen=True, slots=True)
class ActedAs:
    """Who a person was at the moment of an act, in our records: it is never read later.

    ``capacity`` is ``own_debt``, ``for_organisation`` or ``reviewer`` (``witness`` in acts
    from before a review had words of its own). ``right`` is ``own``,
    ``member`` (with the ``rank`` there) or ``mandate`` (with the day it was ``given_at``).
    """

    name: str
    capacity: str
    right: str
    rank: str = ""
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecordsAgreed:
    """Electronic records instead of paper, in the words that ``text_sha256`` names.

    ``demonstration`` is what the person could open on their device: ``pdf`` or ``page``.
    """

    person_id: UUID
    text_sha256: str
    demonstration: str
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordsWithdrawn:
    person_id: UUID
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class PaperAsked:
    """The agreement is wanted on paper, on the same terms."""

    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class PaperSent:
    """A person of the lender has posted the agreement."""

    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class PaperReturned:
    """A signed paper came back, as ``person_id`` of the lender writes it down.

    ``signers`` signed on it; ``name`` is the borrower's as it is written there. The lender
    keeps the paper. ``scan_sha256`` names the lender's own scan of it, or is empty.
    ``acted_as`` is who that person was then; what was written down before has none.
    """

    agreement_id: UUID
    version: int
    signers: tuple[Role, ...]
    name: str
    signed_on: date
    received_on: date
    scan_sha256: str
    person_id: UUID
    by: Role
    at: datetime
    acted_as: ActedAs | None = None


@dataclass(frozen=True, slots=True)
class BudgetInPaperChosen:
    """Whether the agreement shows the shared totals: the version at hand gives way to a new one."""

    agreement_id: UUID
    version: int
    included: bool
    by: Role
    at: datetime


FileOrPaperEvent = RecordsAgreed | RecordsWithdrawn | PaperAsked | PaperSent | PaperReturned
RecordsEvent = (
    FileOrPaperEvent | BudgetInPaperChosen | LanguageChosen | ReviewEnded | ComplaintEvent
)
