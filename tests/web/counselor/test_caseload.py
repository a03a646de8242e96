"""The caseload: only those who let the counselor act, and what needs attention first."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from app.usecases import authority, messages, queries
from tests.stage import Stage, Visitor

Visit = Callable[..., Visitor]


def test_without_a_client_the_page_says_how_one_comes(stage: Stage, visit: Visit) -> None:
    stage.part("new")
    text = visit(stage.places["UK"].counselor).soup("/counselor").get_text()
    assert "Nobody has let you act yet" in text


def test_a_client_has_links_to_case_and_household_and_what_to_do(
    stage: Stage, visit: Visit
) -> None:
    part = stage.part("new", "authority")
    page = visit(part.place.counselor).soup("/counselor")
    assert page.select_one(f"a[href='/cases/{part.case_id}']") is not None
    assert page.select_one(f"a[href^='/household/{part.household_id}']") is not None
    assert "Check the debt" in page.get_text()


def test_a_late_lender_is_to_be_asked(stage: Stage, visit: Visit) -> None:
    part = stage.part("four-weekly", "authority", "confirm", "tell", "offer")
    stage.clock.move(days=8)
    text = visit(part.place.counselor).soup("/counselor").get_text()
    assert "The lender is late" in text


def test_the_most_pressing_client_comes_first(stage: Stage, visit: Visit) -> None:
    calm = stage.part("counselor", "authority", "confirm", "tell")
    late = stage.part("four-weekly", "authority", "confirm", "tell", "offer")
    counselor = visit(calm.place.counselor)
    assert names(counselor) == [calm.story.name, late.story.name]
    stage.clock.move(days=8)
    again = visit(calm.place.counselor)
    assert names(again) == [late.story.name, calm.story.name]


def names(visitor: Visitor) -> list[str]:
    found = visitor.soup("/counselor").select("section.pp-card h2")
    return [one.get_text(strip=True) for one in found]


def test_a_hold_that_ends_within_a_week_is_named(stage: Stage, visit: Visit) -> None:
    part = stage.part("counselor", "authority", "confirm", "hold")
    counselor = visit(part.place.counselor)
    assert "The hold ends soon" not in counselor.soup("/counselor").get_text()
    stage.clock.move(days=25)
    text = visit(part.place.counselor).soup("/counselor").get_text()
    assert "The hold ends soon" in text


def test_a_message_that_nobody_read_is_named_until_it_is(stage: Stage, visit: Visit) -> None:
    part = stage.part("counselor", "authority", "confirm", "tell")
    messages.write(part.deps, part.borrower, part.case_id, uuid4(), "I moved to a new flat.")
    stage.work()
    text = visit(part.place.counselor).soup("/counselor").get_text()
    assert "Read the new message" in text
    messages.page(part.deps, part.place.counselor, part.case_id)
    text = visit(part.place.counselor).soup("/counselor").get_text()
    assert "Read the new message" not in text


def test_an_agreement_is_one_step_away(stage: Stage, visit: Visit) -> None:
    part = stage.part("four-weekly", "authority", "confirm", "tell", "offer", "counter", "accept")
    page = visit(part.place.counselor).soup("/counselor")
    assert page.select_one(f"a[href='/agreements/{part.case_id}']") is not None


def test_when_the_authority_ends_the_client_is_gone_at_once(stage: Stage, visit: Visit) -> None:
    part = stage.part("new", "authority")
    counselor = visit(part.place.counselor)
    (given,) = [
        h.authority
        for h in queries.helpers(stage.deps, part.borrower, part.household_id)
        if h.authority
    ]
    authority.revoke(stage.deps, part.borrower, part.household_id, given.id)
    assert part.story.name not in counselor.soup("/counselor").get_text()


def test_only_counselors_have_a_caseload(stage: Stage, visit: Visit) -> None:
    part = stage.part("new")
    assert visit(part.borrower).get("/counselor").status_code == 403
    assert visit(part.place.agent).get("/counselor").status_code == 403
    assert visit().get("/counselor").status_code == 303


def test_the_caseload_speaks_chinese(stage: Stage, visit: Visit) -> None:
    part = stage.part("new", "authority")
    text = visit(part.place.counselor, language="zh").soup("/counselor").get_text()
    assert "您的客户" in text
    assert "核对债务" in text
