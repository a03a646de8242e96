"""History is read whatever it holds: reading never refuses."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.access import Role
from app.core.errors import DomainError
from app.core.negotiation.case import Stage
from app.core.negotiation.clock_events import Clock, ClockMissed
from app.core.negotiation.complaint_events import ComplaintOutcome
from app.core.negotiation.complaints import answer, complain
from app.core.negotiation.decide import decide
from app.core.negotiation.events import (
    Event,
)
from app.core.negotiation.folding import fold
from app.core.negotiation.proof_events import ProofMissed
from tests.core.negotiation.attempts import ORDERS, TRIES, Try, play
from tests.factories import (
    AGREEMENT_ID,
    NOON,
    a_case,
    a_history,
    terms,
)


def _every_event() -> list[Event]:
    found: list[Event] = []
    for stage in Stage:
        found += a_history(stage, signers=ORDERS[1])
    found += play(
        a_history(Stage.OFFERED),
        [Try(Role.BORROWER, n, 1, 0) for n in ("hold", "lift", "help", "decline", "offer")],
    )
    found += play(a_history(Stage.OFFERED), [Try(Role.LENDER, "withdraw", 0, 0)])
    found += play(a_history(Stage.SIGNING), [Try(Role.LENDER, "refuse to sign", 0, 0)])
    found += play(a_history(Stage.SIGNING), [Try(Role.SYSTEM, "lapse", 0, 16)])
    found += play(
        a_history(Stage.SIGNING),
        [
            Try(Role.BORROWER, "records", 0, 0),
            Try(Role.BORROWER, "no records", 0, 0),
            Try(Role.BORROWER, "paper", 0, 0),
            Try(Role.LENDER, "post", 0, 0),
            Try(Role.LENDER, "sign", 0, 0),
            Try(Role.LENDER, "paper back", 2, 0),
        ],
    )
    found += play(a_history(Stage.SIGNING), [Try(Role.BORROWER, "budget in paper", 1, 0)])
    turns = (Role.BORROWER, Role.LENDER) * 3
    found += play(
        a_history(Stage.OFFERED),
        [*(Try(by, "counter", 22, 0) for by in turns), Try(Role.LENDER, "further round", 0, 0)],
    )
    found += play(a_history(Stage.SEALED), [Try(Role.BORROWER, "cancel", 0, 0)])
    found += _between_offers()
    found += play(a_history(Stage.OPEN), [Try(Role.BORROWER, "dispute", 0, 0)])
    doubted = [Try(Role.BORROWER, "dispute", 0, 0), Try(Role.LENDER, "correct", 0, 0)]
    found += play(a_history(Stage.OFFERED), doubted)
    proof = [Try(Role.BORROWER, "ask for proof", 1, 0), Try(Role.LENDER, "give proof", 1, 0)]
    found += play(a_history(Stage.OPEN), proof)
    found += play(a_history(Stage.SIGNING), [Try(Role.BORROWER, "language", 0, 0)])
    reviewed = a_history(Stage.SIGNING, signers=ORDERS[1])
    found += play(reviewed, [Try(Role.SYSTEM, "end the review", 0, 0)])
    complaint = complain(
        a_case(), AGREEMENT_ID, "Nobody answers.", NOON.date(), by=Role.BORROWER, at=NOON
    )
    upheld = ComplaintOutcome.UPHELD
    told = answer([complaint], AGREEMENT_ID, upheld, "You are right.", by=Role.LENDER, at=NOON)
    late = ClockMissed(Clock.REPLY, NOON.date(), 1, Role.SYSTEM, NOON)
    unproven = ProofMissed(NOON.date(), NOON, Role.SYSTEM, NOON)
    return [*found, complaint, told, late, unproven]


def _between_offers() -> list[Event]:
    met = [
        Try(Role.LENDER, "counter", 14, 0),
        Try(Role.LENDER, "midpoint", 0, 0),
        Try(Role.LENDER, "no midpoint", 0, 0),
        Try(Role.BORROWER, "private test", 0, 0),
        Try(Role.SYSTEM, "private answer", 0, 0),
        Try(Role.LENDER, "private test", 0, 0),
        Try(Role.SYSTEM, "private end", 0, 16),
        Try(Role.COUNSELOR, "private veto", 0, 0),
        Try(Role.COUNSELOR, "private again", 0, 0),
        Try(Role.BORROWER, "extend", 0, 0),
    ]
    start = a_history(Stage.OFFERED, offer_by=Role.BORROWER, offered=terms(count=24))
    poor = [Try(Role.BORROWER, "budget", 0, 0), Try(Role.BORROWER, "midpoint", 0, 0)]
    other_figures = [
        Try(Role.LENDER, "midpoint", 0, 0),
        Try(Role.BORROWER, "private test", 0, 0),
        Try(Role.BORROWER, "dispute", 0, 0),
        Try(Role.LENDER, "correct", 0, 0),
    ]
    found = [play(start, [met[0], *more]) for more in (poor, other_figures)]
    return [*play(start, met), *found[0], *found[1]]


EVENTS = _every_event()


def test_the_pool_of_events_holds_every_kind() -> None:
    assert {type(event) for event in EVENTS} == set(Event.__args__)


@given(st.lists(st.sampled_from(EVENTS), max_size=30))
@settings(max_examples=300, deadline=None)
def test_history_is_read_in_any_order_without_refusal(history: list[Event]) -> None:
    case = fold(history)
    assert case.version == len(history)
    assert case.stage in Stage
    assert case.waiting_for in {None, *Role} - {Role.SYSTEM}


@given(st.lists(st.sampled_from(EVENTS), max_size=30), st.integers(0, 30))
@settings(max_examples=50, deadline=None)
def test_a_case_can_be_folded_in_two_parts(history: list[Event], cut: int) -> None:
    assert fold(history[cut:], fold(history[:cut])) == fold(history)


@given(
    st.lists(st.sampled_from(EVENTS), max_size=12),
    st.sampled_from(sorted(TRIES)),
    st.sampled_from(Role),
)
@settings(max_examples=300, deadline=None)
def test_decide_answers_any_state_with_events_or_a_named_refusal(
    history: list[Event], name: str, by: Role
) -> None:
    case = fold(history)
    command = TRIES[name](case, Try(by, name, 1, 0), NOON)
    with suppress(DomainError):
        assert decide(case, command, by=by, at=NOON)
