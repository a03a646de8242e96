"""Accepted in one tab while another counters: one of the two happens, and the other is told.

``make faults`` races 1,000 times, or 40 with ``SHORT=1``, half of them on each side.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from time import monotonic, sleep

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from app.core.negotiation.case import Stage
from app.core.negotiation.events import Event, OfferAccepted, OfferMade
from app.core.negotiation.folding import fold
from app.factory import create_app
from app.usecases.demo_steps import Part
from tests.building import build
from tests.stage import Clock, Visitor, set_stage
from tests.stage import test_settings as settings_of
from tests.usecases.scenes import history
from tests.web.lender.test_case import OFFER

pytestmark = pytest.mark.long

RACES = 40 if os.environ.get("SHORT") == "1" else 1_000
WORDS = "We can begin in spring, and this leaves room for the heating."

PLAN = OFFER | {"first_due-month": "3", "explanation": WORDS}

STEPS = 20
"""Moments at which accepting begins, from the same as the counter-offer to when it is done."""

Send = Callable[[], TestResponse]


@dataclass(frozen=True, slots=True)
class Course:
    """A case with an open offer, put back to where it was before each race."""

    database: Path
    kept: Path
    part: Part
    accept: Send
    counter: Send

    def back(self) -> None:
        with (
            closing(sqlite3.connect(self.kept)) as kept,
            closing(sqlite3.connect(self.database, timeout=10)) as live,
        ):
            kept.backup(live)

    def length(self) -> float:
        """How long a counter-offer takes that nobody disturbs, in seconds."""
        self.back()
        start = monotonic()
        self.counter()
        return monotonic() - start

    def race(self, apart: float) -> tuple[TestResponse, TestResponse, tuple[Event, ...]]:
        """The answers to accepting, ``apart`` seconds later, and to countering; and what happened."""
        self.back()
        before = history(self.part)
        line = Barrier(2)

        def run(send: Send, wait: float) -> TestResponse:
            line.wait()
            sleep(wait)
            return send()

        with ThreadPoolExecutor(2) as pool:
            accepted, countered = pool.map(run, (self.accept, self.counter), (apart, 0.0))
        after = history(self.part)
        assert after[: len(before)] == before
        return accepted, countered, after[len(before) :]


def a_course(template_dir: Path, folder: Path, *steps: str) -> Course:
    """On the borrower's side the counselor counters; on the lender's, the supervisor."""
    shutil.copytree(template_dir, folder)
    deps = build(settings_of(folder), Clock())
    stage = set_stage(deps, Clock())
    part = stage.part("counselor", "authority", "confirm", "tell", *steps)
    stage.work()
    app = create_app(deps)
    open_offer = fold(history(part)).offer
    assert open_offer is not None
    by_lender = open_offer.by.value == "lender"
    first, second = (
        (part.borrower, part.place.counselor)
        if by_lender
        else (part.place.agent, part.place.supervisor)
    )
    one, other = (Visitor.open(app, deps, each) for each in (first, second))
    base = f"/cases/{part.case_id}" if by_lender else f"/lender/cases/{part.case_id}"
    accept = filled(one, f"{base}/accept", "seen")
    if by_lender:
        counter = filled(other, f"{base}/offer/fastest", "shown") | {"words": WORDS}
    else:
        counter = a_plan(other, f"{base}/offer")
    database = next(folder.glob("*.db"))
    kept = folder / "kept"
    with (
        closing(sqlite3.connect(database)) as live,
        closing(sqlite3.connect(kept)) as copy,
    ):
        live.backup(copy)
    return Course(
        database,
        kept,
        part,
        lambda: one.post(f"{base}/accept", accept),
        lambda: other.post(f"{base}/offer", counter),
    )


def filled(visitor: Visitor, path: str, known_by: str) -> dict[str, str]:
    """The form of a page that has a field of that name, as it would be sent untouched."""
    page = BeautifulSoup(visitor.get(path).data, "html.parser")
    field = page.select_one(f"form [name={known_by}]")
    assert field is not None, path
    form = field.find_parent("form")
    assert form is not None
    return {
        str(one["name"]): str(one.get("value", ""))
        for one in form.select("[name]")
        if one["name"] != "csrf_token"
    }


def a_plan(visitor: Visitor, path: str) -> dict[str, str]:
    """The lender's plan as it is sent after it was shown once."""
    typed = filled(visitor, path, "seen") | PLAN
    shown = BeautifulSoup(visitor.post(path, typed).data, "html.parser")
    digest = shown.select_one("form [name=shown]")
    assert digest is not None
    assert digest.get("value")
    return typed | {"step": "send", "shown": str(digest["value"])}


def told(answer: TestResponse, *, typed: str) -> list[str]:
    """What an answer of 409 lacks of what the second has to be told."""
    page = BeautifulSoup(answer.data, "html.parser")
    parts = {
        "that something changed": page.select_one("#moved, #refusal"),
        "what differs": page.select_one("table"),
        "what was typed": typed in page.get_text() or page.find(string=typed),
    }
    return [name for name, found in parts.items() if not found]


@pytest.mark.parametrize(
    "steps", [("offer", "counter"), ("offer",)], ids=["the borrower's side", "the lender's side"]
)
def test_one_of_the_two_happens_and_the_other_is_told(
    template_dir: Path, tmp_path: Path, steps: tuple[str, ...]
) -> None:
    course = a_course(template_dir, tmp_path / "data", *steps)
    ends: Counter[str] = Counter()
    span = course.length()
    for number in range(RACES // 2):
        # A counter-offer is worked out first: accepting at once would always come before it.
        accepted, countered, new = course.race(span * (number % STEPS) / (STEPS - 1))
        moves = [one for one in new if isinstance(one, OfferAccepted | OfferMade)]
        assert len(moves) == 1, moves
        stage = fold(history(course.part)).stage
        if isinstance(moves[0], OfferAccepted):
            assert (accepted.status_code, countered.status_code) == (303, 409)
            assert stage is Stage.AGREED
            assert told(countered, typed=WORDS) == []
            ends["accepted"] += 1
        else:
            assert (accepted.status_code, countered.status_code) == (409, 303)
            assert stage is Stage.OFFERED
            assert told(accepted, typed="") == []
            ends["countered"] += 1
    assert set(ends) == {"accepted", "countered"}
    print(f"{sum(ends.values())} races: {dict(ends)}")
