"""Proof of a debt: asked for at any time, owed by a day, and true to the last cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.core.access import Role
from app.core.dates import Calendar
from app.core.errors import InvalidInput
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import ConfirmDebt, LiftHold
from app.core.negotiation.complaints import answer_due
from app.core.negotiation.decide import decide
from app.core.negotiation.outcomes import proofs_of
from app.core.negotiation.proof import TOPIC, LinesDiffer
from app.core.negotiation.proof_commands import AnswerProof, AskProof
from app.core.negotiation.proof_events import LineKind, ProofKind, ProofLine
from app.core.packs import load
from tests.core.negotiation.refusing import refused
from tests.factories import NOON, a_case, after, an_acceptance, an_offer, gbp, lines

DUE = date(2027, 2, 5)
ASKED = AskProof((ProofKind.STATEMENT, ProofKind.STATEMENT, ProofKind.CONTRACT), "", DUE)
MAY = date(2026, 5, 4)


def asked(stage: Stage = Stage.OFFERED) -> Case:
    return after(a_case(stage), ASKED, Role.BORROWER)


def line(kind: LineKind, amount: str, on: date = MAY) -> ProofLine:
    return ProofLine(on, kind, gbp(amount), "As in the books")


FIVE = (
    line(LineKind.PAYMENT, "100.00", date(2026, 7, 1)),
    line(LineKind.PRINCIPAL, "1250.00"),
    line(LineKind.INTEREST, "40.00", date(2026, 6, 1)),
    line(LineKind.FEE, "12.00", date(2026, 6, 2)),
    line(LineKind.ADJUSTMENT, "2.00", date(2026, 8, 1)),
)


def test_nothing_is_asked_of_the_borrower_until_proof_is_given() -> None:
    case = asked()
    assert case.waiting_for is Role.LENDER
    assert case.proof is not None
    assert (case.proof.due_on, case.proof.wanted) == (
        DUE,
        (ProofKind.STATEMENT, ProofKind.CONTRACT),
    )
    assert "proof" in refused(case, an_acceptance(case), Role.BORROWER)
    assert "proof" in refused(asked(Stage.OPEN), an_offer(), Role.LENDER)
    assert "proof" in refused(asked(Stage.NEW), ConfirmDebt(), Role.BORROWER)


def test_a_plan_in_force_stays_while_proof_is_awaited() -> None:
    sealed = asked(Stage.SEALED)
    assert sealed.stage is Stage.SEALED
    assert sealed.agreement == a_case(Stage.SEALED).agreement


def test_lines_of_every_kind_add_up_to_the_balance_and_the_case_goes_on() -> None:
    case = asked()
    events = decide(case, AnswerProof(FIVE, "All of it."), by=Role.LENDER, at=NOON)
    given = after(case, AnswerProof(FIVE, "All of it."), Role.LENDER)
    assert given.proof is None
    assert not given.stopped
    assert after(given, an_acceptance(given), Role.BORROWER).stage is Stage.AGREED
    before = decide(a_case(Stage.OFFERED), ASKED, by=Role.BORROWER, at=NOON)
    (proof,) = proofs_of((*before, *events))
    assert [one.balance.plain for one in proof.lines] == [
        "1250.00",
        "1290.00",
        "1302.00",
        "1202.00",
        "1200.00",
    ]


@pytest.mark.parametrize(("wrong", "difference"), [("1250.01", "0.01"), ("1149.00", "-101.00")])
def test_lines_that_do_not_add_up_are_refused_with_the_difference(
    wrong: str, difference: str
) -> None:
    shifted = tuple(
        replace(one, amount=gbp(wrong)) if one.kind is LineKind.PRINCIPAL else one for one in FIVE
    )
    with pytest.raises(LinesDiffer) as caught:
        decide(asked(), AnswerProof(shifted, "All of it."), by=Role.LENDER, at=NOON)
    assert caught.value.difference.plain == difference


@pytest.mark.parametrize(
    "given",
    [
        AnswerProof((), "None."),
        AnswerProof(FIVE, " "),
        AnswerProof((*FIVE, line(LineKind.FEE, "0.00")), "A fee of nothing."),
    ],
)
def test_an_answer_without_lines_words_or_amounts_is_none(given: AnswerProof) -> None:
    refused(asked(), given, Role.LENDER, InvalidInput)


def test_something_is_asked_for_and_only_once_at_a_time() -> None:
    refused(a_case(Stage.OPEN), AskProof((), "", DUE), Role.BORROWER, InvalidInput)
    refused(asked(), ASKED, Role.COUNSELOR)


def test_whoever_does_not_want_to_wait_goes_on_and_is_still_owed_the_proof() -> None:
    case = asked()
    refused(case, LiftHold(), Role.LENDER)
    on = after(case, LiftHold(), Role.BORROWER)
    assert on.proof is not None
    assert after(on, an_acceptance(on), Role.BORROWER).stage is Stage.AGREED
    refused(on, LiftHold(), Role.BORROWER)
    assert after(on, AnswerProof(lines(on), "All of it."), Role.LENDER).proof is None


@pytest.mark.parametrize(
    ("place", "due"),
    [
        ("US", date(2027, 1, 18)),  # 20 January less the days that are not worked here
        ("UK", date(2027, 2, 5)),
        ("CN", date(2027, 2, 5)),
        ("EU", date(2027, 2, 5)),
        ("AU", date(2027, 2, 5)),
    ],
)
def test_the_last_day_is_what_the_place_says_and_three_weeks_at_most(place: str, due: date) -> None:
    off = Calendar(holidays=frozenset({date(2027, 1, 19), date(2027, 1, 20)}))
    assert answer_due(NOON.date(), load(place).rules.values(), off, TOPIC) == due
