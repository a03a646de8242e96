"""People who send by hand: a browser that keeps its form token, and what an answer cost us."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import process_time
from typing import Any, TypeVar

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.usecases.demo_steps import Part
from tests.attacks.running import Ground
from tests.stage import ORIGIN, Visitor

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sender:
    """One signed-in person who writes requests instead of pressing buttons."""

    client: FlaskClient
    token: str

    @classmethod
    def of(cls, visitor: Visitor) -> Sender:
        return cls(visitor.client, visitor.token("/guide"))

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def post(self, path: str, form: Mapping[str, Any]) -> TestResponse:
        data = {"csrf_token": self.token, **form}
        return self.client.post(path, data=data, headers={"Origin": ORIGIN})


@dataclass(frozen=True, slots=True)
class Talks:
    """One case of the stage, and the two people at it."""

    ground: Ground
    part: Part
    borrower: Sender
    agent: Sender

    @classmethod
    def of(cls, ground: Ground, key: str, *steps: str) -> Talks:
        part = ground.stage.part(key, *steps)
        browsers = [ground.visit(one) for one in (part.borrower, part.place.agent)]
        return cls(ground, part, *map(Sender.of, browsers))

    @property
    def mine(self) -> str:
        return f"/cases/{self.part.case_id}"

    @property
    def desk(self) -> str:
        return f"/lender/cases/{self.part.case_id}"

    @property
    def home(self) -> str:
        return f"/household/{self.part.household_id}"


def timed(act: Callable[[], T], most_ms: float) -> tuple[T, float]:
    """What came of it, and the milliseconds of our own processor that it took.

    The wall clock of a busy machine says more about its other work; and what its other work
    slows down even so is done again, twice at most, before it counts as slow.
    """
    for _ in range(3):
        began = process_time()
        found = act()
        took = (process_time() - began) * 1000
        if took <= most_ms:
            break
    return found, took


def typed_again(answer: TestResponse, field: str) -> str | None:
    """What the page that came back holds in ``field``."""
    box = BeautifulSoup(answer.data, "html.parser").select_one(f'[name="{field}"]')
    if box is None:
        return None
    return (
        box.get_text().removeprefix("\n") if box.name == "textarea" else str(box.get("value", ""))
    )


def hidden(answer: TestResponse, field: str) -> str:
    """What a page carries for the form that it holds."""
    found = typed_again(answer, field)
    if found is None:
        raise LookupError(field)
    return found
