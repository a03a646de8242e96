"""Who may do what: the one table of rights. Nothing else in the product writes them down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from app.core.actions import Action, Relation, Role
from app.core.errors import NotAllowed, NotFound
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
    "permits",
    "require",
    "require_place",
]

_BORROWER_SIDE = frozenset({Relation.OWNER, Relation.MANDATED})
_MANDATED = frozenset({Relation.MANDATED})
_COUNSELOR = frozenset({Relation.COUNSELOR})
_SECOND = frozenset({Relation.LENDER_SUPERVISOR, Relation.LENDER_ADMIN})
_LENDER = _SECOND | {Relation.LENDER_STAFF}
_OPERATOR = frozenset({Relation.OPERATOR})
_PARTIES = _BORROWER_SIDE | _LENDER
_READERS = _PARTIES | {Relation.CONSENTED}
_STAFF = _LENDER | {Relation.COUNSELOR}
_REVIEWERS = _SECOND | {Relation.MANDATED}
_ANYONE = frozenset(Relation)
_AT_LENDER = {"admin": Relation.LENDER_ADMIN, "supervisor": Relation.LENDER_SUPERVISOR}


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may take an action.

    ``on`` names the kind of object that has to be named: ``case``, ``household`` or
    nothing. ``audit`` is the name of the row that every write leaves, and that
    sensitive reads leave too.
    """

    who: frozenset[Relation]
    on: str = "case"
    writes: bool = False
    audit: str | None = None


