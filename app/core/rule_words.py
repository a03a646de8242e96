"""The stable code and the plain sentence of each thing a pack's rule may find in a plan."""

from __future__ import annotations

from app.core.policy import Rule
from app.core.rule_kinds import (
    AllocationOrder,
    KeepsAtLeast,
    LeavesLivingCosts,
    LenderWithinShare,
    LongestTerm,
    NoInterestOnInterest,
    NotDisputed,
    NotTimeBarred,
    RateCap,
    RateWithinContract,
    RestIsSaid,
    SameDebt,
    ShareOfIncome,
    TotalWithinContract,
)

_WORDS: tuple[tuple[type[object], str, str], ...] = (
    (LeavesLivingCosts, "above_left_over", "A payment is above what its month leaves over."),
    (
        LenderWithinShare,
        "above_lender_share",
        "A lender may not ask for more than the recommended part of what is left over.",
    ),
    (RateWithinContract, "above_contract_rate", "The rate is above the agreed one."),
    (RateCap, "rate_above_cap", "The rate is above the cap for this kind of debt."),
    (NoInterestOnInterest, "interest_on_interest", "Interest would be charged on interest."),
    (LongestTerm, "term_above_cap", "The plan is longer than this kind of debt allows."),
    (SameDebt, "new_credit", "The rate or the debt would rise, which makes it a new credit."),
    (ShareOfIncome, "above_income_share", "A payment takes more of the income than a court may."),
    (KeepsAtLeast, "below_protected_income", "A payment leaves less than the protected income."),
    (TotalWithinContract, "total_above_contract", "The plan costs more than the present contract."),
    (RestIsSaid, "rest_not_said", "The plan does not say what becomes of the rest."),
    (NotDisputed, "debt_disputed", "The debt is disputed; this is settled first."),
    (NotTimeBarred, "debt_too_old", "The debt may be too old to enforce; nobody may ask for it."),
    (AllocationOrder, "allocation_order", "Payments are not used in the order of the law."),
)

CODES: dict[type[object], str] = {kind: code for kind, code, _ in _WORDS}
MESSAGES: dict[type[object], str] = {kind: message for kind, _, message in _WORDS}


def code_of(rule: Rule) -> str | None:
    """The code of what ``rule`` finds when it is broken; None when it looks at no plan."""
    return CODES.get(type(rule.check))
