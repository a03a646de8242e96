"""A decision past a limit: which limits, by how much, and who hears that it waits."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.core.access import RULES, Action, Actor, Membership, ObjectFacts
from app.core.lender_policy.limits import Past, passed
from app.core.negotiation.commands import AcceptOffer
from app.core.negotiation.events import OfferMade
from app.core.terms import Terms
from app.store.approvals import Asking, Deciding
from app.store.unit_of_work import UnitOfWork
from app.usecases.scene import Scene


def limits_passed(uow: UnitOfWork, scene: Scene, asking: Asking) -> tuple[Past, ...]:
    """The limits of the policy that stood when it was asked, also after the case moved on."""
    terms = _terms_asked_for(scene, asking.command)
    versions = uow.policies.published(asking.tenant_id)
    limits = [v.limits for v in versions if v.version == asking.policy_version]
    if terms is None or not limits:
        return ()
    return passed(terms, scene.case.debt, limits[-1])


def tell(uow: UnitOfWork, asking: Asking, at: datetime) -> None:
    """A neutral mail to everybody who may decide it: nothing of the household, no figure."""
    facts = uow.cases.facts(asking.case_id, at)
    if facts is None:
        return
    for person, role in uow.organisations.members(asking.tenant_id):
        if not _may_decide(facts, asking, person, role):
            continue
        uow.outbox.put(
            "mail",
            f"second:{asking.id}:{person}",
            {
                "letter": "second_look",
                "person_id": str(person),
                "case_id": str(asking.case_id),
                "path": f"/lender/approvals/{asking.id}",
                "about": str(asking.id),
            },
            at,
            tenant_id=asking.tenant_id,
        )


def _may_decide(facts: ObjectFacts, asking: Asking, person: UUID, role: str) -> bool:
    """Not who asked, and nobody who stands on the borrower's side of this case."""
    colleague = Actor(person, (Membership(asking.tenant_id, "lender", role),))
    held = facts.relations(colleague) & RULES[Action.DECIDE_APPROVAL].who
    return person != asking.asked_by and bool(held)


def _terms_asked_for(scene: Scene, command: Deciding) -> Terms | None:
    if not isinstance(command, AcceptOffer):
        return command.terms
    made = [e for e in scene.history if isinstance(e, OfferMade) and e.digest == command.seen]
    return made[-1].terms if made else None
