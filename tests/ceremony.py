"""A person before the signing page of a case, in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from app.usecases import records
from app.usecases.demo_steps import Part
from tests.stage import Visitor

ANSWERS = {"missed": "grace", "leave": "yes"}


@dataclass(frozen=True, slots=True)
class Signer:
    """One person before the signing page of a case."""

    visitor: Visitor
    part: Part
    name: str

    @property
    def path(self) -> str:
        return f"/agreements/{self.part.case_id}"

    def form(self) -> dict[str, Any]:
        """What the page carries, with consent and the person's own name."""
        page = self.visitor.soup(f"{self.path}/sign")
        ticked = {"records": "yes"} if page.find("input", {"name": "records"}) else {}
        return hidden(page) | ANSWERS | ticked | {"typed_name": self.name}

    def agree_to_records(self, language: str = "en") -> TestResponse:
        """Choose a file, with the word of the test file."""
        word = records.trial_words(self.part.case_id, language)["pdf"]
        return self.visitor.post(f"{self.path}/records", {"choice": "file", "word": word})

    def sign(self, **change: str) -> TestResponse:
        return self.visitor.post(f"{self.path}/sign", self.form() | change)


def hidden(page: BeautifulSoup) -> dict[str, Any]:
    """The hidden values of the signing form."""
    form = next(f for f in page.find_all("form") if f.find("input", {"name": "nonce"}))
    inputs = form.find_all("input", {"type": "hidden"})
    return {str(i["name"]): str(i["value"]) for i in inputs if i["name"] != "csrf_token"}
