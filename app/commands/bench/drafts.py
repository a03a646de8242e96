"""The drafts that the bench seals: written down from an accepted case, as the product does.

A draft carries everything of the paper: its translation, the household's floor, the note
about an old debt. ``worked`` has agreements without them, for tests that look at less.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from app.commands.bench.worked import AT, a_chinese_agreement, an_english_agreement
from app.core.access import Role
from app.core.agreement import AgreementFacts
from app.core.caselines import Floor
from app.core.debt import Age
from app.core.drafting import Draft, draft
from app.core.guidance import guidance_for
from app.core.money import Money
from app.core.negotiation.case import Case
from app.core.negotiation.events import (
    BudgetShared,
    CaseOpened,
    Debt,
    DebtConfirmed,
    OfferAccepted,
    OfferMade,
    SharedBudget,
)
from app.core.negotiation.folding import fold
from app.core.old_debt import age_note
from app.core.packs import load
from app.core.terms import terms_digest
from app.settings_signing import DAYS_TO_SIGN

OLD = Age(known=True, expired=True, extinguished=False)


def an_english_draft(months: int = 36) -> AgreementFacts:
    """An agreement of record in English, with its Chinese translation."""
    return _draft(an_english_agreement(months))


def a_chinese_draft(months: int = 36) -> AgreementFacts:
    """An agreement of record in Chinese, with its English translation."""
    return _draft(a_chinese_agreement(months))


def _draft(worked: AgreementFacts) -> AgreementFacts:
    pack = load(worked.jurisdiction)
    written = Draft(
        agreement_id=worked.agreement_id,
        version=1,
        case_id=worked.case_id,
        parties=worked.parties,
        language_of_record=worked.language_of_record,
        evidence_head=worked.evidence_head,
        verify_url=worked.verify_url,
        verify_code=worked.verify_code,
        specimen=False,
        contact="help@plainpact.example",
        cooling_off_until=worked.clauses.cooling_off_until,
        limitation=age_note(pack, OLD),
    )
    guidance = guidance_for(worked.jurisdiction, pack.cooling_off.days)
    return draft(_accepted(worked), written, guidance, AT)


def _accepted(worked: AgreementFacts) -> Case:
    """The case whose accepted offer has the terms of ``worked``."""
    case_id, digest = UUID(worked.case_id), terms_digest(worked.terms)
    borrower, lender = Role.BORROWER, Role.LENDER
    opened = CaseOpened(
        borrower_id=case_id,
        household_id=case_id,
        jurisdiction=worked.jurisdiction,
        pack_version=worked.pack_version,
        debt=_debt(worked),
        by=lender,
        at=AT,
    )
    offer = OfferMade(
        offer_id=case_id,
        terms=worked.terms,
        digest=digest,
        explanation="",
        by=lender,
        at=AT,
        expires_on=(AT + timedelta(days=DAYS_TO_SIGN)).date(),
    )
    return fold(
        (
            opened,
            DebtConfirmed(borrower, AT),
            BudgetShared(_budget(worked), borrower, AT),
            offer,
            OfferAccepted(digest, borrower, AT),
        )
    )


def _debt(worked: AgreementFacts) -> Debt:
    said, contract = worked.debt, worked.contract
    return Debt(
        account=contract.reference,
        product=contract.product,
        principal=said.principal,
        interest=said.interest,
        fees=said.fees,
        arrears=said.interest,
        annual_rate="0.199",
        original_creditor=contract.original_creditor,
        assigned_from=next(iter(contract.assigned_from), None),
    )


def _budget(worked: AgreementFacts) -> SharedBudget:
    """A month of which the floor leaves twice the instalment."""
    paid = worked.terms.schedule.instalments[0].amount
    zero = Money.zero(paid.currency)
    floor = Floor(
        monthly=paid * 9,
        rule=f"{worked.jurisdiction}-F01",
        source="Notice of 2026",
        effective=date(2026, 10, 1),
        expires=None,
        confirmed_by="Anna Weber",
        confirmed_on=date(2026, 10, 12),
    )
    return SharedBudget(
        assessment_id=UUID(worked.case_id),
        input_sha256="a" * 64,
        income=paid * 12,
        essential=paid * 8,
        protected=floor.monthly,
        surplus=paid * 2,
        buffer=zero,
        commitments=paid,
        months=(),
        pack_version=worked.pack_version,
        route="full_plan",
        baseline_total=worked.original_total,
        floor=floor,
    )