RULES: Mapping[Action, Rule] = {
    Action.READ_ACCOUNT: Rule(_ANYONE, on=""),
    Action.SIGN_OUT: Rule(_ANYONE, on="", writes=True, audit="account.signed-out"),
    Action.SWITCH_LANGUAGE: Rule(_ANYONE, on="", writes=True, audit="account.language"),
    Action.READ_HOUSEHOLD: Rule(_BORROWER_SIDE, on="household"),
    Action.EDIT_BUDGET: Rule(_BORROWER_SIDE, on="household", writes=True, audit="budget.saved"),
    Action.GIVE_AUTHORITY: Rule(
        frozenset({Relation.OWNER}), on="household", writes=True, audit="authority.changed"
    ),
    Action.READ_TOGETHER: Rule(frozenset({Relation.OWNER, Relation.JOINT}), on="household"),
    Action.SHARE_ONE_BUDGET: Rule(
        frozenset({Relation.OWNER}), on="household", writes=True, audit="household.together"
    ),
    Action.EDIT_OURS: Rule(
        frozenset({Relation.JOINT}), on="household", writes=True, audit="budget.saved-together"
    ),
    Action.READ_CLIENT: Rule(_MANDATED, on="household"),
    Action.OFFER_TO_ALL: Rule(_MANDATED, on="household", writes=True, audit="offers.made-to-all"),
    Action.WRITE_NOTE: Rule(_MANDATED, on="household", writes=True, audit="note.written"),
    Action.HAND_OVER: Rule(_MANDATED, on="household", writes=True, audit="client.handed-over"),
    Action.SET_WISHES: Rule(_BORROWER_SIDE, on="household", writes=True, audit="wishes.said"),
    Action.REPORT_CONTACT: Rule(
        _BORROWER_SIDE, on="household", writes=True, audit="contact.reported"
    ),
    Action.READ_CASE: Rule(_READERS),
    Action.READ_OPTIONS: Rule(_BORROWER_SIDE),
    Action.PLAY_PLAN: Rule(_MANDATED),
    Action.READ_SHARED_BUDGET: Rule(_READERS, audit="budget.viewed"),
    Action.CONFIRM_DEBT: Rule(_BORROWER_SIDE, writes=True, audit="debt.confirmed"),
    Action.SHARE_BUDGET: Rule(_BORROWER_SIDE, writes=True, audit="budget.shared"),
    Action.CHOOSE_WHO_SEES: Rule(frozenset({Relation.OWNER}), writes=True, audit="consent.changed"),
    Action.MAKE_OFFER: Rule(_PARTIES, writes=True, audit="offer.made"),
    Action.ANSWER_OFFER: Rule(_PARTIES, writes=True, audit="offer.answered"),
    Action.WITHDRAW_OFFER: Rule(_PARTIES, writes=True, audit="offer.withdrawn"),
    Action.OPEN_ROUND: Rule(_SECOND | {Relation.MANDATED}, writes=True, audit="round.opened"),
    Action.EXTEND_OFFER: Rule(_PARTIES, writes=True, audit="offer.extended"),
    Action.ASK_MIDPOINT: Rule(_PARTIES, writes=True, audit="midpoint.asked"),
    Action.REFUSE_MIDPOINT: Rule(_PARTIES, writes=True, audit="midpoint.refused"),
    Action.USE_OVERLAP: Rule(_PARTIES, writes=True, audit="overlap.used"),
    Action.VETO_OVERLAP: Rule(frozenset({Relation.MANDATED}), writes=True, audit="overlap.veto"),
    Action.RAISE_DISPUTE: Rule(_BORROWER_SIDE, writes=True, audit="dispute.raised"),
    Action.SETTLE_DISPUTE: Rule(_LENDER, writes=True, audit="dispute.settled"),
    Action.ASK_PROOF: Rule(_BORROWER_SIDE, writes=True, audit="proof.asked"),
    Action.ANSWER_PROOF: Rule(_LENDER, writes=True, audit="proof.given"),
    Action.PLACE_HOLD: Rule(_PARTIES, writes=True, audit="hold.placed"),
    Action.LIFT_HOLD: Rule(_BORROWER_SIDE, writes=True, audit="hold.lifted"),
    Action.ASK_HELP: Rule(_BORROWER_SIDE, writes=True, audit="help.asked"),
    Action.REFER: Rule(frozenset({Relation.OWNER}), writes=True, audit="referral.changed"),
    # Nobody else says that somebody may come to a person's door.
    Action.ASK_MEETING: Rule(frozenset({Relation.OWNER}), writes=True, audit="meeting.asked"),
    Action.READ_REACH: Rule(_LENDER, audit="reach.viewed"),
    Action.RECORD_CONTACT: Rule(_LENDER, writes=True, audit="contact.recorded"),
    Action.COMPLAIN: Rule(_BORROWER_SIDE, writes=True, audit="complaint.made"),
    Action.ANSWER_COMPLAINT: Rule(_SECOND, writes=True, audit="complaint.answered"),
    Action.READ_MESSAGES: Rule(_PARTIES),
    Action.SEND_MESSAGE: Rule(_PARTIES, writes=True, audit="message.sent"),
    Action.REPORT_MESSAGE: Rule(_BORROWER_SIDE, writes=True, audit="message.reported"),
    Action.REVIEW_MESSAGE: Rule(_REVIEWERS, writes=True, audit="message.reviewed"),
    Action.TAKE_CARE: Rule(_REVIEWERS, writes=True, audit="message.care-taken"),
    Action.READ_AGREEMENT: Rule(_PARTIES),
    Action.CHOOSE_RECORDS: Rule(_BORROWER_SIDE, writes=True, audit="records.chosen"),
    Action.CHOOSE_BUDGET_IN_PAPER: Rule(
        _BORROWER_SIDE, writes=True, audit="agreement.budget-chosen"
    ),
    Action.CHOOSE_LANGUAGE: Rule(_BORROWER_SIDE, writes=True, audit="agreement.language-chosen"),
    Action.SEND_PAPER: Rule(_LENDER, writes=True, audit="paper.sent"),
    Action.RECORD_PAPER: Rule(_LENDER, writes=True, audit="paper.recorded"),
    Action.ASK_COPY: Rule(_PARTIES, writes=True, audit="agreement.copy-asked"),
    Action.SIGN_AGREEMENT: Rule(_PARTIES, writes=True, audit="agreement.signed"),
    Action.DECLINE_SIGNING: Rule(_PARTIES, writes=True, audit="agreement.declined"),
    Action.CANCEL_AGREEMENT: Rule(_BORROWER_SIDE, writes=True, audit="agreement.cancelled"),
    Action.READ_QUEUE: Rule(_LENDER, on="organisation"),
    Action.READ_IMPORTS: Rule(frozenset({Relation.LENDER_ADMIN}), on="organisation"),
    Action.IMPORT_DEBTS: Rule(
        frozenset({Relation.LENDER_ADMIN}), on="organisation", writes=True, audit="debts.imported"
    ),
    Action.READ_POLICY: Rule(_LENDER, on="organisation"),
    Action.EDIT_POLICY: Rule(_SECOND, on="organisation", writes=True, audit="policy.drafted"),
    Action.TRY_POLICY: Rule(_SECOND, on="organisation", audit="policy.tried"),
    Action.PUBLISH_POLICY: Rule(_SECOND, on="organisation", writes=True, audit="policy.published"),
    Action.READ_APPROVALS: Rule(_LENDER, on="organisation"),
    Action.DECIDE_APPROVAL: Rule(_SECOND, on="organisation", writes=True, audit="approval.decided"),
    Action.READ_CASELOAD: Rule(_COUNSELOR, on="organisation"),
    Action.READ_REFERRALS: Rule(_COUNSELOR, on="organisation", audit="referral.opened"),
    Action.ANSWER_REFERRAL: Rule(
        _COUNSELOR, on="organisation", writes=True, audit="referral.answered"
    ),
    Action.READ_COURSE: Rule(_STAFF, on="organisation"),
    Action.TAKE_TEST: Rule(_STAFF, on="organisation", writes=True, audit="conduct.tested"),
    Action.READ_PASSES: Rule(_SECOND | _OPERATOR, on="organisation"),
    Action.READ_CONDUCT: Rule(_SECOND | {Relation.COUNSELOR}, on="organisation"),
    Action.READ_RULES: Rule(_OPERATOR, on="organisation"),
    Action.READ_WORK: Rule(_OPERATOR, on="organisation"),
    Action.CONFIRM_FIGURE: Rule(
        _OPERATOR, on="organisation", writes=True, audit="figure.confirmed"
    ),
    Action.WITHDRAW_FIGURE: Rule(
        _OPERATOR, on="organisation", writes=True, audit="figure.withdrawn"
    ),
}


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
    """What has to be known of an object to judge: owner, tenant, live mandates, state."""

    owner_id: UUID
    tenant_id: UUID | None = None
    joint_ids: frozenset[UUID] = frozenset()
    mandates: tuple[Mandate, ...] = ()
    consented_orgs: frozenset[UUID] = frozenset()
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
        if self.consented_orgs & set(actor.organisations("charity")):
            found.add(Relation.CONSENTED)
        if found:
            return frozenset(found)
        for member in actor.memberships:
            if member.kind == "lender" and member.organisation_id == self.tenant_id:
                found.add(_AT_LENDER.get(member.role, Relation.LENDER_STAFF))
        return frozenset(found)

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
        if self.relations & _LENDER:
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
        NotFound: to a stranger, and to everyone when restricted, it does not exist.
        NotAllowed: the actor knows the object, and may not do this.
    """
    relations = facts.relations(actor)
    if not relations or facts.restricted:
        raise NotFound(action)
    rule = RULES[action]
    held = relations & rule.who
    if not held:
        raise NotAllowed(action)
    if held == _MANDATED and needed(action, writes=rule.writes) not in facts.scopes(actor):
        raise NotAllowed(action)
    return Permit(actor, action, held)


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
