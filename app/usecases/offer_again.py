"""The same terms from a later day, once the first date of an offer has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from app.core.access import Action, Actor
from app.core.errors import OfferChanged, TransitionNotAllowed
from app.core.moved_on import moved_on
from app.core.negotiation.case import Case, Stage, ended, side
from app.core.negotiation.commands import CounterOffer, MakeOffer
from app.core.negotiation.middle_now import could_last_until
from app.core.terms import Terms, terms_digest
from app.gateways.calendars import calendar_for
from app.store.approvals import Asking
from app.store.unit_of_work import UnitOfWork
from app.usecases import approvals
from app.usecases.budget import assessment_of
from app.usecases.confirmed import confirmed_rules
from app.usecases.deps import Deps
from app.usecases.scene import Scene, enter


@dataclass(frozen=True, slots=True)
class Again:
    """What would be offered; ``mine`` says whether the asker's side made the offer before."""

    terms: Terms
    digest: str
    mine: bool


def draft(deps: Deps, actor: Actor, case_id: UUID) -> Again | None:
    """The offer that has ended, from the first day on which it could begin; None while it stands.

    Raises:
        TransitionNotAllowed: nothing has been told yet.
    """
    at = deps.now()
    with deps.reading() as uow:
        return _draft(uow, enter(uow, actor, Action.MAKE_OFFER, case_id, at), at)


def offer(deps: Deps, actor: Actor, case_id: UUID, *, shown: str, words: str) -> Asking | None:
    """Offer it: in place of an own offer, or as the answer to the other side's.

    Past a limit of the lender's policy it waits for a second person, and is returned.

    Raises:
        OfferChanged: the dates are not the ones that were shown.
        DomainError: refused otherwise, and nothing was stored.
    """
    at = deps.now()
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.MAKE_OFFER, case_id, at)
        found = _draft(uow, scene, at)
    standing = scene.case.offer
    if found is None or standing is None:
        raise TransitionNotAllowed("no offer has ended")
    if found.digest != shown:
        raise OfferChanged("the dates have moved")
    command: MakeOffer | CounterOffer = MakeOffer(uuid4(), found.terms, words)
    if not found.mine:
        command = CounterOffer(uuid4(), found.terms, words, standing.digest)
    return approvals.submit(deps, actor, case_id, command)


def is_past(case: Case, at: datetime) -> bool:
    """Whether the open offer has ended, and more time alone does not bring it back."""
    offer = case.offer
    if case.stage is not Stage.OFFERED or offer is None:
        return False
    return ended(offer.expires_on, at) and could_last_until(offer, at) is None


def _draft(uow: UnitOfWork, scene: Scene, at: datetime) -> Again | None:
    offer = scene.case.offer
    if offer is None or not is_past(scene.case, at):
        return None
    calendar = calendar_for(scene.header.jurisdiction, None, at.year)
    terms = moved_on(offer.terms, _earliest(uow, scene, at), calendar)
    return Again(terms, terms_digest(terms), side(offer.by) is side(scene.role))


def _earliest(uow: UnitOfWork, scene: Scene, at: datetime) -> date:
    """After the time to think, and in a month that the household's sum looks at."""
    pack = confirmed_rules(uow, scene.header.jurisdiction, at.date()).pack
    thought = pack.cooling_off.last_day(at.date()) + timedelta(days=1)
    month = assessment_of(uow, scene, at).horizon[0].month
    return max(thought, date.fromisoformat(f"{month}-01"))
