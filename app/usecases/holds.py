"""A hold that the borrower's side chooses, and makes longer in one step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.core import holds
from app.core.access import Action, Actor, Role
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.case import Case, latest_date
from app.core.negotiation.commands import PlaceHold
from app.core.negotiation.events import Event
from app.core.negotiation.pause_events import HoldPlaced
from app.core.negotiation.standing_still import Still, standing_still
from app.core.packs import load
from app.core.policy import HoldRule
from app.usecases import negotiate
from app.usecases.deps import Deps
from app.usecases.scene import enter


@dataclass(frozen=True, slots=True)
class Choice:
    """``until`` is the last day, were it chosen today. ``taken``: the law gives no second one yet."""

    rule: HoldRule
    until: date
    taken: bool


@dataclass(frozen=True, slots=True)
class HoldsPage:
    """``longer_until`` is the last day after one more step; nothing while no hold runs."""

    choices: tuple[Choice, ...]
    still: tuple[Still, ...]
    interest_stops_until: date | None
    longer_until: date | None


def page(
    deps: Deps, actor: Actor, case_id: UUID, action: Action = Action.READ_OPTIONS
) -> HoldsPage:
    """What stands still now, and what could.

    Raises:
        NotFound: there is no such case for this actor.
    """
    at = deps.now()
    with deps.reading() as uow:
        scene = enter(uow, actor, action, case_id, at)
    today, case = latest_date(at), scene.case
    stops = case.interest_stops_until
    return HoldsPage(
        _choices(scene.header.jurisdiction, case, scene.history, at.date()),
        standing_still(case, scene.history, today),
        stops if stops and stops >= today else None,
        _longer(scene.header.jurisdiction, case, today) if case.on_hold(today) else None,
    )


def place(deps: Deps, actor: Actor, case_id: UUID, rule: str, words: str) -> None:
    """Take the time of the hold named ``rule``. A hold that runs longer already is kept as long.

    Raises:
        TransitionNotAllowed: it is not on offer here, or not yet again.
        WordsRefused: the words would not do good.
    """
    shown = page(deps, actor, case_id)
    chosen = next((one for one in shown.choices if one.rule.rule == rule and not one.taken), None)
    if chosen is None:
        raise TransitionNotAllowed("this hold is not on offer now")
    negotiate.submit(deps, actor, case_id, PlaceHold(rule, chosen.until, words))


def extend(deps: Deps, actor: Actor, case_id: UUID) -> None:
    """More time under the rule that gives it, with no reason asked.

    Raises:
        TransitionNotAllowed: no hold runs any more.
    """
    at = deps.now()
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_OPTIONS, case_id, at)
    hold, place = scene.case.hold, scene.header.jurisdiction
    if hold is None or not scene.case.on_hold(latest_date(at)):
        raise TransitionNotAllowed("no hold runs")
    until = _longer(place, scene.case, at.date())
    rule = holds.extension(load(place), hold.rule)
    negotiate.submit(deps, actor, case_id, PlaceHold(rule, until, hold.explanation))


def _choices(
    jurisdiction: str, case: Case, history: Iterable[Event], today: date
) -> tuple[Choice, ...]:
    placed = (e for e in history if isinstance(e, HoldPlaced) and e.by is not Role.LENDER)
    begun = [(event.rule, event.at.date()) for event in placed]
    runs_until = case.hold.until if case.hold else today
    return tuple(
        Choice(
            rule,
            max(today + timedelta(days=holds.first_days(rule)), runs_until),
            holds.is_taken(rule, begun, today),
        )
        for rule in holds.choices(load(jurisdiction))
    )


def _longer(jurisdiction: str, case: Case, today: date) -> date:
    hold = case.hold
    last = max(hold.until, today) if hold else today
    rule = holds.rule_of(load(jurisdiction), hold.rule) if hold else None
    return last + timedelta(days=holds.longer_by(rule))
