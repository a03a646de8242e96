"""From what a household told and what its lenders say to one case file, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from app.core.caselines import (
    CaseFile,
    Commitment,
    DebtLine,
    Floor,
    Hold,
    LenderTerms,
    Payment,
)
from app.core.dates import Calendar
from app.core.household_record import HouseholdRecord, Told
from app.core.lender_policy.resolve import resolve
from app.core.lender_policy.values import HOUSE_TERMS, PolicyVersion
from app.core.negotiation.events import Debt, MonthCeiling, SharedBudget
from app.core.periods import Every
from app.core.results import Assessment, Budget, DebtResult

FOR_LENDERS = frozenset(
    {
        "below_lender_minimum",
        "contract_rate_clears",
        "contract_rate_does_not_clear",
        "disputed",
        "limitation_reached",
        "lump_sum_covers_share",
        "no_rate_clears",
        "nothing_affordable",
        "priority_arrears_first",
        "priority_first",
        "promised_elsewhere",
        "share_too_small",
    }
)
"""Reasons about the debt and the sum. Those about the person stay with the person."""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """One case of the household as far as its assessment needs it."""

    case_id: UUID
    creditor: str
    debt: Debt
    disputed: bool = False
    hold: Hold | None = None
    terms: LenderTerms = HOUSE_TERMS


def lending_of(debt: Debt, versions: Sequence[PolicyVersion], day: date) -> LenderTerms:
    """The lender's terms of ``day`` for a debt; its product names its portfolio.

    Offers that were made keep their own terms: a new version reaches new options alone.
    """
    return resolve(versions, day, debt.product, debt.owed)


def terms_for(cases: Sequence[OpenCase], this: UUID) -> LenderTerms:
    """Each debt under its own lender's terms; debts off the product under the house's."""
    own = next(case for case in cases if case.case_id == this)
    return replace(
        HOUSE_TERMS,
        version=own.terms.version,
        per_debt=tuple(
            (case.case_id.hex, replace(case.terms, version=""))
            for case in cases
            if case.terms != HOUSE_TERMS
        ),
    )


def debt_line(case: OpenCase) -> DebtLine:
    """The lender's statement as a line of the case file; its id is the case's, without dashes."""
    debt = case.debt
    return DebtLine(
        id=case.case_id.hex,
        creditor=case.creditor,
        kind=debt.kind,
        priority=debt.priority,
        secured=False,
        principal=debt.principal,
        interest=debt.interest,
        fees=debt.fees,
        arrears=debt.arrears,
        annual_rate=Fraction(debt.annual_rate),
        contractual_payment=(
            Payment(debt.contractual_payment, Every.MONTHLY) if debt.contractual_payment else None
        ),
        last_payment_on=debt.last_payment_on,
        acknowledged_on=None,
        disputed=case.disputed,
    )


def case_file(
    record: HouseholdRecord,
    told: Told,
    cases: tuple[OpenCase, ...],
    this: UUID,
    *,
    as_of: date,
    calendar: Calendar,
    floor: Floor | None = None,
) -> CaseFile:
    """The household as case ``this`` sees it, above its confirmed ``floor`` where there is one.

    A debt that another case already has an offer or a plan for counts as a
    commitment, not as a debt: the same money is never shared out twice.
    """
    promised = record.promises_to_others(this)
    taken = {promise.case_id for promise in promised}
    open_cases = tuple(c for c in cases if c.case_id == this or c.case_id not in taken)
    own = next(c for c in open_cases if c.case_id == this)
    return CaseFile(
        case_id=this.hex,
        as_of=as_of,
        jurisdiction=record.jurisdiction,
        currency=record.currency,
        household=told.household,
        income=told.income,
        spending=told.spending,
        debts=(*(debt_line(c) for c in open_cases), *told.other_debts),
        policy=terms_for(open_cases, this),
        subdivision=told.subdivision,
        floor=floor,
        hardship=told.hardship,
        commitments=tuple(
            Commitment(
                id=promise.case_id.hex,
                creditor=promise.creditor,
                status=promise.state.value,
                amount=promise.amount,
                frequency=promise.frequency,
                since=promise.since,
                until=promise.until,
            )
            for promise in promised
        ),
        wishes=told.wishes,
        hold=own.hold,
        calendar=calendar,
    )


def result_for(assessment: Assessment, case_id: UUID) -> DebtResult:
    """What the assessment says about the debt of one case.

    Raises:
        LookupError: the case was not part of it.
    """
    for debt in assessment.debts:
        if debt.id == case_id.hex:
            return debt
    raise LookupError(case_id)


def ceilings_for(assessment: Assessment, case_id: UUID) -> tuple[MonthCeiling, ...]:
    """What each month can bear for the debt of one case."""
    for debt, months in zip(assessment.debts, assessment.parts, strict=True):
        if debt.id == case_id.hex:
            return tuple(MonthCeiling(m.month, m.hard, m.recommended) for m in months)
    raise LookupError(case_id)


def shared_budget(assessment: Assessment, case_id: UUID, assessment_id: UUID) -> SharedBudget:
    """The summary one lender may see: sums and ceilings, no lines and no reasons for hardship."""
    result = result_for(assessment, case_id)
    budget = assessment.budget
    return SharedBudget(
        assessment_id=assessment_id,
        input_sha256=assessment.input_sha256,
        income=budget.income,
        essential=budget.essential,
        protected=budget.protected,
        surplus=budget.surplus,
        buffer=budget.buffer,
        commitments=budget.commitments,
        months=ceilings_for(assessment, case_id),
        pack_version=assessment.pack_version,
        route=result.route.value,
        reasons=tuple(code for code in result.reasons if code in FOR_LENDERS),
        baseline_total=result.baseline.total if result.baseline else None,
        floor=_floor_shown(budget),
        policy_version=assessment.policy_version,
    )


def _floor_shown(budget: Budget) -> Floor | None:
    """The floor where it counts; its formula would tell how many people live there."""
    floor = budget.floor_basis
    if floor is None or floor.monthly <= budget.essential:
        return None
    return replace(floor, formula="")
