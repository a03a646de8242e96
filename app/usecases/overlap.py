"""The private test: two figures wait encrypted, and are deleted in the move that answers.

Nothing of a figure goes into an event, an audit row, a log line or a mail. Neither side is told
whether the other has stated one; of a test that ran out, nobody is told who had not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.core.access import Action, Actor, Role
from app.core.errors import DomainError
from app.core.money import Money
from app.core.negotiation.affordable import tightest
from app.core.negotiation.case import Case, ended, side
from app.core.negotiation.decide import decide
from app.core.negotiation.middle_commands import AnswerOverlap, EndOverlap, OpenOverlap
from app.core.negotiation.overlap import openings_left, running
from app.store.overlaps import Spot
from app.store.unit_of_work import UnitOfWork
from app.usecases import consequences, negotiate, notices
from app.usecases.deps import Deps
from app.usecases.scene import Scene, append, audit, backstage, enter

_OVER_EVERYWHERE = time(12, tzinfo=UTC)


class FigureOutOfRange(DomainError):
    """More than nothing, and at most ``most``: no month could bear more, or no more is owed."""

    code = "figure_out_of_range"

    def __init__(self, most: Money) -> None:
        super().__init__(self.code)
        self.most = most


@dataclass(frozen=True, slots=True)
class Standing:
    """The private test as one side may know it. ``stated`` speaks of the own side alone."""

    case: Case
    role: Role
    open_until: date | None
    stated: bool
    openings: int


def standing(deps: Deps, actor: Actor, case_id: UUID) -> Standing:
    at = deps.now()
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.USE_OVERLAP, case_id, at)
        test = scene.case.middle.overlap
        runs = test is not None and not ended(test.until, at)
        return Standing(
            case=scene.case,
            role=scene.role,
            open_until=test.until if test and runs else None,
            stated=runs and uow.overlaps.stated(_spot(scene, side(scene.role))),
            openings=openings_left(scene.case, scene.role),
        )


def open_test(deps: Deps, actor: Actor, case_id: UUID) -> Case:
    """Let both sides state a figure, for seven days at the most."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.USE_OVERLAP, case_id, at)
        case = negotiate.perform(uow, scene, OpenOverlap(), at)
        until = running(case, at).until
        uow.outbox.put(
            "overlap-end",
            f"overlap-end:{case_id}:{len(case.middle.opened_by)}",
            {"case_id": str(case_id)},
            at,
            tenant_id=scene.header.tenant_id,
            due_at=datetime.combine(until + timedelta(days=1), _OVER_EVERYWHERE),
        )
        return case


def state(deps: Deps, actor: Actor, case_id: UUID, figure: Money) -> bool | None:
    """Keep the most (borrower's side) or the least (lender) a month; the answer once both are there.

    A figure of the own side that waits is replaced. With the answer both are gone.

    Raises:
        FigureOutOfRange: it is nothing, or more than could ever be.
        DomainError: refused otherwise, and nothing was stored.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.USE_OVERLAP, case_id, at)
        # Of two who state at once, the second waits here and finds the first.
        uow.households.lock(scene.header.borrower_id, scene.header.household_id)
        running(scene.case, at)
        most = most_of(scene.case, scene.role)
        if figure.currency is not most.currency or not 0 < figure.minor <= most.minor:
            raise FigureOutOfRange(most)
        mine = side(scene.role)
        uow.overlaps.state(_spot(scene, mine), figure, at)
        audit(uow, scene, Action.USE_OVERLAP, at)
        other = Role.LENDER if mine is Role.BORROWER else Role.BORROWER
        theirs = uow.overlaps.figure(_spot(scene, other))
        if theirs is None:
            return None
        can, needs = (figure, theirs) if mine is Role.BORROWER else (theirs, figure)
        meets = can.minor >= needs.minor
        _by_the_product(uow, scene, AnswerOverlap(meets), "overlap.answered", at)
        return meets


def take_back(deps: Deps, actor: Actor, case_id: UUID) -> None:
    """The own side's figure is gone; the test stays open."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.USE_OVERLAP, case_id, at)
        uow.overlaps.take_back(_spot(scene, side(scene.role)))
        audit(uow, scene, Action.USE_OVERLAP, at)


def end(deps: Deps, payload: Mapping[str, Any]) -> None:
    """End a test whose time is over, with what was stated. Harmless when it is done twice."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = backstage(uow, UUID(payload["case_id"]))
        test = scene.case.middle.overlap
        if test is None or not ended(test.until, at):
            uow.system("it was answered, or another one has its own time")
            return
        uow.households.lock(scene.header.borrower_id, scene.header.household_id)
        _by_the_product(uow, scene, EndOverlap(), "overlap.ended", at)


def most_of(case: Case, role: Role) -> Money:
    """The largest figure that makes sense: what the tightest month bears, or what is owed."""
    if side(role) is Role.LENDER or case.budget is None:
        return case.debt.owed
    return Money(tightest(case.budget), case.debt.owed.currency)


def _spot(scene: Scene, of: Role) -> Spot:
    test = len(scene.case.middle.opened_by)
    return Spot(scene.header.tenant_id, scene.header.id, test, of)


def _by_the_product(
    uow: UnitOfWork, scene: Scene, command: AnswerOverlap | EndOverlap, name: str, at: datetime
) -> None:
    """Stored as nobody's: who stated last is told to nobody."""
    ours = replace(scene, role=Role.SYSTEM, actor_id=None)
    events = decide(ours.case, command, by=Role.SYSTEM, at=at)
    after = append(uow, ours, events, at)
    consequences.follow(uow, ours.case, after, events, at)
    audit(uow, after, name, at)
    notices.tell_the_others(uow, after, events, at)
