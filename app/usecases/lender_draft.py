"""What a lender's plan would do, before it is sent: exact terms, what they cost, what stops them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.core.access import Actor, Role
from app.core.caselines import DebtLine
from app.core.chosen_terms import Proposed, proposed_costs, proposed_terms
from app.core.costs import Costs
from app.core.dates import Calendar
from app.core.errors import TransitionNotAllowed
from app.core.intake import OpenCase, debt_line
from app.core.negotiation.affordable import blocks
from app.core.negotiation.offers import TOO_SOON, begins_too_soon
from app.core.packs import load
from app.core.terms import Terms, terms_digest
from app.gateways.calendars import calendar_for
from app.usecases import queries
from app.usecases.confirmed import rules_today
from app.usecases.deps import Deps


@dataclass(frozen=True, slots=True)
class LenderDraft:
    """Terms that are not sent. ``blocked`` names every rule that they break."""

    terms: Terms
    digest: str
    costs: Costs
    blocked: tuple[str, ...]


def draft(deps: Deps, actor: Actor, case_id: UUID, asked: Proposed) -> LenderDraft:
    """The plan as it would be sent now; nothing is stored.

    Raises:
        NeverClears: the payments do not repay the debt in the longest term.
        CannotCompose: what is granted does not go together.
        TransitionNotAllowed: there is no shared budget to hold it against.
    """
    page = queries.case_page(deps, actor, case_id)
    case = page.case
    if case.budget is None:
        raise TransitionNotAllowed("a plan needs a shared budget")
    debt, calendar, longest = ground(deps, actor, case_id)
    terms = proposed_terms(debt, asked, calendar, longest)
    today, pack = deps.now().date(), rules_today(deps, page.header.jurisdiction).pack
    blocked = blocks(terms, case.debt, case.budget, by=Role.LENDER, today=today, pack=pack)
    if begins_too_soon(case, terms, pack, today):
        blocked = (*blocked, TOO_SOON)
    return LenderDraft(
        terms=terms,
        digest=terms_digest(terms),
        costs=proposed_costs(debt, asked, calendar, longest),
        blocked=blocked,
    )


def ground(deps: Deps, actor: Actor, case_id: UUID) -> tuple[DebtLine, Calendar, int]:
    """What a lender's plan stands on: the debt, the days off, the longest term in months."""
    page = queries.case_page(deps, actor, case_id)
    calendar = calendar_for(page.header.jurisdiction, None, deps.now().year)
    longest = load(page.header.jurisdiction).term_cap(page.case.debt.kind)
    return debt_line(OpenCase(case_id, "", page.case.debt)), calendar, longest
