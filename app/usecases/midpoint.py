"""The fair midpoint of a case: worked out when a side asks, and offered by whichever takes it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from app.core.access import Action, Actor
from app.core.errors import OfferChanged, TransitionNotAllowed
from app.core.intake import OpenCase, debt_line
from app.core.lending import lending_for
from app.core.midpoint import Ground, Midpoint, midpoint
from app.core.negotiation.case import Case, Stage, side
from app.core.negotiation.commands import CounterOffer, MakeOffer
from app.core.negotiation.middle_commands import AskMidpoint
from app.core.negotiation.middle_events import TooFar
from app.core.negotiation.middle_now import open_midpoint
from app.core.negotiation.middle_state import MIDPOINT
from app.gateways.calendars import calendar_for
from app.store.approvals import Asking
from app.store.unit_of_work import UnitOfWork
from app.usecases import approvals, negotiate
from app.usecases.budget import terms_today
from app.usecases.confirmed import confirmed_rules
from app.usecases.deps import Deps
from app.usecases.scene import Scene, enter
from app.usecases.who_sees import refuse_blind_offers


def ask(deps: Deps, actor: Actor, case_id: UUID) -> Case:
    """Have the fair plan between the two last offers found, and shown to both sides alike.

    Raises:
        DomainError: refused, and nothing was stored (see ``decide``).
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.ASK_MIDPOINT, case_id, at)
        refuse_blind_offers(uow, scene)
        return negotiate.perform(uow, scene, AskMidpoint(_between(uow, scene, at)), at)


def take(deps: Deps, actor: Actor, case_id: UUID, *, seen: str, words: str) -> Asking | None:
    """Offer the midpoint of digest ``seen``; the other side then accepts it, or says no.

    Past a limit of the lender's policy it waits for a second person, and is returned.

    Raises:
        OfferChanged: it is not the midpoint that was shown.
        DomainError: refused otherwise, and nothing was stored.
    """
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.MAKE_OFFER, case_id, deps.now())
    found = open_midpoint(scene.case, deps.now())
    if found is None or found.digest != seen:
        raise OfferChanged("the midpoint is not the one that was shown")
    standing = scene.case.offer if scene.case.stage is Stage.OFFERED else None
    command: MakeOffer | CounterOffer = MakeOffer(uuid4(), found.terms, words, MIDPOINT)
    if standing is not None and side(standing.by) is not side(scene.role):
        command = CounterOffer(uuid4(), found.terms, words, standing.digest, MIDPOINT)
    return approvals.submit(deps, actor, case_id, command)


def _between(uow: UnitOfWork, scene: Scene, at: datetime) -> Midpoint | TooFar:
    """From what both sides may see: nothing of the household but its shared budget is read."""
    header, case = scene.header, scene.case
    offers = case.middle.between
    if offers is None or case.budget is None:
        raise TransitionNotAllowed("each side makes an offer first")
    pack = confirmed_rules(uow, header.jurisdiction, at.date()).pack
    line = debt_line(OpenCase(header.id, "", case.debt))
    own = terms_today(uow, header, case, at)
    lending, _ = lending_for(line, own, pack, line.principal.currency)
    calendar = calendar_for(header.jurisdiction, None, at.year)
    ground = Ground(case.debt, line, case.budget, lending, pack, calendar, at.date())
    return midpoint(*offers, ground)
