"""Will it last? A counselor plays the plans of a household month by month; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.core.access import Action, Actor
from app.core.errors import TransitionNotAllowed
from app.core.results import Stress
from app.core.stress_runs import Runs, play
from app.usecases.budget import assessment_of
from app.usecases.deps import Deps
from app.usecases.scene import enter


@dataclass(frozen=True, slots=True)
class Played:
    """``stress`` is the exact range; None when no plan is possible or nothing has been told."""

    stress: Stress | None
    runs: tuple[Runs, ...] = ()


def played(deps: Deps, actor: Actor, case_id: UUID, runs: int | None) -> Played:
    """The exact range, and beside it ``runs`` plays of each scenario.

    The dice are seeded with the digest of the household as it stands, so that asking
    again shows the same counts.
    """
    at = deps.now()
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.PLAY_PLAN, case_id, at)
        try:
            assessment = assessment_of(uow, scene, at)
        except TransitionNotAllowed:
            return Played(None)
    if assessment.stress is None or runs is None:
        return Played(assessment.stress)
    return Played(assessment.stress, play(assessment.stress.strain, assessment.input_sha256, runs))
