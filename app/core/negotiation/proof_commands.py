"""What is asked about the proof of a debt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.negotiation.proof_events import ProofKind, ProofLine


@dataclass(frozen=True, slots=True)
class AskProof:
    """The borrower wants to see where the figures come from; the product adds the last day."""

    wanted: tuple[ProofKind, ...]
    explanation: str
    due_on: date


@dataclass(frozen=True, slots=True)
class AnswerProof:
    """Dated lines that add up to the balance, and words."""

    lines: tuple[ProofLine, ...]
    explanation: str
