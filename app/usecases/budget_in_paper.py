"""What an agreement shows of the budget: read before the choice, and the choice itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from app.core.access import Action, Actor
from app.core.errors import NotFound
from app.core.negotiation.budget_in_paper import is_open
from app.core.negotiation.case import Stage, latest_date
from app.core.negotiation.commands import ChooseBudgetInPaper
from app.usecases import negotiate
from app.usecases.deps import Deps
from app.usecases.scene import enter


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """``shown``: the monthly totals stand in this version. ``may_choose``: another can be had."""

    version: int
    shown: bool
    may_choose: bool


def page(deps: Deps, actor: Actor, case_id: UUID) -> BudgetPage:
    """How the newest version stands.

    Raises:
        NotFound: no such case for this actor, or nothing is written down.
        NotAllowed: the choice is the borrower's side's.
    """
    at = deps.now()
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.CHOOSE_BUDGET_IN_PAPER, case_id, at)
        record = uow.agreements.latest(scene.header.tenant_id, case_id)
    case = scene.case
    if record is None or case.agreement is None or record.id != case.agreement.id:
        raise NotFound("agreement")
    stands_still = case.stopped or case.on_hold(latest_date(at))
    may_choose = case.stage is Stage.SIGNING and not stands_still and is_open(case, case.agreement)
    shown = bool(json.loads(record.facts).get("budget"))
    return BudgetPage(record.version, shown, may_choose)


def choose(deps: Deps, actor: Actor, case_id: UUID, version: int, *, included: bool) -> None:
    """Have a new version written with the totals or without them; ``version`` was looked at.

    Raises:
        NotFound: as ``page``.
        OfferChanged: another version stands.
        DomainError: refused otherwise (see ``negotiate.submit``).
    """
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.CHOOSE_BUDGET_IN_PAPER, case_id, deps.now())
    if scene.case.agreement is None:
        raise NotFound("agreement")
    command = ChooseBudgetInPaper(scene.case.agreement.id, version, included)
    negotiate.submit(deps, actor, case_id, command)
