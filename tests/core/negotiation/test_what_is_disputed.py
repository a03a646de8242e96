"""A dispute says what is wrong; the answer corrects the balance, closes the case, or says why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.core.access import Role
from app.core.errors import InvalidInput
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import RaiseDispute, SettleDispute
from app.core.negotiation.decide import decide
from app.core.negotiation.dispute_events import Claim, DebtCorrected, DebtPart, Figures
from app.core.negotiation.disputes import SAFE
from app.core.negotiation.events import DisputeKind, DisputeRaised
from app.core.negotiation.folding import fold
from app.core.negotiation.outcomes import last_outcome
from app.core.negotiation.pause_events import HelpAsked, HoldPlaced
from tests.core.negotiation.refusing import WHY, refused
from tests.factories import (
    NOON,
    a_case,
    a_correction,
    a_debt,
    a_history,
    a_refusal,
    a_shared_budget,
    after,
    an_acceptance,
    an_offer,
    gbp,
    terms,
)

FEE = Claim(DebtPart.FEES, "Late fee of May", gbp("0.00"))


def with_fee(stage: Stage) -> Case:
    """1,188.00 of principal and a fee of 12.00, of which 12.00 is late."""
    debt = replace(a_debt("1188.00", fees="12.00"), arrears=gbp("12.00"))
    case = a_case(stage)
    return replace(case, opened=replace(case.start, debt=debt))


def corrected(case: Case, **now: str) -> Figures:
    was = case.debt.figures
    return replace(was, **{part: gbp(amount) for part, amount in now.items()})


def settle(figures: Figures | None = None, *, partly: bool = False) -> SettleDispute:
    return SettleDispute(upheld=True, explanation=WHY, corrected=figures, partly=partly)


def about_the_fee(stage: Stage = Stage.OPEN) -> Case:
    told = RaiseDispute(DisputeKind.WRONG_AMOUNT, WHY, FEE)
    return after(with_fee(stage), told, Role.BORROWER)


def test_a_dispute_of_one_fee_corrects_that_fee_and_the_case_goes_on() -> None:
    case = about_the_fee()
    assert case.claim == FEE
    now = corrected(case, fees="0.00", arrears="0.00")
    settled = after(case, settle(now), Role.LENDER)
    assert settled.stage is Stage.OPEN
    assert settled.dispute is None
    assert settled.claim is None
    assert settled.debt.owed == gbp("1188.00")
    assert settled.debt.fees == settled.debt.arrears == gbp("0.00")
    assert settled.start.debt.owed == gbp("1200.00")  # what was said first stays said


@pytest.mark.parametrize(
    ("now", "code"),
    [
        ({"fees": "12.00"}, "nothing_changes"),
        ({"fees": "0.00", "principal": "1199.00"}, "above_before"),
        ({"fees": "5.00"}, "above_claim"),
        ({"fees": "0.00", "arrears": "13.00"}, "above_before"),
    ],
)
def test_corrected_figures_never_rise_and_a_whole_yes_gives_all_that_was_claimed(
    now: dict[str, str], code: str
) -> None:
    case = about_the_fee()
    with pytest.raises(InvalidInput) as caught:
        decide(case, settle(corrected(case, **now)), by=Role.LENDER, at=NOON)
    assert code in {problem.code for problem in caught.value.problems}


def test_less_than_was_claimed_is_right_in_part() -> None:
    case = about_the_fee()
    now = corrected(case, fees="5.00", arrears="5.00")
    events = decide(case, settle(now, partly=True), by=Role.LENDER, at=NOON)
    assert fold(events, case).debt.fees == gbp("5.00")


def test_when_nothing_is_left_of_the_debt_the_case_closes() -> None:
    case = about_the_fee()
    nothing = corrected(case, principal="0.00", fees="0.00", arrears="0.00")
    assert after(case, settle(nothing), Role.LENDER).stage is Stage.CLOSED


@pytest.mark.parametrize("kind", [DisputeKind.NOT_MINE, DisputeKind.TOO_OLD, DisputeKind.NOT_BOUND])
def test_a_dispute_that_is_not_about_an_amount_ends_the_case_or_leaves_it(
    kind: DisputeKind,
) -> None:
    case = after(with_fee(Stage.OPEN), RaiseDispute(kind, ""), Role.BORROWER)
    refused(case, settle(corrected(case, fees="0.00", arrears="0.00")), Role.LENDER)
    assert after(case, settle(), Role.LENDER).stage is Stage.CLOSED
    stands = SettleDispute(upheld=False, explanation=WHY)
    assert after(case, stands, Role.LENDER).stage is Stage.OPEN


@pytest.mark.parametrize("stage", [Stage.OFFERED, Stage.AGREED, Stage.SIGNING, Stage.SIGNED])
def test_an_offer_on_the_old_figures_is_set_aside_and_a_new_one_uses_the_new(stage: Stage) -> None:
    history = a_history(stage)
    case = fold(history)
    raised = decide(case, RaiseDispute(DisputeKind.ALREADY_PAID, ""), by=Role.BORROWER, at=NOON)
    disputed = fold(raised, case)
    settled = decide(disputed, a_correction(disputed), by=Role.LENDER, at=NOON)
    now = fold(settled, disputed)
    assert (now.stage, now.offer, now.agreement) == (Stage.OPEN, None, None)
    outcome = last_outcome((*history, *raised, *settled))
    assert outcome is not None
    assert outcome.set_aside
    assert (outcome.before.owed, outcome.now and outcome.now.owed) == (
        gbp("1200.00"),
        gbp("1188.00"),
    )
    assert now.debt.owed == gbp("1188.00")
    assert after(now, an_offer(terms("1188.00")), Role.LENDER).stage is Stage.OFFERED


def test_a_sealed_plan_never_changes_and_can_be_left_in_its_whole_time_again() -> None:
    sealed = after(a_case(Stage.SEALED), RaiseDispute(DisputeKind.ALREADY_PAID, ""), Role.BORROWER)
    refused(sealed, replace(a_correction(sealed), cooling_off_until=None), Role.LENDER)
    until = date(2027, 2, 20)
    settled = after(sealed, a_correction(sealed, leave_until=until), Role.LENDER)
    assert settled.stage is Stage.SEALED
    assert settled.offer == sealed.offer
    assert settled.agreement is not None
    assert settled.agreement.cooling_off_until == until
    assert settled.debt.owed == gbp("1188.00")


def test_what_the_contract_would_cost_falls_with_the_debt() -> None:
    budget = replace(a_shared_budget(), baseline_total=gbp("1500.00"))
    case = replace(about_the_fee(), budget=budget)
    now = corrected(case, fees="0.00", arrears="0.00")
    settled = after(case, settle(now), Role.LENDER)
    assert settled.budget is not None
    assert settled.budget.baseline_total == gbp("1488.00")


@pytest.mark.parametrize("amount", ["12.00", "12.01"])
def test_what_is_thought_right_is_less_than_what_is_stated(amount: str) -> None:
    told = RaiseDispute(DisputeKind.WRONG_AMOUNT, WHY, Claim(DebtPart.FEES, "", gbp(amount)))
    refused(with_fee(Stage.OPEN), told, Role.BORROWER, InvalidInput)


def test_a_claim_is_kept_only_where_an_amount_is_disputed() -> None:
    told = RaiseDispute(DisputeKind.TOO_OLD, WHY, FEE)
    assert after(with_fee(Stage.OPEN), told, Role.BORROWER).claim is None


@pytest.mark.parametrize("stage", [s for s in Stage if s is not Stage.CLOSED])
@pytest.mark.parametrize("kind", sorted(SAFE))
def test_e17_abuse_and_fraud_are_never_stored_nor_proved_and_stop_everything_at_once(
    stage: Stage, kind: DisputeKind
) -> None:
    case = a_case(stage)
    secret = RaiseDispute(kind, "He made me sign it.", FEE)
    events = decide(case, secret, by=Role.BORROWER, at=NOON)
    assert [type(event) for event in events] == [DisputeRaised, HoldPlaced, HelpAsked]
    assert all("made me" not in repr(event) for event in events)
    assert all(kind.value not in repr(event) for event in events)
    stopped = fold(events, case)
    assert stopped.dispute is DisputeKind.NOT_BOUND
    assert stopped.hold is not None
    refused(stopped, an_acceptance(stopped), Role.BORROWER)
    refused(stopped, secret, Role.BORROWER)


def test_the_safe_way_is_open_beside_another_dispute_and_settles_before_it() -> None:
    case = about_the_fee()
    stopped = after(case, RaiseDispute(DisputeKind.ECONOMIC_ABUSE, ""), Role.BORROWER)
    assert (stopped.dispute, stopped.other_dispute) == (
        DisputeKind.NOT_BOUND,
        DisputeKind.WRONG_AMOUNT,
    )
    again = after(stopped, SettleDispute(upheld=False, explanation=WHY), Role.LENDER)
    assert (again.dispute, again.claim) == (DisputeKind.WRONG_AMOUNT, FEE)


def test_a_longer_hold_is_not_shortened_by_the_safe_way() -> None:
    long = HoldPlaced("house:hold", date(2027, 9, 1), "", Role.BORROWER, NOON)
    held = fold((long,), a_case(Stage.OFFERED))
    stopped = after(held, RaiseDispute(DisputeKind.ECONOMIC_ABUSE, ""), Role.BORROWER)
    assert stopped.hold is not None
    assert stopped.hold.until == long.until
    assert after(stopped, a_refusal(stopped), Role.BORROWER).stage is Stage.OPEN


def test_a_correction_is_of_the_lender_alone() -> None:
    case = about_the_fee()
    now = corrected(case, fees="0.00", arrears="0.00")
    for role in (Role.BORROWER, Role.COUNSELOR, Role.SYSTEM):
        refused(case, settle(now), role)
    events = decide(case, settle(now), by=Role.LENDER, at=NOON)
    assert isinstance(events[0], DebtCorrected)
