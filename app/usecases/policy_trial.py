"""A dry run: which open cases a version would change, worked out from what was shared alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.access import Action, Actor, require_place
from app.core.budget_view import Level
from app.core.errors import NotFound
from app.core.intake import result_for
from app.core.lender_policy.resolve import in_force, terms_of
from app.core.lender_policy.values import HOUSE_TERMS, Limits, PolicyVersion
from app.core.money import Money
from app.core.negotiation.case import Stage
from app.core.results import DebtResult, Label, Option, Route
from app.store.cases import CaseHeader
from app.store.unit_of_work import UnitOfWork
from app.usecases import who_sees
from app.usecases.budget import as_shared
from app.usecases.deps import Deps
from app.usecases.scene import Scene, backstage

LOOKED_AT = (Stage.OPEN, Stage.OFFERED)
MOST = 500
"""Each case is worked out twice while somebody waits: about ten seconds on a busy machine,
a third of the time after which a server gives an answer up."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one plan asks for; ``instalment`` is its largest."""

    instalment: Money
    payments: int
    total: Money


@dataclass(frozen=True, slots=True)
class Side:
    """What one version gives: the route, and each plan under everything it is best at.

    Plans above the recommended part are the borrower's to offer, so they are left out.
    """

    route: Route
    plans: tuple[tuple[Label, Plan], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    case_id: UUID
    account: str
    before: Side
    after: Side


@dataclass(frozen=True, slots=True)
class Trial:
    """``looked_at`` of ``open_cases`` with a shared budget were worked out, oldest first.

    ``limits``: past what a second person is asked, today and with the version.
    """

    changes: tuple[Change, ...]
    looked_at: int
    open_cases: int
    limits: tuple[Limits, Limits]


def try_out(deps: Deps, actor: Actor, policy_id: UUID, *, most: int = MOST) -> Trial:
    """Today's terms and a version's, case by case; leaves an audit row and nothing else.

    At most ``most`` cases are loaded; the others are counted.

    Raises:
        NotFound: the actor's lender has no such version.
    """
    tenant = require_place(actor, Action.TRY_POLICY).organisations[0]
    at = deps.now()
    with deps.reading() as uow:
        found = uow.policies.find(tenant, policy_id)
        if found is None:
            raise NotFound("policy")
        now = in_force(uow.policies.published(tenant), at.date(), found.policy.currency)
        headers = uow.reading.negotiated(tenant, tuple(stage.value for stage in LOOKED_AT))
        scenes = [backstage(uow, header.id) for header in headers[:most]]
        shared = [(scene, when) for scene in scenes if (when := _shared_at(uow, scene))]
        changes = [_change(uow, scene, when, now, found.policy) for scene, when in shared]
    with deps.unit_of_work() as uow:
        uow.audit.write(
            actor.person_id, Action.TRY_POLICY, f"policy:{policy_id}", at, found.policy.version
        )
    kept = tuple(change for change in changes if change.before != change.after)
    limits = Limits() if now is None else now.limits, found.policy.limits
    return Trial(kept, len(shared), _with_budget(headers, len(scenes), len(shared)), limits)


def _with_budget(headers: tuple[CaseHeader, ...], loaded: int, shared: int) -> int:
    """Those beyond the page's patience count too: nobody may think that all were looked at."""
    return shared + len(headers) - loaded


def _shared_at(uow: UnitOfWork, scene: Scene) -> datetime | None:
    """When the budget was shared last; never, for a lender that may not see it any more."""
    hidden = who_sees.level_of(uow, scene) is Level.NOTHING
    return None if hidden else who_sees.last_shared(scene.history)


def _change(
    uow: UnitOfWork, scene: Scene, when: datetime, now: PolicyVersion | None, new: PolicyVersion
) -> Change:
    sides = [_side(uow, scene, when, version) for version in (now, new)]
    account = uow.cases.account(scene.header.tenant_id, scene.header.id)
    return Change(scene.header.id, account, *sides)


def _side(uow: UnitOfWork, scene: Scene, when: datetime, version: PolicyVersion | None) -> Side:
    debt = scene.case.debt
    terms = HOUSE_TERMS if version is None else terms_of(version, debt.product, debt.owed)
    return _shown(result_for(as_shared(uow, scene, terms, when), scene.header.id))


def _shown(result: DebtResult) -> Side:
    plans = [(label, option) for option in result.options for label in _best_at(option)]
    return Side(
        result.route,
        tuple((label, _plan(option)) for label, option in plans if not option.stretch),
    )


def _best_at(option: Option) -> tuple[Label, ...]:
    return (option.label, *option.also)


def _plan(option: Option) -> Plan:
    schedule = option.terms.schedule
    return Plan(schedule.highest, schedule.payments, schedule.total)
