"""From an accepted case to the exact facts people sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.core.agreement import (
    LANGUAGES,
    LEAST_COOLING_OFF_DAYS,
    AgreementFacts,
    BudgetSummary,
    Clauses,
    DebtSplit,
    OriginalContract,
    Part,
    Party,
    Route,
    Sharing,
    Text,
)
from app.core.budget_view import Level
from app.core.dates import add_months
from app.core.errors import TransitionNotAllowed
from app.core.holders import chain
from app.core.negotiation.case import Case
from app.core.negotiation.events import Debt, SharedBudget

GRACE_DAYS = 10
REVIEW_MONTHS = 6
ALLOCATION: tuple[Part, ...] = ("principal", "interest", "fees")
"""The order in which every plan of ours uses a payment (``rows.HOUSE_ORDER``)."""
_MOST_SHOWN = 4
_HIDDEN = "****"
_SEEN = {
    Level.SUMMARY: Text("The monthly totals of your budget.", "您的每月收支合计。"),
    Level.CATEGORIES: Text(
        "The monthly totals of your budget, and of each group of costs and income.",
        "您的每月收支合计，以及各类收入和支出的合计。",
    ),
    Level.LINES: Text(
        "The monthly totals of your budget, and each line of income and spending.",
        "您的每月收支合计，以及每一笔收入和支出。",
    ),
}


@dataclass(frozen=True, slots=True)
class Guidance:
    """Where people turn in this jurisdiction, from the policy pack."""

    complaints: tuple[Route, ...]
    advice: tuple[Route, ...]
    cooling_off_days: int = LEAST_COOLING_OFF_DAYS
    safety: tuple[Route, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What the store knows beside the case itself.

    ``cooling_off_until`` is the last day to leave if the file were sealed right now; ``sees``
    how much of the budget the lender is shown while this is written.
    """

    agreement_id: str
    version: int
    case_id: str
    parties: tuple[Party, ...]
    language_of_record: str
    evidence_head: str
    verify_url: str
    verify_code: str
    specimen: bool
    contact: str
    cooling_off_until: date
    limitation: Text | None = None
    sees: Level = Level.SUMMARY


def draft(case: Case, facts: Draft, guidance: Guidance, at: datetime) -> AgreementFacts:
    """The facts of the accepted offer. Nothing here is chosen by the lender.

    Raises:
        TransitionNotAllowed: nothing was accepted.
    """
    if case.offer is None or case.accepted is None:
        raise TransitionNotAllowed("there is no accepted offer to write down")
    terms, debt, opened = case.offer.terms, case.debt, case.start
    today = at.date()
    return AgreementFacts(
        agreement_id=facts.agreement_id,
        version=facts.version,
        case_id=facts.case_id,
        jurisdiction=opened.jurisdiction,
        pack_id=opened.jurisdiction,
        pack_version=opened.pack_version,
        language_of_record=facts.language_of_record,
        created_at=at,
        parties=facts.parties,
        contract=OriginalContract(
            reference=masked(debt.account),
            product=debt.product,
            original_creditor=debt.original_creditor,
            assigned_from=_earlier(debt, facts),
        ),
        debt=DebtSplit(
            as_of=opened.at.date(),
            principal=debt.principal,
            interest=debt.interest,
            fees=debt.fees,
            interest_frozen=terms.rate == 0,
            fees_frozen=True,
        ),
        terms=terms,
        clauses=_clauses(case, facts, guidance, today),
        offer_digest=case.offer.digest,
        evidence_head=facts.evidence_head,
        verify_url=facts.verify_url,
        verify_code=facts.verify_code,
        original_total=case.budget.baseline_total if case.budget else None,
        budget=_summary(case.budget)
        if case.budget_in_paper and facts.sees is not Level.NOTHING
        else None,
        translations=tuple(lang for lang in LANGUAGES if lang != facts.language_of_record),
        specimen=facts.specimen,
    )


def masked(reference: str) -> str:
    """The last four characters, of at most eight the last two; up to four are hidden whole."""
    if len(reference) <= _MOST_SHOWN:
        return _HIDDEN
    shown = _MOST_SHOWN if len(reference) > 2 * _MOST_SHOWN else _MOST_SHOWN // 2
    return _HIDDEN + reference[-shown:]


def payment_reference(case_id: str) -> str:
    """What to write on a payment: tells the lender which case, and nobody anything else."""
    return f"PP-{case_id.replace('-', '')[:10].upper()}"


def _clauses(case: Case, facts: Draft, guidance: Guidance, today: date) -> Clauses:
    rate = case.offer.terms.rate if case.offer else 0
    days = max(guidance.cooling_off_days, LEAST_COOLING_OFF_DAYS)
    lender = next((p.organisation for p in facts.parties if p.role == "lender"), "")
    return Clauses(
        allocation=ALLOCATION,
        rounding="down",
        remainder="last",
        day_count="equal_periods" if rate else "none",
        payment_method="bank_transfer",
        payment_reference=payment_reference(facts.case_id),
        grace_days=GRACE_DAYS,
        review_on=add_months(today, REVIEW_MONTHS),
        cooling_off_days=days,
        cooling_off_until=facts.cooling_off_until,
        # Nobody agreed on another treatment; a lender that changes it has to say so first.
        credit_reporting="unchanged",
        complaints=guidance.complaints,
        advice=guidance.advice,
        contact=Route(Text("Plainpact help", "明约帮助"), facts.contact),
        sharing=(Sharing(lender, _SEEN[facts.sees]),)
        if case.budget and facts.sees in _SEEN
        else (),
        limitation=facts.limitation,
        # Signing takes as long as people need, so the first due date may come to fall
        # in the time to think, however late it was when it was offered, or before the seal.
        early_payments_wait=True,
        past_payments_wait=True,
        counselor_reviews=True,
    )


def _earlier(debt: Debt, facts: Draft) -> tuple[str, ...]:
    """Who held the debt between the first lender and whoever has it now, oldest first."""
    if not debt.assigned:
        return (debt.assigned_from,) if debt.assigned_from else ()
    lender = next(p for p in facts.parties if p.role == "lender")
    now = lender.on_behalf_of[0] if lender.on_behalf_of else lender.organisation
    held = chain(debt.original_creditor, None, debt.assigned, now)
    return tuple(holder.name for holder in held[1:-1])


def _summary(budget: SharedBudget | None) -> BudgetSummary | None:
    if budget is None:
        return None
    return BudgetSummary(
        income=budget.income,
        essential=budget.essential,
        other=budget.commitments,
        left_over=budget.surplus,
        floor=budget.floor,
    )
