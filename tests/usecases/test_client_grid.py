"""What a counselor's page says of each creditor is what its case says."""

from __future__ import annotations

import pytest

from app.core.access import Actor
from app.core.negotiation.case import latest_date
from app.core.negotiation.commands import RaiseDispute
from app.core.negotiation.events import DisputeKind
from app.usecases import holds, negotiate
from app.usecases.clients import CreditorLine, client
from app.usecases.demo_steps import STEPS, Part
from tests.stage import Stage
from tests.usecases.creditors import client_of_three
from tests.usecases.scenes import case_of, propose


def line(part: Part, counselor: Actor) -> CreditorLine:
    lines = client(part.deps, counselor, part.household_id).creditors
    (found,) = [one for one in lines if one.case_id == part.case_id]
    return found


def agrees(part: Part, counselor: Actor) -> None:
    """Every word of the line against the case, folded anew."""
    case, said = case_of(part), line(part, counselor)
    on_hold = case.hold if case.on_hold(latest_date(part.deps.now())) else None
    assert (said.stage, said.waiting_for, said.owed) == (
        case.stage,
        case.waiting_for,
        case.debt.owed,
    )
    assert said.disputed is (case.dispute is not None)
    assert said.hold_until == (on_hold.until if on_hold else None)
    assert said.open is (case.offer is not None and said.stage == "offered")
    if said.open and said.offer is not None and case.offer is not None:
        assert said.offer.digest == case.offer.digest


@pytest.mark.parametrize(
    "steps",
    [("offer",), ("offer", "counter"), ("offer", "counter", "accept"), ("offer", "withdraw")],
)
def test_the_line_of_a_case_is_its_stage(stage: Stage, steps: tuple[str, ...]) -> None:
    part = stage.part("counselor", "authority", "confirm", "tell")
    agrees(part, part.place.counselor)
    for step in steps:
        STEPS[step](part)
        agrees(part, part.place.counselor)


def test_of_three_creditors_each_line_is_its_own(stage: Stage) -> None:
    offered, disputed, held = parts = client_of_three(stage)
    propose(offered, "lowest_payment")
    wrong = RaiseDispute(DisputeKind.WRONG_AMOUNT, "Too much.")
    negotiate.submit(disputed.deps, disputed.borrower, disputed.case_id, wrong)
    holds.place(held.deps, held.borrower, held.case_id, "house:bereavement", "")
    counselor = offered.place.counselor
    for part in parts:
        agrees(part, counselor)
    assert [line(part, counselor).disputed for part in parts] == [False, True, False]
    assert line(held, counselor).hold_until is not None
