"""What is asked about the language of an agreement."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """The borrower's side has another language decide, ``en`` or ``zh``, in a new version."""

    agreement_id: UUID
    version: int
    language: str
