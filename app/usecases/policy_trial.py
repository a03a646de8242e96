"""A dry run: which open cases a version would change, worked out from what was shared alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.access import RULES, Action, Actor, require_place
from app.core.errors import NotFound
from app.core.intake import result_for
from app.core.lender_policy.resolve import in_force, terms_of
from app.core.lender_policy.values import HOUSE_TERMS, PolicyVersion
from app.core.money import Money
from app.core.negotiation.case import Stage
from app.core.negotiation.events import BudgetShared
from app.core.results import DebtResult, Label
from app.store.cases import CaseHeader
from app.store.unit_of_work import UnitOfWork
from app.usecases.budget import as_shared
from app.usecases.deps import Deps
from app.usecases.scene import Scene, backstage

LOOKED_AT = (Stage.OPEN, Stage.OFFERED)
MOST = 100
"""Cases are worked out twice each, while somebody waits for the page."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one version gives: the route, and the fair plan when there is one.

    Plans above the recommended part are the borrower's to offer, so they are left out.
    """

    route: str
    instalment: Money | None = None
    payments: int | None = None
    total: Money | None = None


@dataclass(frozen=True, slots=True)
class Change:
    case_id: UUID
    account: str
    before: Side
    after: Side


@dataclass(frozen=True, slots=True)
class Trial:
    """``looked_at`` of ``open_cases`` with a shared budget were worked out, oldest first."""

    changes: tuple[Change, ...]
    looked_at: int
    open_cases: int


def try_out(deps: Deps, actor: Actor, policy_id: UUID) -> Trial:
    """Today's terms and a version's, case by case; leaves an audit row and nothing else.

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
        headers = uow.cases.negotiated(tenant, tuple(stage.value for stage in LOOKED_AT))
        scenes = [backstage(uow, header.id) for header in headers[:MOST]]
        shared = [(scene, when) for scene in scenes if (when := _shared_at(scene))]
        changes = [_change(uow, scene, when, now, found.policy) for scene, when in shared]
    with deps.unit_of_work() as uow:
        name = RULES[Action.TRY_POLICY].audit or ""
        uow.audit.write(actor.person_id, name, f"policy:{policy_id}", at, found.policy.version)
    kept = tuple(change for change in changes if change.before != change.after)
    return Trial(kept, len(shared), _with_budget(headers, len(scenes), len(shared)))


def _with_budget(headers: tuple[CaseHeader, ...], loaded: int, shared: int) -> int:
    """Those beyond the page's patience count too: nobody may think that all were looked at."""
    return shared + len(headers) - loaded


def _shared_at(scene: Scene) -> datetime | None:
    return next((e.at for e in reversed(scene.history) if isinstance(e, BudgetShared)), None)


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
    plans = [option for option in result.options if not option.stretch]
    fair = next((o for o in plans if o.label is Label.BALANCED), plans[0] if plans else None)
    if fair is None:
        return Side(result.route.value)
    schedule = fair.terms.schedule
    return Side(result.route.value, schedule.highest, schedule.payments, schedule.total)
