"""An offer whose time is over: nobody is led to an answer that is refused, and nothing got worse."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.negotiation.case import Stage as At
from app.usecases.demo_steps import Part
from tests.stage import Stage, Visitor
from tests.usecases.scenes import case_of

Visit = Callable[..., Visitor]
OVER = "The time of this offer is over."
OFFERED = ("authority", "confirm", "tell", "offer")


def ended(stage: Stage, *steps: str) -> Part:
    part = stage.part("four-weekly", *OFFERED, *steps)
    stage.clock.move(days=32)
    return part


@pytest.mark.parametrize("counselor", [False, True])
def test_the_page_to_accept_offers_more_time_in_place_of_a_button_that_fails(
    stage: Stage, visit: Visit, counselor: bool
) -> None:
    part = ended(stage, "counter")
    visitor = visit(part.place.counselor if counselor else part.borrower)
    path = f"/cases/{part.case_id}/accept"
    page = visitor.soup(path)
    assert OVER in page.get_text()
    assert not page.select("main form[action$=accept]")
    assert page.select("main form[action$=longer], main a[href$=again]")
    offer = case_of(part).offer
    assert offer is not None
    late = visitor.post(path, {"seen": offer.digest, "decides": "en"})
    assert late.status_code == 409
    assert OVER in late.get_data(as_text=True)
    assert case_of(part).stage is At.OFFERED


def test_a_lender_is_led_to_more_time_or_a_change(stage: Stage, visit: Visit) -> None:
    part = ended(stage)
    agent = visit(part.place.agent)
    desk = f"/lender/cases/{part.case_id}"
    buttons = {one.get_text(strip=True) for one in agent.soup(desk).select("main .pp-button")}
    assert "Accept" not in buttons
    assert {"Suggest a change", "Decline"} <= buttons
    assert buttons & {"Keep it open", "See it from a later day"}
    assert "Keep it open first" in agent.soup(f"{desk}/accept").get_text()


def test_e16_a_desk_offers_no_more_time_than_it_may_give(stage: Stage, visit: Visit) -> None:
    part = stage.part("four-weekly", *OFFERED, "counter")
    stage.clock.move(days=2)
    desk = visit(part.place.agent).soup(f"/lender/cases/{part.case_id}").get_text()
    mine = visit(part.borrower).soup(f"/cases/{part.case_id}/answer").get_text()
    assert ("Keep it open" in desk, "Keep it open" in mine) == (False, True)
