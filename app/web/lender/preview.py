"""A plan before it is sent, as its page shows it: what it does and what it costs."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app.core.money import Money
from app.core.schedule import Instalment
from app.usecases.lender_draft import LenderDraft
from app.web import i18n
from app.web.fields import Words
from app.web.lender.rows import picture, terms_facts
from app.web.plans.grants import grants, sentence


@dataclass(frozen=True, slots=True)
class Preview:
    """``costs`` are (what is granted, what it changes in the total)."""

    digest: str
    facts: tuple[tuple[str, Words], ...]
    grants: tuple[str, ...]
    against_contract: str
    costs: tuple[tuple[str, str], ...]
    rows: tuple[Instalment, ...]
    picture: str
    blocked: bool


def preview(draft: LenderDraft) -> Preview:
    return Preview(
        digest=draft.digest,
        facts=terms_facts(draft.terms),
        grants=grants(draft.terms),
        against_contract=_against(draft.costs.against_contract),
        costs=tuple((sentence(one), _change(change)) for one, change in draft.costs.each),
        rows=draft.terms.schedule.instalments,
        picture=picture(draft.terms.schedule),
        blocked=bool(draft.blocked),
    )


def _against(change: Money | None) -> str:
    if change is None:
        return _("No contract total to compare: its payment is not known or never ends the debt.")
    if not change:
        return _("The total is the same as under the contract.")
    if change.minor < 0:
        return _("The borrower pays %(sum)s less than under the contract.", sum=i18n.money(-change))
    return _("The borrower pays %(sum)s more than under the contract.", sum=i18n.money(change))


def _change(change: Money | None) -> str:
    if change is None:
        return _("Without it the plan would not end")
    if not change:
        return _("No change")
    if change.minor < 0:
        return _("%(sum)s less", sum=i18n.money(-change))
    return _("%(sum)s more", sum=i18n.money(change))
