"""E19: nothing is asked twice of one person, however many lenders they have."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup
from flask import Flask

from app.usecases.demo_steps import STEPS
from app.web.borrower.parts import PARTS
from tests.stage import Stage, Visitor
from tests.usecases.scenes import another_lender, second_case

Visit = Callable[..., Visitor]
Question = tuple[str, str]


def questions(page: BeautifulSoup) -> Iterator[Question]:
    """Each question of a page as its name and its words."""
    for box in page.select("main input[name], main select[name], main textarea[name]"):
        if box.get("type") in {"hidden", "submit"}:
            continue
        field = box.find_parent("fieldset")
        legend = field.find("legend") if field else None
        label = page.find("label", attrs={"for": str(box.get("id"))})
        chosen = box.get("type") in {"radio", "checkbox"} and legend is not None
        words = [legend] if chosen else [legend, label]  # a day is asked for in three boxes
        yield str(box["name"]), " ".join(w.get_text(" ", strip=True) for w in words if w)


def case_pages(
    app: Flask, visitor: Visitor, case_id: object
) -> Iterator[tuple[str, BeautifulSoup]]:
    """Every page of the borrower's that is about this one case."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("borrower.") and rule.arguments == {"case_id"}:
            path = str(rule).replace("<uuid:case_id>", str(case_id))
            answer = visitor.get(path)
            if "GET" in (rule.methods or ()) and answer.status_code == 200:
                yield path, BeautifulSoup(answer.data, "html.parser")


def test_e19_nothing_is_asked_twice_of_one_person_across_all_creditors(
    app: Flask, stage: Stage, visit: Visit
) -> None:
    first = stage.part("four-weekly", "confirm", "tell")
    second = second_case(first, another_lender(stage.deps))
    STEPS["confirm"](second)
    assert second.household_id == first.household_id
    visitor = visit(first.borrower)
    budget = f"/household/{first.household_id}/budget"
    asked: dict[Question, str] = {}
    for part in (*PARTS, "debts"):
        for question in set(questions(visitor.soup(f"{budget}/{part}"))):
            assert question not in asked, f"{part} asks again what {asked.get(question)} asked"
            asked[question] = part
    assert len(asked) > 60
    pages = [page for part in (first, second) for page in case_pages(app, visitor, part.case_id)]
    assert len(pages) > 10
    again = [(path, one) for path, page in pages for one in questions(page) if one in asked]
    assert again == []


def test_e19_a_second_lender_needs_no_second_budget(stage: Stage, visit: Visit) -> None:
    first = stage.part("four-weekly", "confirm", "tell", "offer")
    second = second_case(first, another_lender(stage.deps))
    answer = visit(first.borrower).post(f"/cases/{second.case_id}/confirm", {})
    assert answer.headers["Location"].endswith(f"/cases/{second.case_id}/affordable")
    STEPS["offer"](second)
