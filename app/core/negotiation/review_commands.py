"""What is asked when nobody may review an agreement any more."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EndReview:
    """The product's own: the charity named in a version may act for the borrower no more."""

    agreement_id: UUID
    version: int
