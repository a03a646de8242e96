"""Which charity an agreement names: one that may act on plans, and always the same one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.core.access import Role
from app.core.negotiation.commands import ChooseBudgetInPaper
from app.core.scopes import EVERYTHING, Scope
from app.usecases.demo_steps import Place
from tests.usecases.letting import lets, takes_back
from tests.usecases.scenes import Scene, Snapshot, another_lender

READ, TALK = frozenset({Scope.READ}), frozenset({Scope.READ, Scope.TALK})


@pytest.fixture
def scene(agreed: Snapshot, tmp_path: Path) -> Scene:
    """The charity of this place acts; nobody has done anything in the case for it."""
    return agreed.reopen(tmp_path / "reviewers")


def named(scene: Scene) -> list[str]:
    """The charities in the newest version, once it is written again."""
    agreement = scene.case().agreement
    assert agreement is not None
    out = not scene.case().budget_in_paper
    scene.do(scene.borrower, ChooseBudgetInPaper(agreement.id, agreement.version, included=out))
    scene.stage.work()
    parties = json.loads(scene.record().facts)["parties"]
    return [party["id"] for party in parties if party["role"] == "counselor"]


def ours(scene: Scene) -> Place:
    return scene.part.place


@pytest.mark.parametrize("scopes", [READ, TALK], ids=["look", "talk"])
def test_who_may_only_look_or_talk_is_never_asked_to_sign(
    scene: Scene, scopes: frozenset[Scope]
) -> None:
    other = another_lender(scene.deps)
    lets(scene, other.charity, scopes)
    assert named(scene) == [str(ours(scene).charity)]
    takes_back(scene, ours(scene).charity)
    scene.stage.work()
    assert named(scene) == []


def test_of_two_the_one_that_was_let_in_last_reviews(scene: Scene) -> None:
    other = another_lender(scene.deps)
    scene.clock.move(minutes=1)
    lets(scene, other.charity)
    assert named(scene) == [str(other.charity)]


def test_whoever_acted_in_the_case_comes_before_who_was_let_in_later(scene: Scene) -> None:
    other = another_lender(scene.deps)
    scene.clock.move(minutes=1)
    lets(scene, other.charity)
    agreement = scene.case().agreement
    assert agreement is not None
    out = ChooseBudgetInPaper(agreement.id, agreement.version, included=False)
    scene.do(scene.counselor, out)
    scene.stage.work()
    with scene.deps.reading() as uow:
        lender, case_id = ours(scene).lender, scene.part.case_id
        assert uow.cases.acted(lender, case_id, Role.COUNSELOR) == (scene.counselor.person_id,)
        assert uow.cases.acted(lender, case_id, Role.SYSTEM) == ()
    assert named(scene) == [str(ours(scene).charity)]


def test_a_charity_without_anybody_there_is_not_named(scene: Scene) -> None:
    other = another_lender(scene.deps)
    scene.clock.move(minutes=1)
    lets(scene, other.charity, EVERYTHING, counselor=other.counselor.person_id)
    with scene.deps.unit_of_work() as uow:
        person = other.counselor.person_id
        uow.organisations.remove_member(other.charity, person, scene.clock.at)
        uow.audit.write(None, "test.prepared", "test:left", scene.clock.at)
    assert named(scene) == [str(ours(scene).charity)]


def test_without_any_authority_lender_and_borrower_sign_alone(scene: Scene) -> None:
    takes_back(scene, ours(scene).charity)
    scene.stage.work()
    agreement = scene.case().agreement
    assert agreement is not None
    assert agreement.signers == (Role.LENDER, Role.BORROWER)
