"""Words of offers to all creditors: the split, what goes along with each offer, and letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.pro_rata import KeptBack
from app.core.results import Option
from app.usecases.offers_to_all import Creditor, ToAll
from app.web import i18n
from app.web.fields import Words
from app.web.plans.facts import rules_used
from app.web.plans.grants import grants
from app.web.plans.payments import each_payment, opening

WHY: dict[KeptBack, tuple[Words, Words]] = {
    KeptBack.CLOSED: (_l("The case is closed"), _l("Nothing to do")),
    KeptBack.DISPUTE: (_l("The debt is disputed"), _l("Wait for the lender's answer")),
    KeptBack.AGREED: (_l("A plan is agreed"), _l("Look at the agreement")),
    KeptBack.HOLD: (_l("A hold is running"), _l("Wait, or end the hold with the borrower")),
    KeptBack.NEW: (_l("The debt is not checked yet"), _l("Check the debt with the borrower")),
    KeptBack.ROUNDS: (_l("The offers ran out"), _l("Open a further round, and say why")),
    KeptBack.OURS: (_l("Your offer is open there"), _l("Wait, or take it back first")),
    KeptBack.THEIRS: (_l("The lender's offer is open"), _l("Answer it in the case")),
    KeptBack.TOO_OLD: (_l("The debt may be too old"), _l("Read the warning first")),
    KeptBack.PERSON_FIRST: (_l("A person looks first"), _l("Talk it over with the borrower")),
    KeptBack.BREAK: (_l("A payment break comes first"), _l("Ask for a hold in the case")),
    KeptBack.LUMP_SUM: (_l("One sum could settle it"), _l("Offer the sum in the case")),
    KeptBack.STRETCH: (_l("It needs more than we advise"), _l("Choose a plan in the case")),
    KeptBack.NOTHING: (_l("No money is left for it now"), _l("Ask for a hold in the case")),
    KeptBack.RULE: (_l("A rule stops this plan"), _l("Look at the plans in the case")),
}
"""Why nothing goes to a creditor now, and what to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    name: str
    case_id: UUID | None
    why: Words
    to_do: Words


def rows(found: ToAll) -> tuple[tuple[Words, ...], ...]:
    """Creditor, kind, owed, its part a month, what it is offered, first payment."""
    return tuple(
        (
            creditor.name,
            _("First debt") if creditor.priority else _("Other debt"),
            i18n.money(creditor.owed),
            i18n.money(creditor.part) if creditor.part is not None else _("None"),
            payments(creditor.plan) if creditor.plan else _("Nothing now"),
            i18n.day(creditor.plan.terms.schedule.first_due) if creditor.plan else _("None"),
            _("Offer") if creditor.case_id and creditor.plan else _how(creditor),
        )
        for creditor in found.creditors
    )


def _how(creditor: Creditor) -> str:
    return _("Nothing now") if creditor.case_id else _("By letter")


def kept_back(found: ToAll) -> tuple[Kept, ...]:
    return tuple(Kept(c.name, c.case_id, *WHY[c.why]) for c in found.kept_back if c.why is not None)


def payments(plan: Option) -> str:
    schedule = plan.terms.schedule
    return _(
        "%(amount)s %(every)s, %(count)d payments",
        amount=each_payment(schedule),
        every=i18n.every(plan.terms.frequency),
        count=schedule.payments,
    )


def offer(creditor: Creditor, found: ToAll, note: str) -> str:
    """What goes to a lender with its offer. No other debt is named, and no sum of all debts."""
    lines = [*_plan(creditor, found), *_rules(found)]
    return "\n".join((*lines, note) if note else lines)


def letter(creditor: Creditor, found: ToAll) -> tuple[str, ...]:
    """A letter to a creditor outside, one paragraph each: an offer, or a request to wait."""
    owed = _("The balance that we know is %(owed)s.", owed=i18n.money(creditor.owed))
    if creditor.plan is None:
        return (
            owed,
            _("After living costs no money is left for this debt now."),
            _("Please stop interest, fees and letters for six months."),
            _("We will look at the budget again then, and write to you."),
        )
    return (
        owed,
        *_plan(creditor, found),
        _("The first payment is on %(day)s.", day=i18n.day(creditor.plan.terms.schedule.first_due)),
        _("Please stop interest and fees, as far as the plan says so."),
        _("Please answer in writing, with the account to pay to."),
    )


def _plan(creditor: Creditor, found: ToAll) -> Iterator[str]:
    if creditor.plan is None:
        raise LookupError(creditor.debt_id)
    terms = creditor.plan.terms
    yield _(
        "%(amount)s %(every)s, %(count)d payments, %(total)s in all.",
        amount=opening(each_payment(terms.schedule)),
        every=i18n.every(terms.frequency),
        count=terms.schedule.payments,
        total=i18n.money(terms.schedule.total),
    )
    yield from grants(terms)
    if creditor.priority:
        yield _("This debt comes first, with its arrears.")
    elif creditor.part is not None:
        yield _(
            "All creditors get a part by what is owed, after first debts. Your part is %(part)s a month.",
            part=i18n.money(creditor.part),
        )
    yield _(
        "It keeps living costs safe in every month. After all offers, %(left)s is left in the tightest month.",
        left=i18n.money(found.left),
    )


def _rules(found: ToAll) -> Iterator[str]:
    yield rules_used(found.assessment.pack_id, found.assessment.pack_version)
