"""What in a case needs a counselor now, and what can wait."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.core.caseload import Need, needs

TODAY = date(2026, 11, 21)
QUIET: dict[str, Any] = {
    "stage": "offered",
    "waiting_for": "lender",
    "reply_due": date(2026, 11, 21),
    "hold_until": None,
    "person_since": None,
    "unread": 0,
    "today": TODAY,
}


def of(**changes: object) -> tuple[Need, ...]:
    return needs(**{**QUIET, **changes})


def test_a_lender_within_its_time_needs_nobody() -> None:
    assert of() == ()


@pytest.mark.parametrize(
    ("changes", "need"),
    [
        ({"reply_due": date(2026, 11, 20)}, Need.LATE),
        ({"unread": 2}, Need.MESSAGE),
        ({"waiting_for": "borrower"}, Need.ANSWER),
        ({"stage": "signing", "waiting_for": "counselor"}, Need.REVIEW),
        ({"hold_until": date(2026, 11, 28)}, Need.HOLD_ENDS),
        ({"hold_until": TODAY}, Need.HOLD_ENDS),
        ({"person_since": date(2026, 11, 1)}, Need.PERSON),
        ({"stage": "open", "waiting_for": "borrower"}, Need.NEXT_STEP),
        ({"stage": "new", "waiting_for": "borrower"}, Need.NEXT_STEP),
        ({"stage": "closed", "waiting_for": None, "unread": 1}, Need.MESSAGE),
    ],
)
def test_each_need_is_found(changes: dict[str, object], need: Need) -> None:
    assert of(**changes) == (need,)


@pytest.mark.parametrize(
    "changes",
    [
        {"hold_until": date(2026, 11, 29)},
        {"hold_until": date(2026, 11, 20)},
        {"stage": "closed", "waiting_for": None},
        {"stage": "open", "waiting_for": "borrower", "hold_until": date(2027, 1, 1)},
        {"waiting_for": "borrower", "hold_until": date(2027, 1, 1)},
    ],
)
def test_what_can_wait_is_not_asked_for(changes: dict[str, Any]) -> None:
    assert of(**changes) == ()


def test_the_most_pressing_comes_first() -> None:
    found = of(reply_due=date(2026, 11, 1), unread=1, person_since=TODAY)
    assert found == (Need.LATE, Need.MESSAGE, Need.PERSON)
