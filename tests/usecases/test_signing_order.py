"""The order of signing is data of the jurisdiction's pack: everything else follows it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.access import Actor, Role
from app.core.errors import NotFound, TransitionNotAllowed
from app.core.negotiation.case import Stage as At
from app.core.packs import JURISDICTIONS, load
from app.core.policy import PolicyPack
from app.usecases import evidence, verify
from app.usecases.signatories import signatories, steps_of
from tests.stage import Stage
from tests.usecases.conftest import AGREED
from tests.usecases.scenes import Scene, Snapshot, an_act

BORROWER_FIRST = (Role.BORROWER, Role.COUNSELOR, Role.LENDER)


def borrower_first(jurisdiction: str) -> PolicyPack:
    return replace(load(jurisdiction), signing_order=BORROWER_FIRST)


@pytest.fixture
def other_order(agreed: Snapshot, tmp_path: Path) -> Scene:
    """A case of a place whose pack has the borrower sign first and the lender last."""
    opened = agreed.reopen(tmp_path / "other-order")
    stage = Stage(replace(opened.deps, pack=borrower_first), opened.clock, opened.stage.places)
    return Scene(stage, stage.part("joint", *AGREED))


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_by_default_the_lender_is_bound_before_the_borrower_commits(jurisdiction: str) -> None:
    assert load(jurisdiction).signing_order == (Role.LENDER, Role.BORROWER, Role.COUNSELOR)


def test_every_step_follows_the_order_of_the_pack(other_order: Scene) -> None:
    scene, record = other_order, other_order.record()
    assert [party["role"] for party in json.loads(record.facts)["parties"]] == list(BORROWER_FIRST)
    assert [one.role for one in signatories(record)] == list(BORROWER_FIRST)
    assert steps_of(record) == {"borrower": 3, "counselor": 4, "lender": 5}
    agreement = scene.case().agreement
    assert agreement is not None
    assert agreement.signers == BORROWER_FIRST

    in_order = (scene.borrower, scene.counselor, scene.agent)
    for number, actor in enumerate(in_order):
        _nobody_else_signs(scene, actor, in_order)
        scene.sign(actor)
        signed = scene.case().agreement
        assert signed is not None
        assert signed.signed == BORROWER_FIRST[: number + 1]
        scene.stage.work()
    assert scene.case().stage is At.SEALED

    with scene.deps.reading() as uow:
        kept = uow.agreements.revisions(record.tenant_id, record.id, record.version)
    fields = {one.step: one.field for one in kept if one.field}
    assert [fields[step] for step in (3, 4, 5)] == ["Borrower", "Counselor", "Lender"]
    final = scene.deps.files.get(scene.record().final_sha256 or "")
    assert verify.by_file(scene.deps, final).finding == "genuine"
    told, _ = evidence.read(scene.deps, scene.borrower, scene.part.case_id)
    sealed = json.loads(told)["record"]
    assert [act["role"] for act in sealed["acts"]] == list(BORROWER_FIRST)
    assert sealed["file"]["fields"][1:4] == ["Borrower", "Counselor", "Lender"]


def test_a_direct_request_in_the_usual_order_is_refused(other_order: Scene) -> None:
    page = other_order.page(other_order.borrower)
    with pytest.raises(TransitionNotAllowed):
        other_order.sign(other_order.agent, an_act(page))
    assert other_order.case().stage is At.SIGNING


def _nobody_else_signs(scene: Scene, turn: Actor, people: tuple[Actor, ...]) -> None:
    for other in people:
        if other is not turn:
            with pytest.raises(NotFound):
                scene.page(other)
