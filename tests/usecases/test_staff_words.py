"""What staff write to a borrower passes the message guard on every way in; what borrowers write never does."""

from __future__ import annotations

import ast
import inspect
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import get_args
from uuid import uuid4

import pytest

from app.core.access import Action, Actor, Role
from app.core.message_guard.judging import judge
from app.core.negotiation.commands import (
    AskHelp,
    Command,
    CounterOffer,
    DeclineOffer,
    DeclineSigning,
    LiftHold,
    PlaceHold,
    RaiseDispute,
    SettleDispute,
    WithdrawOffer,
)
from app.core.negotiation.events import DeclineReason, DisputeKind
from app.store.approvals import Asking
from app.usecases import approvals, negotiate, queries, staff_words
from app.usecases.demo_steps import Part
from app.usecases.scene import enter
from app.usecases.staff_words import BLOCKED, NEAR_MISS, WordsRefused
from tests.stage import Stage

USECASES = Path(inspect.getfile(negotiate)).parent
THREAT = "Pay up or you will be arrested."
DENIED = "You will not be arrested for this. 36 months is our longest plan."
NO_PROSE = {"label", "seen", "rule", "demonstration", "name", "template", "language"}
"""Texts of commands that are ours, digests, or a name that is no message."""
WORDLESS = {
    kind.__name__
    for kind in get_args(Command)
    if "explanation" not in {field.name for field in fields(kind)}
}


@pytest.fixture
def offered(stage: Stage) -> Part:
    return stage.part("counselor", "authority", "confirm", "tell", "offer")


def rows(part: Part, action: str) -> list[str]:
    with part.deps.reading() as uow:
        found = uow.audit.of(f"case:{part.case_id}")
    return [row.rules_version for row in found if row.action == action]


def said(part: Part) -> list[str]:
    return [m.words for m in queries.case_page(part.deps, part.borrower, part.case_id).timeline]


def digest(part: Part) -> str:
    offer = queries.case_page(part.deps, part.borrower, part.case_id).case.offer
    assert offer is not None
    return offer.digest


def decline(part: Part, words: str) -> DeclineOffer:
    return DeclineOffer(digest(part), DeclineReason.TOO_LONG, words)


def test_a_threat_of_the_lender_is_never_stored_and_the_attempt_is_counted(offered: Part) -> None:
    before = queries.case_page(offered.deps, offered.borrower, offered.case_id)
    for attempt in (1, 2):
        with pytest.raises(WordsRefused) as refused:
            negotiate.submit(
                offered.deps, offered.place.agent, offered.case_id, decline(offered, THREAT)
            )
        assert refused.value.codes == ("ARREST",)
        assert len(rows(offered, BLOCKED)) == attempt
    assert queries.case_page(offered.deps, offered.borrower, offered.case_id) == before
    assert rows(offered, NEAR_MISS) == []


def test_the_row_names_the_guard_and_the_category_and_not_the_words(offered: Part) -> None:
    with pytest.raises(WordsRefused):
        negotiate.submit(
            offered.deps, offered.place.agent, offered.case_id, decline(offered, THREAT)
        )
    assert rows(offered, BLOCKED) == [f"message-guard/{judge('').version} ARREST"]
    with offered.deps.reading() as uow:
        assert uow.audit.verify() is None
        assert "arrested" not in repr(uow.audit.of(f"case:{offered.case_id}"))


def test_a_near_miss_is_sent_and_noted(offered: Part) -> None:
    negotiate.submit(offered.deps, offered.place.agent, offered.case_id, decline(offered, DENIED))
    assert DENIED in said(offered)
    assert rows(offered, NEAR_MISS) == [f"message-guard/{judge('').version} ARREST"]
    assert rows(offered, BLOCKED) == []


def test_plain_words_leave_no_row(offered: Part) -> None:
    words = "36 months is our longest plan; this takes 50."
    negotiate.submit(offered.deps, offered.place.agent, offered.case_id, decline(offered, words))
    assert rows(offered, NEAR_MISS) == rows(offered, BLOCKED) == []


def test_an_angry_borrower_is_heard(offered: Part) -> None:
    negotiate.submit(offered.deps, offered.borrower, offered.case_id, WithdrawOffer())
    angry = "You liar. You said I will be arrested. Shame on you."
    command = RaiseDispute(DisputeKind.NOT_MINE, angry)
    negotiate.submit(offered.deps, offered.borrower, offered.case_id, command)
    assert angry in said(offered)
    assert rows(offered, NEAR_MISS) == rows(offered, BLOCKED) == []


