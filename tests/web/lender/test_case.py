"""One screen a case: what a lender may see, and every answer it may give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

from app.core.drafting import payment_reference
from app.core.negotiation.case import Case
from app.core.negotiation.case import Stage as At
from app.core.negotiation.commands import WithdrawOffer
from app.usecases import budget, negotiate, queries
from app.usecases.demo_steps import STEPS, Part
from tests.stage import Stage, Visitor

Visit = Callable[..., Visitor]
OFFER = {
    "amount": "60.00",
    "every": "monthly",
    "first_due-day": "1",
    "first_due-month": "2",
    "first_due-year": "2027",
    "rate": "0",
    "waive_fees": "yes",
    "explanation": "60.00 a month clears it in 44 months.",
}


@pytest.fixture
def offered(stage: Stage) -> Part:
    return stage.part("four-weekly", "confirm", "tell", "offer")


def _case(part: Part) -> Case:
    return queries.case_page(part.deps, part.place.agent, part.case_id).case


def _digest(part: Part) -> str:
    offer = _case(part).offer
    assert offer is not None
    return offer.digest


def _post(visit: Visit, part: Part, name: str, data: dict[str, Any]) -> TestResponse:
    return visit(part.place.agent).post(f"/lender/cases/{part.case_id}/{name}", data)


def _send(visit: Visit, part: Part, data: dict[str, Any]) -> TestResponse:
    """See the plan, then send exactly what was shown."""
    seen = BeautifulSoup(_said(_post(visit, part, "offer", data)), "html.parser")
    shown = seen.find("input", {"name": "shown"})
    assert isinstance(shown, Tag), seen.get_text(" ")
    return _post(visit, part, "offer", data | {"step": "send", "shown": str(shown["value"])})


def _said(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def test_the_screen_shows_totals_and_ceilings_and_no_line_of_the_budget(
    visit: Visit, offered: Part
) -> None:
    text = visit(offered.place.agent).soup(f"/lender/cases/{offered.case_id}").get_text(" ")
    assert "Recommended for this debt" in text
    assert "Every payment of this offer is within the recommended ceiling" in text
    assert "This fits my month." in text
    assert "Rent" not in text
    assert "people.example" not in text


def test_looking_at_a_shared_budget_leaves_a_row(visit: Visit, offered: Part) -> None:
    visit(offered.place.agent).soup(f"/lender/cases/{offered.case_id}")
    with offered.deps.reading() as uow:
        actions = [row.action for row in uow.audit.of(f"case:{offered.case_id}")]
    assert "budget.viewed" in actions


def test_accepting_names_the_offer_that_was_seen(visit: Visit, offered: Part) -> None:
    answer = _post(visit, offered, "accept", {"seen": _digest(offered)})
    assert (answer.status_code, _case(offered).stage) == (303, At.AGREED)


def test_accepting_an_offer_that_changed_shows_the_difference(
    stage: Stage, visit: Visit, offered: Part
) -> None:
    seen = _digest(offered)
    negotiate.submit(offered.deps, offered.borrower, offered.case_id, WithdrawOffer())
    answer = _post(visit, offered, "accept", {"seen": seen})
    assert answer.status_code == 409
    assert "You saw" in _said(answer)
    assert _case(offered).stage is At.OPEN


def test_a_refusal_needs_a_reason_and_words(visit: Visit, offered: Part) -> None:
    answer = _post(visit, offered, "decline", {"seen": _digest(offered), "reason": "too_long"})
    assert answer.status_code == 422
    assert 'value="too_long" checked' in _said(answer)
    assert _case(offered).stage is At.OFFERED
    words = {"explanation": "36 months is our longest plan; this takes 50."}
    answer = _post(
        visit, offered, "decline", {"seen": _digest(offered), "reason": "too_long", **words}
    )
    assert (answer.status_code, _case(offered).stage) == (303, At.OPEN)


def test_a_counter_offer_stands_in_place_of_the_offer(visit: Visit, offered: Part) -> None:
    answer = _send(visit, offered, {**OFFER, "seen": _digest(offered)})
    assert answer.status_code == 303, _said(answer)
    standing = _case(offered).offer
    assert standing is not None
    assert standing.by == "lender"
    assert standing.terms.schedule.highest.plain == "60.00"
    assert standing.terms.waived.plain == "12.00"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount": "400.00"}, "above the ceiling of its month"),
        ({"rate": "30", "amount": "200.00"}, "above the rate of the contract"),
        ({"first_due-year": "2025"}, "Choose 1 January 2027 or later"),
        ({"first_due-year": "2026", "first_due-month": "12"}, "the shared budget begins there"),
        ({"amount": "1.00"}, "This never repays the debt"),
        ({"amount": "12,50"}, "Enter an amount in numbers"),
        ({"explanation": ""}, "Say why, in plain words"),
    ],
)
def test_an_offer_that_cannot_be_is_explained_and_keeps_what_was_typed(
    visit: Visit, offered: Part, change: dict[str, str], words: str
) -> None:
    sent = {**OFFER, "seen": _digest(offered), **change}
    answer = _post(visit, offered, "offer", sent)
    assert answer.status_code == 422
    assert words in _said(answer)
    assert f'value="{sent["amount"]}"' in _said(answer)
    assert _case(offered).rounds == 1


def test_a_lender_takes_its_own_offer_back(visit: Visit, offered: Part) -> None:
    _send(visit, offered, {**OFFER, "seen": _digest(offered)})
    answer = _post(visit, offered, "withdraw", {})
    assert (answer.status_code, _case(offered).stage) == (303, At.OPEN)


def test_a_lender_may_pause_and_says_why(visit: Visit, offered: Part) -> None:
    day = {"until-day": "24", "until-month": "12", "until-year": "2026"}
    assert _post(visit, offered, "hold", day).status_code == 422
    answer = _post(visit, offered, "hold", {**day, "explanation": "We check the balance."})
    hold = _case(offered).hold
    assert answer.status_code == 303
    assert hold is not None
    assert hold.explanation == "We check the balance."


@pytest.mark.parametrize(("answer", "stage_after"), [("upheld", At.CLOSED), ("rejected", At.NEW)])
def test_a_dispute_is_settled_with_words(
    stage: Stage, visit: Visit, answer: str, stage_after: At
) -> None:
    part = stage.part("disputed", "dispute")
    page = visit(part.place.agent).soup(f"/lender/cases/{part.case_id}/dispute")
    assert "I paid this in 2024." in page.get_text()
    assert _post(visit, part, "dispute", {"answer": answer}).status_code == 422
    words = {"explanation": "We found the payment of 3 May 2024."}
    assert _post(visit, part, "dispute", {"answer": answer, **words}).status_code == 303
    assert (_case(part).dispute, _case(part).stage) == (None, stage_after)


@pytest.mark.parametrize("name", ["", "/accept", "/decline", "/offer", "/hold", "/dispute"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_stands_at_every_stage(
    stage: Stage, visit: Visit, name: str, language: str
) -> None:
    new, done = stage.part("new"), stage.part("four-weekly", "confirm", "tell", "offer", "counter")
    page = visit(new.place.agent, language=language)
    for case_id in (new.case_id, done.case_id):
        assert page.soup(f"/lender/cases/{case_id}{name}").h1 is not None


def test_a_random_case_does_not_exist(stage: Stage, visit: Visit) -> None:
    assert visit(stage.places["UK"].agent).get(f"/lender/cases/{UUID(int=7)}").status_code == 404


def test_while_a_hold_runs_a_lender_is_offered_nothing_that_would_be_refused(
    stage: Stage, visit: Visit
) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer", "hold")
    page = visit(part.place.agent).soup(f"/lender/cases/{part.case_id}")
    ways = {str(a["href"]).rsplit("/", 1)[1] for a in page.select("main a.pp-button")}
    assert ways == {"hold"}
    assert "Take the offer back" not in page.get_text()


def test_its_own_offer_is_taken_back_when_nothing_stands_still(stage: Stage, visit: Visit) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer", "counter")
    desk = f"/lender/cases/{part.case_id}"
    assert "Take the offer back" in visit(part.place.agent).soup(desk).get_text()
    STEPS["hold"](part)
    assert "Take the offer back" not in visit(part.place.agent).soup(desk).get_text()


def test_the_reference_of_payments_stands_on_the_case_once_it_is_agreed(
    stage: Stage, visit: Visit
) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer", "counter", "accept")
    page = visit(part.place.agent).soup(f"/lender/cases/{part.case_id}")
    assert payment_reference(str(part.case_id)) in page.get_text()


def test_tables_are_open_for_a_colleague_who_needs_them_and_studies_stand_by_the_offer(
    stage: Stage, visit: Visit, offered: Part
) -> None:
    clerk = stage.part("counter", "confirm", "tell")
    told = budget.read(clerk.deps, clerk.borrower, clerk.household_id).record.told
    assert told is not None
    needing = replace(told, needs=("screen_reader",))
    budget.save(clerk.deps, clerk.borrower, clerk.household_id, needing)
    with stage.deps.unit_of_work() as uow:
        lender, person = offered.place.lender, clerk.borrower.person_id
        uow.organisations.add_member(lender, person, "agent", stage.deps.now())
        uow.audit.write(None, "test", "member", stage.deps.now(), "")
    path = f"/lender/cases/{offered.case_id}"
    for who, are_open in ((clerk.borrower, True), (offered.place.agent, False)):
        page = visit(who).soup(path)
        assert bool(page.select("details[open] table")) is are_open
        assert not page.select("details:not([open]) table") or not are_open
        preview = _page_of(visit(who).post(f"{path}/offer", OFFER | {"seen": _digest(offered)}))
        assert bool(preview.select("details[open] table")) is are_open
        assert "Farrell" in preview.get_text()


def _page_of(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.data, "html.parser")
