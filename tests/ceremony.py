"""A person before the signing page of a case, in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from app.usecases.demo_steps import Part
from tests.stage import Visitor

ANSWERS = {"records": "yes", "missed": "grace"}


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
        return hidden(page) | ANSWERS | {"typed_name": self.name}

    def sign(self, **change: str) -> TestResponse:
        return self.visitor.post(f"{self.path}/sign", self.form() | change)


def hidden(page: BeautifulSoup) -> dict[str, Any]:
    """The hidden values of the signing form."""
    form = next(f for f in page.find_all("form") if f.find("input", {"name": "nonce"}))
    inputs = form.find_all("input", {"type": "hidden"})
    return {str(i["name"]): str(i["value"]) for i in inputs if i["name"] != "csrf_token"}
