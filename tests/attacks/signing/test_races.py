"""Row 20: a change is asked for while somebody signs; one of the two is what happened."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from app.core.errors import DomainError
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import DeclineSigning
from app.core.negotiation.events import AgreementSigned, SigningDeclined
from tests.attacks.signing.table import row
from tests.usecases.scenes import Scene, Snapshot, an_act

SHORT, LONG = 5, 50
"""Rounds in each order."""


def attempts(scene: Scene) -> tuple[Callable[[], bool], Callable[[], bool]]:
    """The lender's signature and the borrower's wish for a change; whether each was taken."""
    sent, record = an_act(scene.page(scene.agent)), scene.record()
    change = DeclineSigning(record.id, record.version, "Please start later.")

    def taken(work: Callable[[], object]) -> bool:
        try:
            work()
        except DomainError:
            return False
        return True

    return (
        lambda: taken(lambda: scene.sign(scene.agent, sent)),
        lambda: taken(lambda: scene.do(scene.borrower, change)),
    )


def check(scene: Scene, *, signed: bool, changed: bool) -> None:
    """The change stands; a signature that was in time lapsed with its version, none is later."""
    kinds = [type(event) for event in scene.history()]
    assert changed
    assert kinds.count(AgreementSigned) == signed
    assert kinds[-1] is SigningDeclined
    assert scene.case().stage is Stage.OPEN
    assert scene.case().agreement is None
    assert scene.record().state == "declined"
    with scene.deps.reading() as uow:
        assert uow.cases.verify(scene.part.place.lender, scene.part.case_id) is None
        assert uow.audit.verify() is None


@pytest.mark.parametrize(
    "rounds", [row(20, "short", SHORT), pytest.param(LONG, id="long", marks=pytest.mark.long)]
)
@pytest.mark.parametrize("first", ["sign", "change"])
def test_a_change_and_a_signature_at_once_have_one_outcome(
    agreed: Snapshot, tmp_path: Path, rounds: int, first: str
) -> None:
    for number in range(rounds):
        folder = tmp_path / str(number)
        scene = agreed.reopen(folder)
        both = attempts(scene)
        line = Barrier(2)

        def go(act: Callable[[], bool], line: Barrier = line) -> bool:
            line.wait()
            return act()

        order = both if first == "sign" else both[::-1]
        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(go, order))
        signed, changed = done if first == "sign" else done[::-1]
        check(scene, signed=signed, changed=changed)
        scene.deps.sandbox.close()
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    "first", [row(20, "sign first", "sign"), row(20, "change first", "change")]
)
def test_each_order_has_its_own_outcome(signing: Scene, first: str) -> None:
    sign, change = attempts(signing)
    done = {}
    for name, act in (("sign", sign), ("change", change))[:: 1 if first == "sign" else -1]:
        done[name] = act()
    assert done == {"sign": first == "sign", "change": True}
    check(signing, signed=done["sign"], changed=done["change"])
    signing.stage.work()
    assert signing.record().final_sha256 is None
