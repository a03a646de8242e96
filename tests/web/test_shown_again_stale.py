"""Another language for a page about an offer that is gone: the page says so before anybody goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from app.core.negotiation.commands import WithdrawOffer
from app.usecases import demo_steps, negotiate
from app.usecases.demo_steps import Part
from app.web.again import FIELD
from tests.stage import Stage, Visitor
from tests.usecases.scenes import case_of, propose
from tests.web.lender.test_composed_offer import PLAIN

Visit = Callable[..., Visitor]
DECLINE = {"reason": "too_low", "explanation": "Too little to end the debt."}


@pytest.fixture
def offered(stage: Stage) -> Part:
    return stage.part("counter", "confirm", "tell", "offer")


def digest(part: Part) -> str:
    offer = case_of(part).offer
    assert offer is not None
    return offer.digest


def another_offer(part: Part) -> None:
    """The borrower takes its offer back and makes a different one."""
    negotiate.submit(part.deps, part.borrower, part.case_id, WithdrawOffer())
    propose(part)


def notice(answer: TestResponse, name: str) -> str:
    found = BeautifulSoup(answer.data, "html.parser").find(id=name)
    return found.get_text() if found else ""


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        ("accept", {FIELD: "zh"}),
        ("decline", {**DECLINE, FIELD: "zh"}),
        ("decline", {"reason": "too_low"}),
        ("offer", {**PLAIN, FIELD: "zh"}),
        ("offer", PLAIN),
        ("offer", {"amount": "60.00", FIELD: "zh"}),
    ],
)
def test_staff_learn_that_another_offer_stands_before_they_answer_it(
    visit: Visit, offered: Part, answer: str, typed: dict[str, str]
) -> None:
    seen, agent = digest(offered), visit(offered.place.agent)
    path = f"/lender/cases/{offered.case_id}/{answer}"
    if FIELD in typed:
        assert notice(agent.post(path, {**typed, "seen": seen}), "refusal") == "", "it stands"
    another_offer(offered)
    now = case_of(offered)
    page = agent.post(path, {**typed, "seen": seen})
    assert page.status_code == 409
    assert notice(page, "refusal")
    assert page.text.count("<tbody") >= 1, "what they saw stands beside what it is now"
    assert f'name="seen" value="{digest(offered)}"' in page.text
    assert case_of(offered) == now


def test_staff_learn_that_an_offer_came_while_they_wrote_the_first(
    visit: Visit, stage: Stage
) -> None:
    part = stage.part("counter", "confirm", "tell", "offer")
    agent = visit(part.place.agent)
    page = agent.post(f"/lender/cases/{part.case_id}/offer", {**PLAIN, FIELD: "zh"})
    assert (page.status_code, bool(notice(page, "refusal"))) == (409, True)


def test_an_offer_that_was_taken_back_is_said_to_be_gone(visit: Visit, offered: Part) -> None:
    seen, agent = digest(offered), visit(offered.place.agent)
    negotiate.submit(offered.deps, offered.borrower, offered.case_id, WithdrawOffer())
    page = agent.post(f"/lender/cases/{offered.case_id}/accept", {"seen": seen, FIELD: "zh"})
    assert (page.status_code, bool(notice(page, "refusal"))) == (409, True)


@pytest.mark.parametrize(
    "typed", [{"reason": "too_high", FIELD: "zh"}, {"words": "Typed with care."}]
)
def test_a_borrower_learns_that_another_offer_stands_before_declining_it(
    visit: Visit, offered: Part, typed: dict[str, str]
) -> None:
    demo_steps.counter(offered)
    me, path, seen = visit(offered.borrower), f"/cases/{offered.case_id}/decline", digest(offered)
    assert notice(me.post(path, {**typed, "seen": seen}), "moved") == "", "it stands"
    another_answer(offered)
    page = me.post(path, {**typed, "seen": seen})
    assert (page.status_code, bool(notice(page, "moved"))) == (409, True)
    heading = BeautifulSoup(page.data, "html.parser").find(id="moved")
    assert heading is not None
    assert heading.parent is not None
    assert heading.parent.find("tbody"), "with the difference"


@pytest.mark.parametrize("changed", ["seen", "shown"])
def test_a_borrower_learns_that_figures_or_offer_moved_before_sending(
    visit: Visit, offered: Part, changed: str
) -> None:
    demo_steps.counter(offered)
    me, path = visit(offered.borrower), f"/cases/{offered.case_id}/offer"
    form = me.soup(f"{path}/balanced").select_one("form[action$='/offer']")
    assert form is not None
    held = {str(box["name"]): str(box["value"]) for box in form.select("input[type=hidden]")}
    del held["csrf_token"]
    sent = {**held, "words": "Less, please.", FIELD: "zh"}
    assert notice(me.post(path, sent), "moved") == "", "all stands"
    if changed == "seen":
        another_answer(offered)
    page = me.post(path, sent if changed == "seen" else {**sent, "shown": "0" * 64})
    assert (page.status_code, bool(notice(page, "moved"))) == (409, True)
    assert "Less, please." in page.text


def another_answer(part: Part) -> None:
    """The borrower's side answers with another plan, and the lender answers that."""
    propose(part, "balanced", seen=digest(part))
    demo_steps.counter(part)
