"""Two sides whose offers are apart, and what lies between them."""

from __future__ import annotations

from datetime import date, datetime

from app.core.access import Role
from app.core.caselines import LenderTerms
from app.core.dates import Calendar
from app.core.intake import OpenCase, debt_line
from app.core.lending import lending_for
from app.core.midpoint import Ground, Midpoint, midpoint
from app.core.money import Currency, Money
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import CounterOffer, MakeOffer
from app.core.negotiation.events import Debt, SharedBudget
from app.core.negotiation.middle_events import MidpointFound, TooFar
from app.core.negotiation.middle_state import MIDPOINT
from app.core.packs import load
from app.core.terms import Terms
from tests.factories import (
    HOUSEHOLD_ID,
    NOON,
    OFFER_ID,
    a_case,
    a_counter,
    after,
    terms,
)


def apart(
    theirs: Terms | None = None,
    lenders: Terms | None = None,
    *,
    debt: Debt | None = None,
    budget: SharedBudget | None = None,
) -> Case:
    """The borrower offers 50.00 a month over 24 months, and the lender answers with 100.00."""
    first = theirs or terms(count=24)
    case = a_case(Stage.OFFERED, offer_by=Role.BORROWER, offered=first, debt=debt, budget=budget)
    return after(case, a_counter(case, lenders or terms(count=12)), Role.LENDER)


def ground(case: Case, today: date | None = None, own: LenderTerms | None = None) -> Ground:
    if case.budget is None:
        raise LookupError("no budget")
    pack = load("UK")
    line = debt_line(OpenCase(HOUSEHOLD_ID, "Northbank", case.debt))
    lending, _ = lending_for(line, own or LenderTerms(), pack, case.debt.principal.currency)
    return Ground(case.debt, line, case.budget, lending, pack, Calendar(), today or NOON.date())


def between(case: Case, at: datetime = NOON) -> Midpoint | TooFar:
    """What the product would find between the two last offers; far apart when there are none."""
    pair = case.middle.between
    if pair is None or case.budget is None:
        return too_far()
    return midpoint(*pair, ground(case, at.date()))


def too_far() -> TooFar:
    return TooFar(("", ""), Money(0, Currency.GBP), None)


def midpoint_shown(case: Case) -> str:
    found = case.middle.midpoint
    return found.digest if isinstance(found, MidpointFound) else "0" * 64


def the_midpoint(case: Case) -> MakeOffer | CounterOffer:
    """Whoever takes the midpoint offers exactly it, in answer to a lender's offer if one stands."""
    found = case.middle.midpoint
    offered = found.terms if isinstance(found, MidpointFound) else terms()
    words = "This is the fair midpoint."
    if case.offer is not None and case.offer.by is Role.LENDER:
        return CounterOffer(OFFER_ID, offered, words, case.offer.digest, MIDPOINT)
    return MakeOffer(OFFER_ID, offered, words, MIDPOINT)
