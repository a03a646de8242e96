"""One screen for lender staff: the case, the budget as shared, what may be proposed, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID, uuid4

from app.core.access import Action, Actor, Role, permits
from app.core.budget_view import Level, Shown
from app.core.chosen_terms import Proposed, proposed_terms
from app.core.errors import TransitionNotAllowed
from app.core.intake import OpenCase, debt_line
from app.core.lender_policy.limits import Past
from app.core.money import Money
from app.core.negotiation.affordable import blocks
from app.core.negotiation.case import Case, Stage, latest_date
from app.core.negotiation.commands import CounterOffer, MakeOffer
from app.core.negotiation.events import OfferMade
from app.core.offer_value import OfferValue, value_of
from app.core.packs import load
from app.core.policy import HoldRule
from app.gateways.calendars import calendar_for
from app.store.approvals import Approval, Asking
from app.store.reading import CasePage, Order, Show
from app.usecases import approvals, queries, who_sees
from app.usecases.deps import Deps

SHOWS: tuple[str, ...] = tuple(Show)
ORDERS: tuple[str, ...] = tuple(Order)
WorkList = CasePage
NOTHING_SEEN = who_sees.View(Level.NOTHING)


@dataclass(frozen=True, slots=True)
class CeilingRun:
    """The recommended ceiling a month for this debt from ``since`` to ``until`` (first days)."""

    since: date
    until: date
    monthly: Money


@dataclass(frozen=True, slots=True)
class Desk:
    """A case at a lender's desk. ``above_recommended`` speaks of the standing offer.

    ``value`` is what it is worth to the lender; it informs and blocks nothing.
    A lender may accept a plan above the recommended ceilings and below the hard ones,
    never propose it; the hard ones are not shown, so that nobody aims at them.
    ``second`` is the last decision that needed a second person; ``past`` are the limits
    that accepting the standing offer would go past. ``supervises`` is who may open a round.
    """

    page: queries.CasePage
    today: date
    ceilings: tuple[CeilingRun, ...]
    above_recommended: bool
    earlier: tuple[OfferMade, ...]
    holds: tuple[HoldRule, ...]
    value: OfferValue | None
    second: Approval | None
    past: tuple[Past, ...] = ()
    supervises: bool = False
    sees: who_sees.View = NOTHING_SEEN
    shown: Shown | None = None

    @property
    def case(self) -> Case:
        return self.page.case

    @property
    def standing(self) -> OfferMade | None:
        """The open or accepted offer."""
        return self.case.offer

    @property
    def may_answer(self) -> bool:
        """Whether the open offer is the other side's, and nothing stands still."""
        offer = self.case.offer
        theirs = offer is not None and offer.by is not Role.LENDER
        return theirs and self.case.stage is Stage.OFFERED and not self._stands_still

    @property
    def may_accept(self) -> bool:
        """Whether the open offer still stands and no decision waits for a second person."""
        waits = self.second is not None and self.second.decision is None
        return self.may_answer and not waits and not self.has_ended

    @property
    def has_ended(self) -> bool:
        """Whether the time of the open offer is over: it can be kept open, or changed."""
        return self.case.offer is not None and self.case.offer.expires_on < self.today

    @property
    def may_take_back(self) -> bool:
        """Whether the open offer is the lender's own, and nothing stands still."""
        offer = self.case.offer
        own = offer is not None and offer.by is Role.LENDER
        return own and self.case.stage is Stage.OFFERED and not self._stands_still

    @property
    def may_propose(self) -> bool:
        ready = self.case.stage is Stage.OPEN and self.case.budget is not None
        return ready and not self._stands_still and self.case.rounds_over is None

    @property
    def may_open_round(self) -> bool:
        ran_out = self.case.rounds_over is not None
        return ran_out and self.supervises and not self._stands_still

    @property
    def _stands_still(self) -> bool:
        return self.case.stopped or self.case.on_hold(self.today)

    @property
    def lowest(self) -> CeilingRun | None:
        return min(self.ceilings, key=lambda run: run.monthly.minor, default=None)


