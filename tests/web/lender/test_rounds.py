"""When offers ran out: what the lender's staff see, and how a supervisor goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.usecases.demo_steps import Part
from tests.stage import Stage, Visitor
from tests.usecases.rounds_run_out import WHY, borrower_answers, case_at, open_round, ran_out

Visit = Callable[..., Visitor]
OFFER = {
    "amount": "60.00",
    "every": "monthly",
    "first_due-day": "1",
    "first_due-month": "2",
    "first_due-year": "2027",
    "rate": "0",
    "explanation": "60.00 a month clears it in 44 months.",
}


@pytest.fixture
def part(stage: Stage) -> Part:
    return ran_out(stage)


def desk(part: Part, page: str = "") -> str:
    return f"/lender/cases/{part.case_id}{page}"


def words(visitor: Visitor, path: str) -> str:
    return visitor.soup(path).get_text(" ", strip=True)


def test_the_queue_can_be_narrowed_to_what_a_person_has_to_look_at(
    visit: Visit, part: Part
) -> None:
    row = visit(part.place.supervisor).soup("/lender?show=with_a_person").select_one("tbody")
    assert row is not None
    assert part.story.name in row.get_text()
    assert "With a person" in row.get_text()


def test_a_supervisor_is_led_to_a_further_round_and_an_agent_to_a_supervisor(
    visit: Visit, part: Part
) -> None:
    assert "Open a further round" in words(visit(part.place.supervisor), desk(part))
    text = words(visit(part.place.agent), desk(part))
    assert "4 offers were made without agreement" in text
    assert "Please ask a supervisor to look" in text
    assert "Open a further round" not in text
    path = desk(part, "/further-round")
    assert "a supervisor has to do it" in words(visit(part.place.agent), path)
    sent = visit(part.place.agent).post(path, {"explanation": WHY})
    assert sent.status_code == 403


def test_a_supervisor_opens_a_round_with_a_reason(visit: Visit, part: Part) -> None:
    visitor = visit(part.place.supervisor)
    empty = visitor.post(desk(part, "/further-round"), {"explanation": ""})
    assert empty.status_code == 422
    assert case_at(part).rounds_over is not None
    sent = visitor.post(desk(part, "/further-round"), {"explanation": WHY})
    assert (sent.status_code, case_at(part).rounds_over) == (303, None)
    assert WHY in words(visitor, desk(part))
    again = visitor.post(desk(part, "/further-round"), {"explanation": WHY})
    assert again.status_code == 409


def test_threats_are_stopped_here_too(visit: Visit, part: Part) -> None:
    typed = "Pay now or we will tell your employer and your family."
    sent = visit(part.place.supervisor).post(desk(part, "/further-round"), {"explanation": typed})
    assert sent.status_code == 422
    assert "Why it was not sent" in sent.get_data(as_text=True)
    assert case_at(part).rounds_over is not None


def test_one_offer_too_many_is_told_and_keeps_what_was_typed(visit: Visit, part: Part) -> None:
    open_round(part, part.place.supervisor)
    borrower_answers(part)
    visitor = visit(part.place.agent)
    before = visitor.soup(desk(part, "/offer")).select_one("input[name=seen]")
    assert before is not None
    shown = visitor.post(desk(part, "/offer"), OFFER | {"seen": str(before["value"])})
    assert shown.status_code == 200
    digest = _value(shown.get_data(as_text=True), "shown")
    # The agent's colleague answers first, and that is the last offer of the round.
    colleague = OFFER | {"seen": str(before["value"]), "step": "send", "shown": digest}
    assert visit(part.place.supervisor).post(desk(part, "/offer"), colleague).status_code == 303
    late = visitor.post(desk(part, "/offer"), colleague)
    text = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "A person opens a further round first" in text
    assert "the case does not stand" not in text
    assert case_at(part).rounds == 6


def test_suggesting_a_change_is_no_choice_while_a_person_looks(stage: Stage, visit: Visit) -> None:
    part = ran_out(stage)
    open_round(part, part.place.supervisor)
    borrower_answers(part)
    assert "Suggest a change" in words(visit(part.place.agent), desk(part))


def _value(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].split('"', maxsplit=1)[0]
