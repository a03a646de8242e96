"""Reading and writing case files (plainpact/case-file/1)."""

from __future__ import annotations

from app.core.caselines import (
    CaseFile,
    Commitment,
    DebtLine,
    Floor,
    HardshipLine,
    Hold,
    Household,
    LenderTerms,
    Line,
    Payment,
    ProposalLine,
    Wishes,
)
from app.core.dates import Calendar

__all__ = [
    "Calendar",
    "CaseFile",
    "Commitment",
    "DebtLine",
    "Floor",
    "HardshipLine",
    "Hold",
    "Household",
    "LenderTerms",
    "Line",
    "Payment",
    "ProposalLine",
    "Wishes",
]