def queue(deps: Deps, actor: Actor, *, show: str, order: str, page: int) -> WorkList:
    """The cases of the actor's lender; a filter or order that is not ours shows all of them."""
    return queries.queue(
        deps,
        actor,
        show=Show(show) if show in SHOWS else Show.ALL,
        order=Order(order) if order in ORDERS else Order.REPLY_DUE,
        page=page,
    )


def late(deps: Deps, actor: Actor) -> int:
    """How many answers of the actor's lender are late and with its supervisors."""
    return queries.queue(deps, actor, show=Show.WITH_A_SUPERVISOR).total


def desk(deps: Deps, actor: Actor, case_id: UUID) -> Desk:
    """The case for reading. A shared budget that is shown to lender staff leaves its audit row.

    Raises:
        NotFound: there is no such case for this actor.
    """
    page = queries.case_page(deps, actor, case_id)
    if page.case.budget is not None and page.role is Role.LENDER:
        queries.shared_budget_viewed(deps, actor, case_id)
    # As moves are judged: a hold is over when its last day is over everywhere.
    today = latest_date(deps.now())
    sees, shown = who_sees.for_lender(deps, actor, case_id)
    offers = tuple(m.offer for m in page.timeline if m.offer is not None)
    return Desk(
        page=page,
        today=today,
        ceilings=_ceilings(page.case),
        above_recommended=_above(page.case, today),
        earlier=tuple(o for o in offers if not _stands(o, page.case)),
        holds=load(page.header.jurisdiction).holds,
        value=_value(page),
        second=approvals.newest(deps, actor, case_id),
        past=approvals.acceptance_passes(deps, actor, case_id),
        supervises=permits(actor, Action.OPEN_ROUND),
        sees=sees,
        shown=shown,
    )


def propose(
    deps: Deps, actor: Actor, case_id: UUID, asked: Proposed, *, explanation: str, seen: str
) -> Asking | None:
    """A lender's offer, or its answer to the offer that ``seen`` names.

    Past a limit of the lender's policy it waits for a second person, and is returned.

    Raises:
        NeverClears: the payments do not repay the debt in the longest term.
        DomainError: refused otherwise, and nothing was stored (see ``negotiate.submit``).
    """
    page = queries.case_page(deps, actor, case_id)
    if page.case.stage is Stage.NEW:
        raise TransitionNotAllowed("the debt is not confirmed yet")
    calendar = calendar_for(page.header.jurisdiction, None, deps.now().year)
    longest = load(page.header.jurisdiction).term_cap(page.case.debt.kind)
    debt = debt_line(OpenCase(case_id, "", page.case.debt))
    terms = proposed_terms(debt, asked, calendar, longest)
    command: MakeOffer | CounterOffer = MakeOffer(uuid4(), terms, explanation)
    if seen:
        command = CounterOffer(uuid4(), terms, explanation, seen)
    return approvals.submit(deps, actor, case_id, command)


def _value(page: queries.CasePage) -> OfferValue | None:
    """What the standing offer is worth on the day it was made."""
    offer = page.case.offer
    if offer is None:
        return None
    debt = debt_line(OpenCase(page.header.id, "", page.case.debt))
    return value_of(offer.terms, debt, offer.at.date(), load(page.header.jurisdiction).apr_rule)


def _ceilings(case: Case) -> tuple[CeilingRun, ...]:
    if case.budget is None:
        return ()
    months = [(m.month, min(m.recommended, m.hard)) for m in case.budget.months]
    runs = []
    for monthly, run in groupby(months, key=lambda month: month[1]):
        named = [name for name, _ in run]
        runs.append(CeilingRun(_first(named[0]), _first(named[-1]), monthly))
    return tuple(runs)


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _stands(offer: OfferMade, case: Case) -> bool:
    """Whether it is the open or accepted one, also when it was kept open longer."""
    return case.offer is not None and offer.offer_id == case.offer.offer_id


def _above(case: Case, today: date) -> bool:
    if case.offer is None or case.budget is None:
        return False
    found = blocks(case.offer.terms, case.debt, case.budget, by=Role.LENDER, today=today)
    return "above_affordable" in found
