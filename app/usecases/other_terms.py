"""A counter-offer while an agreement is being signed: the next version begins with it."""

from __future__ import annotations

from uuid import UUID, uuid4

from app.core.access import Action, Actor
from app.core.errors import OfferChanged
from app.core.negotiation.case import Case
from app.core.negotiation.commands import DeclineSigning, MakeOffer
from app.usecases import negotiate, staff_words
from app.usecases.deps import Deps
from app.usecases.offers import Draft
from app.usecases.scene import enter


def offer_instead(
    deps: Deps,
    actor: Actor,
    case_id: UUID,
    draft: Draft,
    *,
    words: str,
    shown: str,
    seen: str | None,
) -> Case:
    """Offer ``draft`` in place of the agreement whose file is ``seen``.

    That version is laid aside with its signatures and pages, and the offer is made, or
    neither happens: nobody loses an agreement to an offer that was refused.

    Raises:
        OfferChanged: the figures are not the ones that were shown, or another file stands.
        DomainError: as ``negotiate.submit``.
    """
    if shown != draft.digest:
        raise OfferChanged("the figures have moved")
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.DECLINE_SIGNING, case_id, at)
        agreement = scene.case.agreement
        if agreement is None or agreement.frozen_sha256 != seen:
            raise OfferChanged("another agreement stands, or none")
        aside = DeclineSigning(agreement.id, agreement.version, words, change=True)
        refused = staff_words.judged(uow, scene, aside, at)
        if refused is None:
            negotiate.perform(uow, scene, aside, at)
            offer = MakeOffer(uuid4(), draft.terms, words, draft.label)
            again = enter(uow, actor, Action.MAKE_OFFER, case_id, at)
            return negotiate.perform(uow, again, offer, at)
    raise refused
