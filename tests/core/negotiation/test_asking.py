"""Asking never makes anything worse: not the sum, not the interest, not the plan (E11)."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.access import Role
from app.core.errors import DomainError
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import PlaceHold
from app.core.negotiation.decide import decide
from app.core.negotiation.folding import fold
from tests.core.negotiation.attempts import STARTS, TRIES, Try, play, tries
from tests.factories import a_history

ASKING = (
    "hold",
    "lift",
    "dispute",
    "not my signature",
    "help",
    "paper",
    "ask for proof",
    "extend",
    "private test",
)
"""What the borrower's side asks for. An offer, and a no, are answers and not questions."""
THEM = (Role.BORROWER, Role.COUNSELOR)
PLANS = (*STARTS, Stage.SEALED, Stage.SEALED)


def worse(before: Case, after: Case) -> list[str]:
    """What of the borrower's standing has fallen; empty when nothing has."""
    found = {
        "debt": after.debt != before.debt,
        "stage": after.stage is not before.stage,
        "terms": _terms(after) != _terms(before),
        "time to answer": _last_day(after) < _last_day(before),
        "time to sign": _signing(after) < _signing(before),
        "time to leave": _leaving(after) < _leaving(before),
        "interest": _interest(after) < _interest(before),
        "budget": after.budget != before.budget,
        "rounds": (after.rounds, after.rounds_over) != (before.rounds, before.rounds_over),
        "supervisor": before.late_since is not None and after.late_since is None,
    }
    return [name for name, fell in found.items() if fell]


def _terms(case: Case) -> object:
    return case.offer and case.offer.terms, case.accepted and case.accepted.digest


def _last_day(case: Case) -> int:
    return case.offer.expires_on.toordinal() if case.offer else 0


def _signing(case: Case) -> int:
    return case.agreement.expires_on.toordinal() if case.agreement else 0


def _leaving(case: Case) -> int:
    until = case.agreement.cooling_off_until if case.agreement else None
    return until.toordinal() if until else 0


def _interest(case: Case) -> int:
    until = case.interest_stops_until
    return until.toordinal() if until else 0


@given(
    start=st.sampled_from(PLANS),
    attempts=tries,
    name=st.sampled_from(ASKING),
    by=st.sampled_from(THEM),
    variant=st.integers(0, 40),
    days=st.integers(0, 40),
    breathes=st.booleans(),
)
@settings(max_examples=400, deadline=None)
def test_e11_asking_changes_no_sum_no_interest_no_stage_and_no_plan_in_force(
    start: Stage, attempts: list[Try], name: str, by: Role, variant: int, days: int, breathes: bool
) -> None:
    history = play(a_history(start), attempts)
    if breathes and fold(history).stage is not Stage.CLOSED:
        now = history[-1].at
        space = PlaceHold("UK-B01", now.date() + timedelta(days=60), "")
        history = (*history, *decide(fold(history), space, by=Role.BORROWER, at=now))
    at = history[-1].at + timedelta(days=days)
    before = fold(history)
    try:
        asked = decide(before, TRIES[name](before, Try(by, name, variant, 0), at), by=by, at=at)
    except DomainError:
        return
    assert worse(before, fold(asked, before)) == []


def test_e11_the_check_sees_what_would_be_worse() -> None:
    plan = fold(a_history(Stage.SEALED))
    declined = play(a_history(Stage.OFFERED), [Try(Role.BORROWER, "decline", 0, 0)])
    assert set(worse(fold(a_history(Stage.OFFERED)), fold(declined))) >= {"stage", "terms"}
    assert worse(plan, plan) == []
