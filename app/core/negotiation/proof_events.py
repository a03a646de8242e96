"""What has happened about the proof of a debt. Stored for ever, as all events are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.core.access import Role
from app.core.money import Money


class ProofKind(StrEnum):
    CONTRACT = "contract"
    STATEMENT = "statement"
    ASSIGNMENT = "assignment"
    INTEREST = "interest"


class LineKind(StrEnum):
    PRINCIPAL = "principal"
    INTEREST = "interest"
    FEE = "fee"
    PAYMENT = "payment"
    ADJUSTMENT = "adjustment"
    """A sum that the lender let go; like a payment it makes the balance smaller."""


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One dated line of a statement. ``amount`` is never below zero; its kind says which way."""

    on: date
    kind: LineKind
    amount: Money
    words: str = ""

    @property
    def adds(self) -> Money:
        """What the line does to the balance."""
        taken_off = self.kind in (LineKind.PAYMENT, LineKind.ADJUSTMENT)
        return -self.amount if taken_off else self.amount


@dataclass(frozen=True, slots=True)
class ProofAsked:
    """``due_on`` is the lender's last day to answer."""

    wanted: tuple[ProofKind, ...]
    explanation: str
    due_on: date
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class ProofGiven:
    """``lines`` add up to the balance as it stood at ``at``."""

    lines: tuple[ProofLine, ...]
    explanation: str
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class ProofMissed:
    """``due_on`` went by without the proof; ``asked`` is when it was asked for.

    What the lender asks for rests until the proof is there, also where the borrower's side
    went on without waiting.
    """

    due_on: date
    asked: datetime
    by: Role
    at: datetime


ProofEvent = ProofAsked | ProofGiven | ProofMissed
