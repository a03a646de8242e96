"""A browser without JavaScript: it fills the form of a page and sends what the form holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from werkzeug.test import TestResponse

from app.usecases.demo_steps import Part
from tests.stage import ORIGIN, Stage, Visitor


@dataclass(frozen=True, slots=True)
class Reader:
    """One person at one case."""

    visitor: Visitor
    part: Part

    def case(self, page: str = "") -> str:
        return f"/cases/{self.part.case_id}" + (f"/{page}" if page else "")

    def house(self, page: str) -> str:
        return f"/household/{self.part.household_id}/{page}"

    def see(self, path: str) -> BeautifulSoup:
        return self.visitor.soup(path)

    def words(self, path: str) -> str:
        return self.see(path).get_text(" ", strip=True)

    def send(self, path: str, action: str = "", **typed: str | list[str]) -> TestResponse:
        """Send the form of ``path`` that goes to ``action`` with ``typed`` put in."""
        return self.resend(self.see(path), path, action, **typed)

    def resend(
        self, page: BeautifulSoup, path: str, action: str = "", **typed: str | list[str]
    ) -> TestResponse:
        forms = [f for f in page.select("main form") if str(f.get("action", path)).endswith(action)]
        assert forms, (path, action)
        return self.visitor.client.post(
            urljoin(path, str(forms[0].get("action", path))),
            data={**_held(forms[0]), **{name.replace("__", "-"): v for name, v in typed.items()}},
            headers={"Origin": ORIGIN},
        )


def _held(form: Tag) -> dict[str, str | list[str]]:
    """What a browser would send if the person changed nothing."""
    held: dict[str, str | list[str]] = {}
    for box in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(box["name"]), box.get("type")
        if kind in ("radio", "checkbox") and not box.has_attr("checked"):
            continue
        if box.name == "select":
            chosen = box.select_one("option[selected]")
            held[name] = str(chosen["value"]) if chosen else ""
        elif box.name == "textarea":
            held[name] = box.get_text().removeprefix("\n")
        elif kind == "checkbox":
            held.setdefault(name, [])
            boxes = held[name]
            assert isinstance(boxes, list)
            boxes.append(str(box["value"]))
        else:
            held[name] = str(box.get("value", ""))
    return held


@pytest.fixture
def reader(stage: Stage, visit: Callable[..., Visitor]) -> Callable[..., Reader]:
    """``reader("joint", "confirm", "tell")``: that story's borrower after these steps."""

    def open_case(key: str, *steps: str, language: str = "en") -> Reader:
        part = stage.part(key, *steps)
        return Reader(visit(part.borrower, language=language), part)

    return open_case
