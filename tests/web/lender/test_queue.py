"""The work queue: what waits, in the order of its clocks, and how it is narrowed."""

from __future__ import annotations

from collections.abc import Callable

from tests.stage import Stage, Visitor

Visit = Callable[..., Visitor]


def _names(visitor: Visitor, path: str) -> list[str]:
    return [th.get_text(strip=True) for th in visitor.soup(path).select("tbody th")]


def test_an_empty_queue_says_what_to_do_next(stage: Stage, visit: Visit) -> None:
    page = visit(stage.places["UK"].admin).soup("/lender")
    assert page.h1 is not None
    assert page.select_one("a[href='/lender/imports']") is not None
    assert page.find("table") is None


def test_what_waits_for_the_lender_comes_first_with_its_clock(stage: Stage, visit: Visit) -> None:
    stage.part("new")
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    page = visit(part.place.agent)
    assert _names(page, "/lender")[0] == part.story.name
    assert "27 November 2026" in page.soup("/lender").get_text()


def test_filters_and_order_live_in_the_address(stage: Stage, visit: Visit) -> None:
    waiting = stage.part("four-weekly", "confirm", "tell", "offer")
    disputed = stage.part("disputed", "dispute")
    stage.part("new")
    page = visit(waiting.place.agent)
    both = {waiting.story.name, disputed.story.name}
    assert set(_names(page, "/lender?show=waiting_for_us")) == both
    assert _names(page, "/lender?show=disputed&order=newest") == [disputed.story.name]
    assert _names(page, "/lender?show=agreed") == []
    assert len(_names(page, "/lender?show=nonsense&order=x&page=-3")) == 3


def test_a_late_reply_is_named_as_late(stage: Stage, visit: Visit) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    stage.clock.move(days=8)
    page = visit(part.place.agent).soup("/lender?show=overdue")
    assert "overdue" in page.get_text()


def test_another_lender_sees_none_of_it(stage: Stage, visit: Visit) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    stranger = visit(stage.places["CN"].agent)
    assert part.story.name not in stranger.soup("/lender").get_text()
    assert stranger.get(f"/lender/cases/{part.case_id}").status_code == 404


def test_a_borrower_has_no_queue_and_is_led_to_their_own_page(stage: Stage, visit: Visit) -> None:
    part = stage.part("new")
    borrower = visit(part.borrower)
    assert borrower.get("/lender").status_code == 403
    answer = borrower.get(f"/lender/cases/{part.case_id}")
    assert (answer.status_code, answer.location) == (303, f"/cases/{part.case_id}")
