"""One case with both of its sides in front of their pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from app.core.negotiation.case import Case
from app.usecases import queries
from app.usecases.demo_steps import Part
from tests.stage import Stage, Visitor

LENDER_WORDS = "We looked at our books."


@dataclass(frozen=True, slots=True)
class Sides:
    """The borrower and an agent of the lender, each with a browser."""

    part: Part
    borrower: Visitor
    agent: Visitor

    def mine(self, page: str) -> str:
        return f"/cases/{self.part.case_id}/{page}".rstrip("/")

    def theirs(self, page: str) -> str:
        return f"/lender/cases/{self.part.case_id}/{page}".rstrip("/")

    def say(self, page: str, **data: str | list[str]) -> TestResponse:
        return self.borrower.post(self.mine(page), data)

    def answer(self, page: str, **data: str) -> TestResponse:
        return self.agent.post(self.theirs(page), {"explanation": LENDER_WORDS, **data})

    def correct(self, **data: str) -> TestResponse:
        """Answer with figures: see them beside the old ones, and send them as shown."""
        seen = self.agent.post(self.theirs("dispute"), {"explanation": LENDER_WORDS, **data})
        assert seen.status_code == 200, seen.get_data(as_text=True)
        shown = words(seen).select_one("input[name=shown]")
        assert shown is not None
        return self.answer("dispute", shown=str(shown["value"]), **data)

    def read(self, page: str) -> str:
        return self.borrower.soup(self.mine(page)).get_text(" ", strip=True)

    def desk(self, page: str = "") -> str:
        return self.agent.soup(self.theirs(page)).get_text(" ", strip=True)

    @property
    def case(self) -> Case:
        return queries.case_page(self.part.deps, self.part.borrower, self.part.case_id).case


def words(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.data, "html.parser")


@pytest.fixture
def sides(stage: Stage, visit: Callable[..., Visitor]) -> Callable[..., Sides]:
    """``sides("four-weekly", "confirm", "tell")``: that story after these steps."""

    def open_case(key: str, *steps: str, language: str = "en") -> Sides:
        part = stage.part(key, *steps)
        return Sides(
            part,
            visit(part.borrower, language=language),
            visit(part.place.agent, language=language),
        )

    return open_case
