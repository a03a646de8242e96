"""Which language decides, as a case keeps it. Stored for ever, as all events are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.access import Role


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """The language whose words decide, ``en`` or ``zh``, as the borrower's side chose it.

    Chosen while a version is signed, that version, which is named, gives way to a new one.
    """

    language: str
    by: Role
    at: datetime
    agreement_id: UUID | None = None
    version: int = 0
