"""A lender's policy: one person drafts a version, another one publishes it for a day to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from app.core.access import Action, Actor, require_place
from app.core.errors import NotAllowed, NotFound, Problem, TransitionNotAllowed
from app.core.lender_policy.reading import judged, read, refuse
from app.core.lender_policy.resolve import in_force
from app.core.lender_policy.values import HOUSE_TERMS, PolicyVersion
from app.core.lender_policy.writing import to_plain
from app.core.money import Currency
from app.store.policies import StoredPolicy
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps
from app.usecases.opening import lender_at


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """A version with its people by name. ``state``: draft, coming, in_force or past."""

    stored: StoredPolicy
    maker: str
    approver: str
    state: str

    @property
    def policy(self) -> PolicyVersion:
        return self.stored.policy


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """``current`` is what holds today: None while the house's terms do."""

    currency: Currency
    current: PolicyVersion | None
    lines: tuple[PolicyLine, ...]


@dataclass(frozen=True, slots=True)
class OnePolicy:
    """``may_publish``: this person did not write it, and it is a draft."""

    line: PolicyLine
    may_publish: bool


def overview(deps: Deps, actor: Actor) -> PolicyPage:
    """What holds at the actor's lender, and every version there was."""
    tenant = require_place(actor, Action.READ_POLICY).organisations[0]
    today = deps.now().date()
    with deps.reading() as uow:
        currency = lender_at(uow, tenant).pack.currency
        current = in_force(uow.policies.published(tenant), today, currency)
        lines = tuple(_line(uow, one, current, today) for one in uow.policies.history(tenant))
    return PolicyPage(currency, current, lines)


def starting_point(deps: Deps, actor: Actor) -> PolicyVersion:
    """What a new draft begins with: today's terms, without label; the day is tomorrow's choice."""
    tenant = require_place(actor, Action.READ_POLICY).organisations[0]
    today = deps.now().date()
    with deps.reading() as uow:
        currency = lender_at(uow, tenant).pack.currency
        current = in_force(uow.policies.published(tenant), today, currency)
    return current or PolicyVersion("", today, currency, HOUSE_TERMS)


def draft(deps: Deps, actor: Actor, written: dict[str, object]) -> UUID:
    """Keep a faultless version as a draft; it changes nothing yet.

    Raises:
        InvalidInput: it has faults, or would break the ethics bar; nothing was stored.
    """
    tenant = require_place(actor, Action.EDIT_POLICY).organisations[0]
    at, policy_id = deps.now(), uuid4()
    with deps.unit_of_work() as uow:
        policy, problems = judged(written, lender_at(uow, tenant).pack.currency)
        refuse((*problems, *_unpublishable(uow, tenant, policy, at.date(), problems)))
        uow.policies.draft(tenant, policy_id, policy, actor.person_id, at)
        _note(uow, actor, Action.EDIT_POLICY, policy_id, policy, at)
    return policy_id


def faults(deps: Deps, actor: Actor, written: dict[str, object]) -> tuple[Problem, ...]:
    """Everything for which ``draft`` would refuse it now; nothing is stored."""
    tenant = require_place(actor, Action.READ_POLICY).organisations[0]
    today = deps.now().date()
    with deps.reading() as uow:
        policy, problems = judged(written, lender_at(uow, tenant).pack.currency)
        return (*problems, *_unpublishable(uow, tenant, policy, today, problems))


def one(deps: Deps, actor: Actor, policy_id: UUID) -> OnePolicy:
    """Raises NotFound: the actor's lender has no such version."""
    tenant = require_place(actor, Action.READ_POLICY).organisations[0]
    today = deps.now().date()
    with deps.reading() as uow:
        found = _found(uow, tenant, policy_id)
        current = in_force(uow.policies.published(tenant), today, found.policy.currency)
        line = _line(uow, found, current, today)
    return OnePolicy(line, line.state == "draft" and found.made_by != actor.person_id)


def publish(deps: Deps, actor: Actor, policy_id: UUID) -> None:
    """Let somebody else's draft come into force on its day; offers that were made stay.

    Raises:
        NotAllowed: the actor wrote it.
        TransitionNotAllowed: it is published already.
        InvalidInput: its day has passed, its label is taken, or a rule forbids it by now.
    """
    tenant = require_place(actor, Action.PUBLISH_POLICY).organisations[0]
    at = deps.now()
    with deps.unit_of_work() as uow:
        found = _found(uow, tenant, policy_id)
        if found.published_at is not None:
            raise TransitionNotAllowed("it is published already")
        if found.made_by == actor.person_id:
            raise NotAllowed(Action.PUBLISH_POLICY)
        # Rules may have become stricter since it was written.
        policy = read(to_plain(found.policy), found.policy.currency)
        refuse(_unpublishable(uow, tenant, policy, at.date()))
        uow.policies.publish(found, actor.person_id, at)
        _note(uow, actor, Action.PUBLISH_POLICY, policy_id, policy, at)


def _found(uow: UnitOfWork, tenant: UUID, policy_id: UUID) -> StoredPolicy:
    found = uow.policies.find(tenant, policy_id)
    if found is None:
        raise NotFound("policy")
    return found


def _unpublishable(
    uow: UnitOfWork,
    tenant: UUID,
    policy: PolicyVersion,
    today: date,
    known: Iterable[Problem] = (),
) -> Iterator[Problem]:
    """What keeps a version from its day; nothing about a field that is wrong by itself."""
    wrong = {problem.path for problem in known}
    if policy.effective_from < today and "/effective_from" not in wrong:
        yield Problem("/effective_from", "day_past", "Choose today or a later day")
    if any(policy.version == one.version for one in uow.policies.published(tenant)):
        yield Problem("/version", "version_used", "Choose a label nobody has used")


def _line(
    uow: UnitOfWork, found: StoredPolicy, current: PolicyVersion | None, today: date
) -> PolicyLine:
    if found.published_at is None:
        state = "draft"
    elif found.policy == current:
        state = "in_force"
    else:
        state = "coming" if found.policy.effective_from > today else "past"
    approver = name_of(uow, found.approved_by) if found.approved_by else ""
    return PolicyLine(found, name_of(uow, found.made_by), approver, state)


def name_of(uow: UnitOfWork, person_id: UUID) -> str:
    person = uow.people.find(person_id)
    return person.name if person else ""


def _note(
    uow: UnitOfWork,
    actor: Actor,
    action: Action,
    policy_id: UUID,
    policy: PolicyVersion,
    at: datetime,
) -> None:
    uow.audit.write(actor.person_id, action, f"policy:{policy_id}", at, policy.version)
