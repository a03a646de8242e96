"""Who may do what: how an actor stands to an object, held against the one table of rights."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from app.core.actions import Action, Relation, Role
from app.core.errors import NotAllowed, NotFound
from app.core.rights import LENDER, MANDATED, RULES, Rule
from app.core.scopes import EVERYTHING, Scope, needed

__all__ = [
    "RULES",
    "Action",
    "Actor",
    "Mandate",
    "Membership",
    "ObjectFacts",
    "Permit",
    "Relation",
    "Role",
    "Rule",
    "may",
    "permits",
    "require",
    "require_place",
]

_AT_LENDER = {"admin": Relation.LENDER_ADMIN, "supervisor": Relation.LENDER_SUPERVISOR}


@dataclass(frozen=True, slots=True)
class Membership:
    """A live membership of an organisation: its kind and the person's role there."""

    organisation_id: UUID
    kind: str
    role: str


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request, as the session and the memberships say right now."""

    person_id: UUID
    memberships: tuple[Membership, ...] = ()

    def organisations(self, kind: str) -> tuple[UUID, ...]:
        return tuple(m.organisation_id for m in self.memberships if m.kind == kind)

    @property
    def relations(self) -> frozenset[Relation]:
        """What the person is without looking at any object."""
        found = {Relation.MEMBER}
        for member in self.memberships:
            if member.kind == "lender":
                found.add(_AT_LENDER.get(member.role, Relation.LENDER_STAFF))
            elif member.kind == "charity":
                found.add(Relation.COUNSELOR)
                if member.role == "admin":
                    found.add(Relation.CHARITY_ADMIN)
            elif member.kind == "operator":
                found.add(Relation.OPERATOR)
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Mandate:
    """A live authority: this charity, or this one counselor there, acts for the borrower."""

    organisation_id: UUID
    counselor_id: UUID | None = None
    scopes: frozenset[Scope] = EVERYTHING

    def covers(self, actor: Actor) -> bool:
        return self.organisation_id in actor.organisations("charity") and self.counselor_id in (
            None,
            actor.person_id,
        )


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """What has to be known of an object to judge: owner, tenant, live mandates, state.

    ``opened`` are charities with a data class each that the borrower lets them look at.
    """

    owner_id: UUID
    tenant_id: UUID | None = None
    joint_ids: frozenset[UUID] = frozenset()
    mandates: tuple[Mandate, ...] = ()
    opened: frozenset[tuple[UUID, str]] = frozenset()
    restricted: bool = False

    def relations(self, actor: Actor) -> frozenset[Relation]:
        """How ``actor`` stands to this object; empty for a stranger.

        Nobody stands on both sides: who is on the borrower's is not the lender's
        staff here, so that no clerk settles their own dispute.
        """
        found: set[Relation] = set()
        if actor.person_id == self.owner_id:
            found.add(Relation.OWNER)
        if actor.person_id in self.joint_ids:
            found.add(Relation.JOINT)
        if any(m.covers(actor) for m in self.mandates):
            found.add(Relation.MANDATED)
        if self.looks_at(actor):
            found.add(Relation.CONSENTED)
        if found:
            return frozenset(found)
        for member in actor.memberships:
            if member.kind == "lender" and member.organisation_id == self.tenant_id:
                found.add(_AT_LENDER.get(member.role, Relation.LENDER_STAFF))
        return frozenset(found)

    def looks_at(self, actor: Actor) -> frozenset[str]:
        """The data classes that the borrower's consent opens to ``actor``."""
        charities = actor.organisations("charity")
        return frozenset(part for charity, part in self.opened if charity in charities)

    def scopes(self, actor: Actor) -> frozenset[Scope]:
        """What the borrower lets ``actor`` do, by all authorities together."""
        given = (m.scopes for m in self.mandates if m.covers(actor))
        return frozenset[Scope]().union(*given)


@dataclass(frozen=True, slots=True)
class Permit:
    """Proof that a right was checked: who, what, as which relation.

    ``organisations`` are those where the right is held, for actions on an organisation.
    """

    actor: Actor
    action: Action
    relations: frozenset[Relation] = field(default_factory=frozenset)
    organisations: tuple[UUID, ...] = ()

    @property
    def role(self) -> Role:
        """The voice that this permit speaks with in a case.

        Raises:
            NotAllowed: none of its relations has a voice.
        """
        if self.relations & {Relation.OWNER, Relation.JOINT}:
            return Role.BORROWER
        if self.relations & {Relation.MANDATED, Relation.CONSENTED, Relation.COUNSELOR}:
            return Role.COUNSELOR
        if self.relations & LENDER:
            return Role.LENDER
        raise NotAllowed(self.action)


def permits(actor: Actor, action: Action) -> bool:
    """Whether ``actor`` could take ``action`` on some object: the question at the route."""
    rule = RULES[action]
    if rule.on in ("", "organisation"):
        return bool(rule.who & actor.relations)
    return bool(rule.who & _reachable(actor))


def require(actor: Actor, action: Action, facts: ObjectFacts) -> Permit:
    """Whether ``actor`` may take ``action`` on this very object.

    Raises:
        NotFound: to a stranger, and to everyone when restricted, it does not exist; nor does
            what no consent opens to somebody who looks by consent.
        NotAllowed: the actor knows the object, and may not do this.
    """
    relations = facts.relations(actor)
    if not relations or facts.restricted:
        raise NotFound(action)
    rule = RULES[action]
    held = relations & rule.who
    if not held:
        raise NotAllowed(action)
    if rule.data is not None and rule.data not in facts.looks_at(actor):
        raise NotFound(action)
    if held == MANDATED and needed(action, writes=rule.writes) not in facts.scopes(actor):
        raise NotAllowed(action)
    return Permit(actor, action, held)


def may(actor: Actor, action: Action, facts: ObjectFacts) -> bool:
    """The same as ``require`` as yes or no: for pages that show what can be done."""
    try:
        require(actor, action, facts)
    except (NotFound, NotAllowed):
        return False
    return True


def require_place(actor: Actor, action: Action) -> Permit:
    """Like ``require`` for actions that name no case: a queue, an account.

    Raises:
        NotAllowed: nothing that the actor is gives this right, or it needs an object.
    """
    rule = RULES[action]
    held = actor.relations & rule.who
    if not held or rule.on in ("case", "household"):
        raise NotAllowed(action)
    organisations = tuple(
        m.organisation_id
        for m in actor.memberships
        if rule.on == "organisation" and rule.who & Actor(actor.person_id, (m,)).relations
    )
    return Permit(actor, action, held, organisations)


def _reachable(actor: Actor) -> frozenset[Relation]:
    """The ties that ``actor`` could have to an object nobody has named yet."""
    found = {Relation.OWNER, Relation.JOINT}
    if actor.organisations("charity"):
        found |= {Relation.MANDATED, Relation.CONSENTED}
    return frozenset(found) | actor.relations
