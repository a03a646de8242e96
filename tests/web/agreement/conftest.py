from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.access import Actor
from app.usecases.demo_steps import Part
from tests.ceremony import Signer
from tests.stage import Stage, Visitor


@pytest.fixture
def part(stage: Stage) -> Part:
    """An accepted offer whose agreement waits for the lender."""
    return stage.part("four-weekly", "confirm", "tell", "offer", "counter", "accept")


@pytest.fixture
def signer(visit: Callable[..., Visitor], part: Part) -> Callable[..., Signer]:
    def stand(actor: Actor, language: str = "en") -> Signer:
        with part.deps.reading() as uow:
            person = uow.people.find(actor.person_id)
        return Signer(visit(actor, language=language), part, person.name if person else "")

    return stand
