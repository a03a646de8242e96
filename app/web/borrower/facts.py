"""The facts of a draft or an offer of this case, and what goes to the lender with an offer."""

from __future__ import annotations

from fractions import Fraction

from flask_babel import gettext as _

from app.core.negotiation.events import OfferMade
from app.usecases.left_over import beside, left_after
from app.usecases.offers import Choice, Draft
from app.web import i18n
from app.web.plans import facts
from app.web.plans.facts import PAYMENTS, Against, Facts, differences
from app.web.plans.payments import each_payment, opening
from app.web.plans.words import heading

__all__ = [
    "PAYMENTS",
    "Facts",
    "differences",
    "explanation",
    "heading",
    "of_draft",
    "of_offer",
]


def of_draft(draft: Draft, found: Choice) -> Facts:
    """An option, or an own plan, before it is sent."""
    if draft.option is None:
        return facts.of_own(draft.terms, draft.left, against(found), stretch=draft.stretch)
    return facts.of_option(draft.option, draft.left, against(found))


def of_offer(offer: OfferMade, found: Choice | None = None) -> Facts:
    """An offer that was made, by either side; with ``found``, what it leaves over too."""
    if found is None:
        return facts.of_terms(offer.terms)
    left = left_after(offer.terms, found.assessment, found.result.id)
    return facts.of_terms(offer.terms, left, others(found))


def others(found: Choice) -> tuple[str, ...]:
    """What the other debts are called whose first plan counts in what is left over."""
    debts = beside(found.assessment, found.result.id)
    return tuple(found.creditors.get(debt.id) or _("another of your debts") for debt in debts)


def against(found: Choice) -> Against:
    debt = found.scene.case.debt
    return Against(
        result=found.result,
        contract_rate=Fraction(debt.annual_rate),
        has_payment=debt.contractual_payment is not None,
        rules=_rules(found),
        others=others(found),
    )


def explanation(draft: Draft, found: Choice, own_words: str) -> str:
    """What goes to the lender with an offer: figures, the rules used, and the person's words."""
    schedule = draft.terms.schedule
    lines = [
        _(
            "%(amount)s %(every)s, %(count)d payments, %(total)s in all.",
            amount=opening(each_payment(schedule)),
            every=i18n.every(draft.terms.frequency),
            count=schedule.payments,
            total=i18n.money(schedule.total),
        ),
        _(
            "It keeps living costs safe in every month. In the tightest month %(left)s is left.",
            left=i18n.money(draft.left),
        ),
        _rules(found),
    ]
    return "\n".join((*lines, own_words) if own_words else lines)


def _rules(found: Choice) -> str:
    return facts.rules_used(found.assessment.pack_id, found.assessment.pack_version)
