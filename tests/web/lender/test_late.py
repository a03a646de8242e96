"""An answer that is late, where people read it: the queue, the case, the borrower's page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.usecases import complaints
from app.usecases.demo_steps import STEPS, Part
from tests.stage import Stage, Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def late(stage: Stage) -> Part:
    """An offer of the borrower's that nobody answered."""
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    stage.clock.move(days=10)
    stage.work()
    return part


def words(visitor: Visitor, path: str) -> str:
    return visitor.soup(path).get_text(" ", strip=True)


def test_e15_the_supervisor_finds_it_at_the_top_of_the_queue(late: Part, visit: Visit) -> None:
    page = words(visit(late.place.supervisor), "/lender")
    assert "1 answer is late" in page
    assert "They are with you now." in page
    assert "They are with a supervisor now." in words(visit(late.place.agent), "/lender")
    shown = visit(late.place.supervisor).soup("/lender?show=with_a_supervisor")
    assert shown.find("a", href=f"/lender/cases/{late.case_id}") is not None
    assert "With a supervisor" in shown.get_text()


def test_e15_the_case_says_so_to_both_sides_and_threatens_nobody(late: Part, visit: Visit) -> None:
    desk = words(visit(late.place.agent), f"/lender/cases/{late.case_id}")
    assert "A supervisor has the case." in desk
    mine = words(visit(late.borrower), f"/cases/{late.case_id}")
    assert "The lender's answer is late" in mine
    assert "All stays as it is, and nobody asks anything of you." in mine
    assert "The lender's answer is late." in words(visit(late.borrower), "/my")


def test_e15_once_it_is_answered_nothing_is_late_any_more(late: Part, visit: Visit) -> None:
    STEPS["counter"](late)
    assert "answer is late" not in words(visit(late.place.supervisor), "/lender")
    assert "answer is late" not in words(visit(late.borrower), f"/cases/{late.case_id}")


def test_a_late_complaint_is_named_in_the_queue(late: Part, visit: Visit, stage: Stage) -> None:
    STEPS["counter"](late)
    words_of = "Nobody answers."
    complaints.complain(stage.deps, late.borrower, late.case_id, late.case_id, words_of)
    stage.clock.move(days=30)
    page = words(visit(late.place.supervisor), "/lender?show=overdue")
    assert "(a complaint) overdue" in page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pages_are_shown_in_both_languages(late: Part, visit: Visit, language: str) -> None:
    desk = visit(late.place.supervisor, language=language)
    assert desk.get("/lender").status_code == 200
    assert desk.get(f"/lender/cases/{late.case_id}").status_code == 200
    assert desk.get(f"/lender/cases/{late.case_id}/hold").status_code == 200
    late_words = "迟了" if language == "zh" else "late"
    assert late_words in words(desk, "/lender")
