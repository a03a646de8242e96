"""From a case file to options that keep the household safe, or the honest answer that none does."""

from __future__ import annotations

from app.core.results import (
    Apr,
    Assessment,
    Baseline,
    Budget,
    Ceiling,
    DebtResult,
    Label,
    MonthBudget,
    NextStep,
    Option,
    ProposalResult,
    Result,
    Route,
    Step,
    Stress,
)

__all__ = [
    "Apr",
    "Assessment",
    "Baseline",
    "Budget",
    "Ceiling",
    "DebtResult",
    "Label",
    "MonthBudget",
    "NextStep",
    "Option",
    "ProposalResult",
    "Result",
    "Route",
    "Step",
    "Stress",
]