def test_a_counselor_presses_nobody_and_may_tell_of_a_threat(offered: Part) -> None:
    counselor: Actor = offered.place.counselor
    until = date(2026, 12, 1)
    command = PlaceHold("house:asked-for-time", until, "This is your last chance.")
    with pytest.raises(WordsRefused):
        negotiate.submit(offered.deps, counselor, offered.case_id, command)
    told = RaiseDispute(DisputeKind.NOT_MINE, "The agent said: you will be arrested.")
    negotiate.submit(offered.deps, counselor, offered.case_id, told)
    assert told.explanation in said(offered)


@pytest.mark.parametrize(
    "command",
    [
        DeclineOffer("0" * 64, DeclineReason.OTHER, THREAT),
        SettleDispute(upheld=False, explanation=THREAT),
        PlaceHold("house:hold", date(2026, 12, 1), THREAT),
        DeclineSigning(uuid4(), 1, THREAT),
        DeclineSigning(uuid4(), 1, THREAT, change=True),
    ],
)
def test_e3_no_reason_of_a_lender_threatens(offered: Part, command: Command) -> None:
    with pytest.raises(WordsRefused):
        negotiate.submit(offered.deps, offered.place.agent, offered.case_id, command)
    assert len(rows(offered, BLOCKED)) == 1


def test_what_would_wait_for_a_second_person_is_judged_first(offered: Part) -> None:
    with pytest.raises(WordsRefused):
        approvals.submit(
            offered.deps, offered.place.agent, offered.case_id, decline(offered, THREAT)
        )
    assert approvals.history(offered.deps, offered.place.agent) == ()


def test_what_a_second_person_may_not_approve_is_counted_and_closed(offered: Part) -> None:
    """Asked for when the guard did not know the words yet."""
    at, agent = offered.deps.now(), offered.place.agent
    offer = queries.case_page(offered.deps, offered.borrower, offered.case_id).case.offer
    assert offer is not None
    threat = CounterOffer(uuid4(), offer.terms, THREAT, offer.digest)
    asking = Asking(
        offered.place.lender, uuid4(), offered.case_id, threat, (), "1", agent.person_id, at
    )
    with offered.deps.unit_of_work() as uow:
        uow.approvals.ask(asking)
        uow.audit.write(agent.person_id, "approval.asked", f"case:{offered.case_id}", at, "1")
    with pytest.raises(WordsRefused):
        approvals.approve(offered.deps, offered.place.admin, asking.id)
    assert len(rows(offered, BLOCKED)) == 1
    found = approvals.newest(offered.deps, agent, offered.case_id)
    assert found is not None
    assert found.decision is not None
    assert found.decision.state == "stale"


def test_every_text_of_a_command_is_judged_or_known_to_be_no_message() -> None:
    texts = {
        (kind.__name__, field.name)
        for kind in get_args(Command)
        for field in fields(kind)
        if field.type == "str" and field.name not in NO_PROSE and not field.name.endswith("_sha256")
    }
    assert {name for _, name in texts} == {"explanation"}
    for kind in (RaiseDispute(DisputeKind.NOT_MINE, THREAT), AskHelp(THREAT)):
        assert staff_words.for_the_borrower(kind, Role.COUNSELOR) == ""
    assert staff_words.for_the_borrower(LiftHold(), Role.LENDER) == ""


def test_whoever_carries_a_command_out_cannot_pass_the_guard_by(offered: Part) -> None:
    at, agent = offered.deps.now(), offered.place.agent
    command = decline(offered, THREAT)
    with offered.deps.reading() as uow:
        scene = enter(uow, agent, Action.ANSWER_OFFER, offered.case_id, at)
        with pytest.raises(WordsRefused):
            negotiate.perform(uow, scene, command, at, seconded=True)


def test_whoever_carries_a_command_out_has_attempts_counted() -> None:
    uncounted = [
        f"{path.name}:{made.name}"
        for path in USECASES.glob("*.py")
        for made in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(made, ast.FunctionDef)
        and "perform" in _called(made)
        and "judged" not in _called(made)
        and not _called(made) & WORDLESS
    ]
    assert uncounted == []


def _called(made: ast.FunctionDef) -> set[str]:
    called = [node.func for node in ast.walk(made) if isinstance(node, ast.Call)]
    return {
        one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in called
    }
