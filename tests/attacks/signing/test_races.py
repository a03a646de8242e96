"""Rows 19 and 20: two people at once, in real threads; one outcome each time.

``make faults`` runs 100 rounds in each order, or 10 with ``SHORT=1``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest

from app.core.errors import OfferChanged
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import DeclineSigning
from app.core.negotiation.events import AgreementSigned, OfferMade, SigningDeclined
from app.usecases import offers, other_terms
from app.usecases.demo_steps import STEPS
from app.usecases.sign import NonceSpent
from app.web.agreement.signing import REFUSED
from tests.attacks.signing.browsing import acts_kept, signed
from tests.attacks.signing.table import row
from tests.usecases.scenes import Scene, Snapshot, an_act

SHORT, LONG = 5, 10 if os.environ.get("SHORT") == "1" else 100
"""Rounds in each order."""


def at_once(*acts: Callable[[], bool]) -> list[bool]:
    """What each of them returns, when all start together."""
    line = Barrier(len(acts))

    def go(act: Callable[[], bool]) -> bool:
        line.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(go, acts))


def taken(work: Callable[[], object]) -> bool:
    """Whether it happened; what did not is refused as a conflict, and as nothing else."""
    try:
        work()
    except REFUSED:
        return False
    return True


def pair(scene: Scene) -> tuple[Callable[[], bool], Callable[[], bool]]:
    """Two of one lender's people sign, each with a page of their own."""
    agent, admin = scene.agent, scene.part.place.admin
    first, second = an_act(scene.page(agent)), an_act(scene.page(admin))
    return (
        lambda: taken(lambda: scene.sign(agent, first)),
        lambda: taken(lambda: scene.sign(admin, second)),
    )


@pytest.mark.parametrize(
    "rounds", [row(19, "short", SHORT), pytest.param(LONG, id="long", marks=pytest.mark.long)]
)
@pytest.mark.parametrize("first", [0, 1])
def test_of_two_signers_at_once_one_wins(
    agreed: Snapshot, tmp_path: Path, rounds: int, first: int
) -> None:
    won = 0
    for number in range(rounds):
        folder = tmp_path / str(number)
        scene = agreed.reopen(folder)
        done = at_once(*pair(scene)[:: -1 if first else 1])
        assert sorted(done) == [False, True]
        assert signed(scene) == acts_kept(scene) == 1
        won += done[0]
        shutil.rmtree(folder)
    print(f"whoever was let go first won {won} of {rounds}")


ORDERS = ("sign", "change")
Written = tuple[type, ...]

LEFT: dict[str, tuple[str, Stage, Written]] = {
    "declines": ("declined", Stage.OPEN, (SigningDeclined,)),
    "asks": ("superseded", Stage.OPEN, (SigningDeclined,)),
    "offers": ("superseded", Stage.OFFERED, (SigningDeclined, OfferMade)),
}
"""How a borrower leaves the page to sign: what the version, the case and its history are then."""


def attempts(scene: Scene, way: str) -> tuple[Callable[[], bool], Callable[[], bool]]:
    """The lender's signature and the borrower's way to leave it, each whether it was taken."""
    sent = an_act(scene.page(scene.agent))
    return lambda: taken(lambda: scene.sign(scene.agent, sent)), leaving(scene, way)


def leaving(scene: Scene, way: str) -> Callable[[], bool]:
    if way == "offers":
        return offering(scene)
    record = scene.record()
    no = DeclineSigning(record.id, record.version, "Please start later.", change=way == "asks")
    return lambda: taken(lambda: scene.do(scene.borrower, no))


def offering(scene: Scene) -> Callable[[], bool]:
    """A counter-offer, as the page sends it: in place of the file that was shown."""
    deps, borrower, case_id = scene.deps, scene.borrower, scene.part.case_id
    draft = offers.drafts(offers.choice(deps, borrower, case_id))[0]
    seen = scene.record().frozen_sha256
    send = partial(other_terms.offer_instead, words="This fits.", shown=draft.digest, seen=seen)
    return lambda: taken(lambda: send(deps, borrower, case_id, draft))


def check(scene: Scene, way: str, *, signed: bool, changed: bool) -> None:
    """The change stands; a signature that was in time lapsed with its version, none is later."""
    kinds = [type(event) for event in scene.history()]
    state, stage, written = LEFT[way]
    assert changed
    assert kinds.count(AgreementSigned) == signed
    assert kinds.count(SigningDeclined) == 1
    assert tuple(kinds[-len(written) :]) == written
    assert scene.case().stage is stage
    assert scene.case().agreement is None
    assert scene.record().state == state
    with scene.deps.reading() as uow:
        assert uow.cases.verify(scene.part.place.lender, scene.part.case_id) is None
        assert uow.audit.verify() is None


@pytest.mark.parametrize(
    "rounds", [row(20, "short", SHORT), pytest.param(LONG, id="long", marks=pytest.mark.long)]
)
@pytest.mark.parametrize("first", ORDERS)
@pytest.mark.parametrize("way", LEFT)
def test_a_change_and_a_signature_at_once_have_one_outcome(
    agreed: Snapshot, tmp_path: Path, rounds: int, first: str, way: str
) -> None:
    both = 0
    for number in range(rounds):
        folder = tmp_path / str(number)
        scene = agreed.reopen(folder)
        order = 1 if first == "sign" else -1
        was_signed, changed = at_once(*attempts(scene, way)[::order])[::order]
        check(scene, way, signed=was_signed, changed=changed)
        both += was_signed
        shutil.rmtree(folder)
    print(f"signed before the change in {both} of {rounds}, refused in {rounds - both}")


@pytest.mark.parametrize(
    ("first", "way"),
    [row(20, f"{first} first, {way}", first, way) for first in ORDERS for way in LEFT],
)
def test_each_order_has_its_own_outcome(signing: Scene, first: str, way: str) -> None:
    sign, change = attempts(signing, way)
    done = {}
    for name, act in (("sign", sign), ("change", change))[:: 1 if first == "sign" else -1]:
        done[name] = act()
    assert done == {"sign": first == "sign", "change": True}
    check(signing, way, signed=done["sign"], changed=done["change"])
    signing.stage.work()
    assert signing.record().final_sha256 is None


@pytest.mark.parametrize(
    "before", [row(20, "version 2, signed", True), row(20, "version 2", False)]
)
def test_version_2_takes_over_nothing_from_a_version_that_was_changed(
    signing: Scene, before: bool
) -> None:
    """``before`` says whether the lender had signed version 1."""
    old = an_act(signing.page(signing.agent))
    if before:
        signing.sign(signing.agent)
    assert leaving(signing, "asks")()
    for step in ("offer", "counter", "accept"):
        STEPS[step](signing.part)
    record = signing.record()
    assert (record.version, record.state, acts_kept(signing)) == (2, "open", 0)
    stands = replace(old, version=2, shown_sha256=record.frozen_sha256 or "")
    for sent, refusal in ((old, OfferChanged), (stands, NonceSpent)):
        with pytest.raises(refusal):
            signing.sign(signing.agent, sent)
    assert acts_kept(signing) == 0
    assert signed(signing) == before
    signing.sign(signing.agent)
    assert acts_kept(signing) == 1
