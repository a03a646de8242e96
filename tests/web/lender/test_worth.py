"""What a standing offer is worth: told to the lender on two pages, and never in the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.lender_view import percent
from app.core.negotiation.case import Stage as At
from app.usecases import lender_desk, queries
from app.usecases.demo_steps import Part
from tests.stage import Stage, Visitor

Visit = Callable[..., Visitor]
OFFERED = ("confirm", "tell", "offer")


@pytest.fixture
def offered(stage: Stage) -> Part:
    return stage.part("four-weekly", *OFFERED)


def desk(part: Part) -> lender_desk.Desk:
    return lender_desk.desk(part.deps, part.place.agent, part.case_id)


@pytest.mark.parametrize("page", ["", "/accept"])
def test_the_lender_is_told_what_the_offer_costs(visit: Visit, offered: Part, page: str) -> None:
    value = desk(offered).value
    assert value is not None
    assert value.diminished
    shown = visit(offered.place.agent).soup(f"/lender/cases/{offered.case_id}{page}")
    text = shown.get_text(" ", strip=True)
    assert f"This offer costs you {percent(value.loss).rstrip('0').rstrip('.')}% " in text
    assert "diminished obligation (EBA/GL/2016/07, 51)" in text
    assert f"Yearly rate, the European way {value.apr.percent}%" in text


def test_a_diminished_obligation_can_be_accepted(visit: Visit, offered: Part) -> None:
    offer = desk(offered).standing
    assert offer is not None
    answer = visit(offered.place.agent).post(
        f"/lender/cases/{offered.case_id}/accept", {"seen": offer.digest}
    )
    assert answer.status_code == 303
    case = queries.case_page(offered.deps, offered.place.agent, offered.case_id).case
    assert case.stage is At.AGREED


def test_the_borrower_is_not_shown_what_it_is_worth(visit: Visit, offered: Part) -> None:
    for page in ("", "/options", "/answer"):
        text = visit(offered.borrower).get(f"/cases/{offered.case_id}{page}").text
        assert "iminished" not in text
        assert "resent value" not in text


def test_without_an_offer_there_is_nothing_to_value(stage: Stage, visit: Visit) -> None:
    part = stage.part("four-weekly", "confirm", "tell")
    assert desk(part).value is None
    assert (
        "is worth to you" not in visit(part.place.agent).get(f"/lender/cases/{part.case_id}").text
    )
