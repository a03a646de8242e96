"""The end of a counselor's part in an agreement. Stored for ever, as all events are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.access import Role


@dataclass(frozen=True, slots=True)
class ReviewEnded:
    """Nobody may sign for the charity named in this version: it gives way to a new one.

    The terms that were accepted stay. Earlier signatures lapse with the paper they stand on.
    """

    agreement_id: UUID
    version: int
    by: Role
    at: datetime
