"""A dispute takes a fee off the debt; the midpoint of offers that let the fees go lets go the rest."""

from __future__ import annotations

from fractions import Fraction

from app.core.access import Role
from app.core.caselines import DebtLine
from app.core.chosen_terms import Proposed, proposed_terms
from app.core.dates import Calendar
from app.core.intake import OpenCase, debt_line
from app.core.midpoint import Midpoint
from app.core.negotiation.case import Case
from app.core.negotiation.commands import RaiseDispute, SettleDispute
from app.core.negotiation.dispute_events import Claim, DebtPart, Figures
from app.core.negotiation.events import DisputeKind
from app.core.periods import Every
from app.core.terms import Terms
from tests.core.negotiation.meeting import apart, between
from tests.factories import FIRST_DUE, HOUSEHOLD_ID, a_debt, after, gbp

DEBT = a_debt(principal="1120.00", interest="20.00", fees="60.00")
LINE = debt_line(OpenCase(HOUSEHOLD_ID, "Northbank", DEBT))


def asked(line: DebtLine, amount: str) -> Terms:
    """Without interest from now on, and without any of the fees."""
    plan = Proposed(gbp(amount), Every.MONTHLY, FIRST_DUE, Fraction(0), waive_fees=True)
    return proposed_terms(line, plan, Calendar(), 72)


def corrected(case: Case, fees: str) -> Case:
    claim = Claim(DebtPart.FEES, "late fee of May", gbp(fees))
    raised = after(case, RaiseDispute(DisputeKind.WRONG_AMOUNT, "", claim), Role.BORROWER)
    was = case.debt.figures
    now = Figures(was.principal, was.interest, gbp(fees), was.arrears)
    answer = SettleDispute(upheld=True, explanation="It came in time.", corrected=now)
    return after(raised, answer, Role.LENDER)


def test_what_was_let_go_of_the_fees_is_let_go_as_far_as_they_are_still_owed() -> None:
    case = corrected(apart(asked(LINE, "50.00"), asked(LINE, "110.00"), debt=DEBT), "15.00")
    assert case.offer is None, "nobody is bound by an offer on the old figures"
    found = between(case)
    assert isinstance(found, Midpoint)
    assert (found.terms.owed, found.terms.waived) == (gbp("1155.00"), gbp("15.00"))


def test_where_no_fee_is_left_none_is_let_go() -> None:
    case = corrected(apart(asked(LINE, "50.00"), asked(LINE, "110.00"), debt=DEBT), "0.00")
    found = between(case)
    assert isinstance(found, Midpoint)
    assert (found.terms.owed, found.terms.waived) == (gbp("1140.00"), gbp("0.00"))
    assert found.terms.schedule.total == gbp("1140.00")
