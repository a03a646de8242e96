"""Every stage, every command, every role: what is allowed, and that nothing else is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import product
from typing import get_args
from uuid import UUID

import pytest

from app.core.access import Role
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import (
    AgreeToRecords,
    AskHelp,
    AskPaper,
    CancelAgreement,
    ChooseBudgetInPaper,
    Command,
    ConfirmDebt,
    DeclineOnPaper,
    DeclineSigning,
    LapseSigning,
    LiftHold,
    OpenRound,
    PlaceHold,
    RaiseDispute,
    SendPaper,
    SettleDispute,
    ShareBudget,
    WithdrawOffer,
    WithdrawRecords,
)
from app.core.negotiation.decide import decide
from app.core.negotiation.events import DisputeKind, DisputeRaised
from app.core.negotiation.folding import evolve
from app.core.negotiation.language_commands import ChooseLanguage
from app.core.negotiation.middle_commands import (
    AllowOverlap,
    AnswerOverlap,
    AskMidpoint,
    EndOverlap,
    ExtendOffer,
    OpenOverlap,
    RefuseMidpoint,
    VetoOverlap,
)
from app.core.negotiation.pause_events import HoldPlaced
from app.core.negotiation.proof_commands import AnswerProof, AskProof
from app.core.negotiation.proof_events import ProofAsked, ProofKind
from app.core.negotiation.review_commands import EndReview
from app.core.negotiation.round_events import RoundsEnded
from tests.core.negotiation.meeting import too_far
from tests.factories import (
    AGREEMENT_ID,
    NOON,
    a_case,
    a_counter,
    a_paper,
    a_refusal,
    a_sealing,
    a_shared_budget,
    a_signature,
    an_acceptance,
    an_issue,
    an_offer,
    lines,
    shown,
)

TOMORROW = (NOON + timedelta(days=1)).date()
PERSON = UUID(int=7)
WHY = "Two figures were wrong."

COMMANDS: Mapping[str, Callable[[Case, Role], Command]] = {
    "confirm debt": lambda _case, _by: ConfirmDebt(),
    "share budget": lambda _case, _by: ShareBudget(a_shared_budget()),
    "offer": lambda _case, _by: an_offer(),
    "counter": lambda case, _by: a_counter(case),
    "accept": lambda case, _by: an_acceptance(case),
    "decline": lambda case, _by: a_refusal(case),
    "withdraw": lambda _case, _by: WithdrawOffer(),
    "open a round": lambda _case, _by: OpenRound(WHY),
    "extend": lambda case, _by: ExtendOffer(shown(case)),
    "ask for the midpoint": lambda case, _by: AskMidpoint(too_far()),
    "refuse the midpoint": lambda _case, _by: RefuseMidpoint("", WHY),
    "open a private test": lambda _case, _by: OpenOverlap(),
    "answer a private test": lambda _case, _by: AnswerOverlap(meets=True),
    "end a private test": lambda _case, _by: EndOverlap(),
    "veto private tests": lambda _case, _by: VetoOverlap(),
    "allow private tests": lambda _case, _by: AllowOverlap(),
    "dispute": lambda _case, _by: RaiseDispute(DisputeKind.WRONG_AMOUNT, WHY),
    "settle": lambda _case, _by: SettleDispute(upheld=False, explanation=WHY),
    "ask for proof": lambda _case, _by: AskProof((ProofKind.CONTRACT,), "", TOMORROW),
    "give proof": lambda case, _by: AnswerProof(lines(case), WHY),
    "hold": lambda _case, _by: PlaceHold("UK-H01", TOMORROW, WHY),
    "lift hold": lambda _case, _by: LiftHold(),
    "ask help": lambda _case, _by: AskHelp(WHY),
    "agree to records": lambda _case, _by: AgreeToRecords(PERSON, "e" * 64, "pdf"),
    "withdraw records": lambda _case, _by: WithdrawRecords(PERSON),
    "ask for paper": lambda _case, _by: AskPaper(),
    "send paper": lambda _case, _by: SendPaper(),
    "paper came back": lambda _case, _by: a_paper(),
    "declined on paper": lambda _case, _by: DeclineOnPaper(AGREEMENT_ID, 1),
    "leave the budget out": lambda _case, _by: ChooseBudgetInPaper(AGREEMENT_ID, 1, included=False),
    "choose the language": lambda _case, _by: ChooseLanguage(AGREEMENT_ID, 1, "zh"),
    "end the review": lambda _case, _by: EndReview(AGREEMENT_ID, 1),
    "issue": lambda case, _by: an_issue(case),
    "sign": a_signature,
    "decline to sign": lambda _case, _by: DeclineSigning(AGREEMENT_ID, 1, WHY),
    "lapse": lambda _case, _by: LapseSigning(AGREEMENT_ID, 1),
    "seal": lambda case, _by: a_sealing(case),
    "cancel": lambda _case, _by: CancelAgreement(AGREEMENT_ID, 1),
}

Allowed = Mapping[str, Mapping[Stage, frozenset[Role]]]

THEM = frozenset({Role.BORROWER, Role.COUNSELOR})  # the borrower's side
ALONE = frozenset({Role.BORROWER})  # nobody agrees to it for them
LENDER = frozenset({Role.LENDER})
COUNSELOR = frozenset({Role.COUNSELOR})  # who protects
PRODUCT = frozenset({Role.SYSTEM})
EVERYONE = frozenset(Role)
NOT_CLOSED = tuple(s for s in Stage if s is not Stage.CLOSED)

# The open offer was made by the lender; the lender signs first.
ALLOWED: Allowed = {
    "confirm debt": {Stage.NEW: THEM},
    "share budget": {Stage.OPEN: THEM, Stage.OFFERED: THEM},
    "offer": {Stage.OPEN: THEM | LENDER},
    "counter": {Stage.OFFERED: THEM},
    "accept": {Stage.OFFERED: THEM},
    "decline": {Stage.OFFERED: THEM},
    "withdraw": {Stage.OFFERED: LENDER},
    "open a round": {},  # offers have not run out
    "extend": {},  # it stands as long as it could
    "ask for the midpoint": {},  # one side alone has offered
    "refuse the midpoint": {},
    "open a private test": {},
    "answer a private test": {},
    "end a private test": {},
    "veto private tests": dict.fromkeys(NOT_CLOSED, COUNSELOR),
    "allow private tests": {},
    "dispute": dict.fromkeys(NOT_CLOSED, THEM),
    "settle": {},
    "ask for proof": dict.fromkeys(NOT_CLOSED, THEM),
    "give proof": {},  # nobody asked for it
    "hold": dict.fromkeys(NOT_CLOSED, EVERYONE),
    "lift hold": {},
    "ask help": dict.fromkeys(Stage, THEM),
    "agree to records": dict.fromkeys(NOT_CLOSED, ALONE),
    "withdraw records": {},  # nothing was agreed to
    "ask for paper": {Stage.SIGNING: THEM},
    "send paper": {},  # nobody asked for it
    "paper came back": {},
    "declined on paper": {},
    "leave the budget out": {Stage.SIGNING: THEM},
    "choose the language": {Stage.SIGNING: THEM},
    "end the review": {},  # no counselor signs
    "issue": {Stage.AGREED: PRODUCT},
    "sign": {Stage.SIGNING: LENDER},
    "decline to sign": {Stage.SIGNING: THEM | LENDER},
    "lapse": {},  # there is still time to sign
    "seal": {Stage.SIGNED: PRODUCT},
    "cancel": {Stage.SEALED: THEM},
}

# In a dispute nothing moves but the borrower's no, the settlement, and a seal that all signed for.
IN_DISPUTE: Allowed = {
    "veto private tests": ALLOWED["veto private tests"],
    "share budget": ALLOWED["share budget"],
    "decline": {Stage.OFFERED: THEM},
    "settle": dict.fromkeys(NOT_CLOSED, LENDER),
    "ask for proof": ALLOWED["ask for proof"],
    "hold": ALLOWED["hold"],
    "ask help": ALLOWED["ask help"],
    "agree to records": ALLOWED["agree to records"],
    "ask for paper": ALLOWED["ask for paper"],
    "decline to sign": {Stage.SIGNING: THEM},
    "seal": ALLOWED["seal"],
    "cancel": ALLOWED["cancel"],
}

# A hold is a pause, not an end: the same, and the borrower's side lifts it.
ON_HOLD: Allowed = {
    "veto private tests": ALLOWED["veto private tests"],
    "confirm debt": ALLOWED["confirm debt"],
    "share budget": ALLOWED["share budget"],
    "decline": {Stage.OFFERED: THEM},
    "dispute": ALLOWED["dispute"],
    "ask for proof": ALLOWED["ask for proof"],
    "hold": ALLOWED["hold"],
    "lift hold": dict.fromkeys(NOT_CLOSED, THEM),
    "ask help": ALLOWED["ask help"],
    "agree to records": ALLOWED["agree to records"],
    "ask for paper": ALLOWED["ask for paper"],
    "issue": ALLOWED["issue"],
    "decline to sign": {Stage.SIGNING: THEM},
    "seal": ALLOWED["seal"],
    "cancel": ALLOWED["cancel"],
}

# While proof is awaited the same stands still as in a dispute; the borrower's side may go on.
AWAITS_PROOF: Allowed = dict(IN_DISPUTE) | {
    "settle": {},
    "dispute": ALLOWED["dispute"],
    "ask for proof": {},
    "give proof": dict.fromkeys(NOT_CLOSED, LENDER),
    "lift hold": dict.fromkeys(NOT_CLOSED, THEM),
}

# Offers ran out: nobody offers more until a person opens a round; all else is as it was.
RAN_OUT: Allowed = dict(ALLOWED) | {
    "offer": {},
    "counter": {},
    "open a round": dict.fromkeys((Stage.OPEN, Stage.OFFERED), LENDER | {Role.COUNSELOR}),
}
NEGOTIATED = (Stage.OPEN, Stage.OFFERED)

CASES = {stage: a_case(stage) for stage in Stage}
ENDED = RoundsEnded(6, Role.SYSTEM, NOON)
DISPUTE = DisputeRaised(DisputeKind.WRONG_AMOUNT, WHY, Role.BORROWER, NOON)
PROOF = ProofAsked((ProofKind.CONTRACT,), "", TOMORROW, Role.BORROWER, NOON)
HOLD = HoldPlaced("UK-H01", TOMORROW, WHY, Role.BORROWER, NOON)


def roles_allowed(case: Case, name: str) -> frozenset[Role]:
    """Who may give the command; whoever may not is refused with no other error."""
    found = set()
    for role in Role:
        try:
            assert decide(case, COMMANDS[name](case, role), by=role, at=NOON)
        except TransitionNotAllowed:
            continue
        found.add(role)
    return frozenset(found)


@pytest.mark.parametrize(("stage", "name"), list(product(Stage, COMMANDS)))
def test_every_stage_answers_every_command_of_every_role(stage: Stage, name: str) -> None:
    assert roles_allowed(CASES[stage], name) == ALLOWED[name].get(stage, frozenset())


@pytest.mark.parametrize(("stage", "name"), list(product(NOT_CLOSED, COMMANDS)))
def test_a_dispute_stops_every_move_but_these(stage: Stage, name: str) -> None:
    disputed = evolve(CASES[stage], DISPUTE)
    assert roles_allowed(disputed, name) == IN_DISPUTE.get(name, {}).get(stage, frozenset())


@pytest.mark.parametrize(("stage", "name"), list(product(NOT_CLOSED, COMMANDS)))
def test_a_hold_stops_every_move_but_these(stage: Stage, name: str) -> None:
    held = evolve(CASES[stage], HOLD)
    assert roles_allowed(held, name) == ON_HOLD.get(name, {}).get(stage, frozenset())


@pytest.mark.parametrize(("stage", "name"), list(product(NOT_CLOSED, COMMANDS)))
def test_awaited_proof_stops_every_move_but_these(stage: Stage, name: str) -> None:
    asked = evolve(CASES[stage], PROOF)
    assert roles_allowed(asked, name) == AWAITS_PROOF.get(name, {}).get(stage, frozenset())


@pytest.mark.parametrize(("stage", "name"), list(product(NEGOTIATED, COMMANDS)))
def test_when_offers_ran_out_every_move_is_as_before_but_these(stage: Stage, name: str) -> None:
    over = evolve(CASES[stage], ENDED)
    assert roles_allowed(over, name) == RAN_OUT[name].get(stage, frozenset())


@pytest.mark.parametrize(("stop", "name"), list(product((IN_DISPUTE, ON_HOLD), COMMANDS)))
def test_where_offers_ran_out_a_dispute_or_hold_stops_as_much(stop: Allowed, name: str) -> None:
    stopped = evolve(CASES[Stage.OFFERED], DISPUTE if stop is IN_DISPUTE else HOLD)
    over = evolve(stopped, ENDED)
    assert roles_allowed(over, name) == stop.get(name, {}).get(Stage.OFFERED, frozenset())


def test_the_table_names_every_command_there_is() -> None:
    made = {type(make(CASES[Stage.OFFERED], Role.BORROWER)) for make in COMMANDS.values()}
    assert made == set(get_args(Command))
    assert ALLOWED.keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_case_that_was_never_opened_takes_no_command(name: str) -> None:
    assert roles_allowed(Case(), name) == frozenset()


@pytest.mark.parametrize("role", Role)
def test_a_hold_that_has_ended_stops_nothing(role: Role) -> None:
    old = HoldPlaced("UK-H01", date(2027, 1, 14), WHY, Role.BORROWER, NOON)
    held = evolve(CASES[Stage.OPEN], old)
    allowed = role in ALLOWED["offer"][Stage.OPEN]
    assert (role in roles_allowed(held, "offer")) is allowed
