"""More time for an offer: on request, without a reason, as long as a plan can still begin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.access import Role
from app.core.accommodation import InterestFreeze, Token
from app.core.dates import Calendar
from app.core.errors import OfferChanged
from app.core.money import Currency, Money
from app.core.moved_on import moved_on
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import AcceptOffer
from app.core.negotiation.decide import decide
from app.core.negotiation.events import OfferMade, OfferWithdrawn
from app.core.negotiation.middle_commands import ExtendOffer
from app.core.negotiation.middle_events import OfferExtended
from app.core.negotiation.middle_now import could_last_until
from app.core.periods import Every
from tests.core.negotiation.refusing import disputed, in_days, on_hold, refused
from tests.factories import FIRST_DUE, NOON, a_case, a_counter, after, an_offer, shown, terms

PARTIES = (Role.BORROWER, Role.COUNSELOR, Role.LENDER)
LATE = date(2027, 6, 1)


def offered(by: Role = Role.LENDER, first_due: date = LATE) -> Case:
    return a_case(Stage.OFFERED, offer_by=by, offered=terms(first_due=first_due))


def until(case: Case) -> date:
    assert case.offer is not None
    return case.offer.expires_on


@pytest.mark.parametrize("maker", [Role.BORROWER, Role.LENDER])
@pytest.mark.parametrize("asker", PARTIES)
@pytest.mark.parametrize("days", [7, 25, 40])
def test_e11_either_side_gets_more_time_before_and_after_the_end_without_a_reason(
    maker: Role, asker: Role, days: int
) -> None:
    case = offered(maker)
    command = ExtendOffer(shown(case))
    (event,) = decide(case, command, by=asker, at=in_days(days))
    longer = in_days(days + 30).date()
    assert event == OfferExtended(shown(case), longer, asker, in_days(days))
    later = after(case, command, asker, in_days(days))
    assert (until(later), later.stage, later.rounds) == (longer, Stage.OFFERED, case.rounds)
    assert later.waiting_for is case.waiting_for


def test_e16_a_lender_reminds_nobody_each_day_by_giving_a_day_more() -> None:
    case = offered(Role.LENDER)
    command = ExtendOffer(shown(case))
    refused(case, command, Role.LENDER, at=in_days(6))
    longer = after(case, command, Role.LENDER, in_days(7))
    refused(longer, command, Role.LENDER, at=in_days(13))
    assert after(longer, command, Role.COUNSELOR, in_days(8)), "their own side asks when it likes"
    soon = offered(Role.LENDER, first_due=in_days(34).date())
    last = after(soon, ExtendOffer(shown(soon)), Role.LENDER, in_days(9))
    assert until(last) == in_days(33).date(), "what is left of its life is given at any time"


def test_an_offer_that_had_ended_can_be_accepted_once_it_was_extended() -> None:
    case = offered()
    late = in_days(40)
    refused(case, AcceptOffer(shown(case)), Role.BORROWER, at=late)
    case = after(case, ExtendOffer(shown(case)), Role.BORROWER, late)
    assert after(case, AcceptOffer(shown(case)), Role.BORROWER, late).stage is Stage.AGREED


def test_it_never_lasts_to_the_first_payment() -> None:
    case = offered(first_due=FIRST_DUE)
    assert until(case) == in_days(30).date()
    longer = after(case, ExtendOffer(shown(case)), Role.BORROWER, in_days(35))
    assert until(longer) == FIRST_DUE - timedelta(days=1)
    refused(longer, ExtendOffer(shown(case)), Role.BORROWER, at=in_days(36))
    assert longer.offer is not None
    assert could_last_until(longer.offer, in_days(36)) is None


def test_only_the_offer_that_was_shown_is_extended_and_only_while_one_is_open() -> None:
    refused(offered(), ExtendOffer("0" * 64), Role.BORROWER, OfferChanged, in_days(5))
    refused(a_case(Stage.OPEN), ExtendOffer("0" * 64), Role.BORROWER, at=in_days(5))
    refused(offered(), ExtendOffer(shown(offered())), Role.SYSTEM, at=in_days(5))


@pytest.mark.parametrize("stop", [disputed, on_hold])
def test_a_dispute_or_hold_keeps_the_lender_from_it_and_nobody_else(
    stop: Callable[[Case], Case],
) -> None:
    case = stop(offered())
    refused(case, ExtendOffer(shown(case)), Role.LENDER, at=in_days(5))
    for by in (Role.BORROWER, Role.COUNSELOR):
        assert decide(case, ExtendOffer(shown(case)), by=by, at=in_days(5))


def test_whoever_made_an_offer_that_ended_offers_again_in_one_move() -> None:
    case = offered(Role.BORROWER, first_due=FIRST_DUE)
    again = an_offer(moved_on(terms(), LATE, Calendar()))
    refused(case, again, Role.BORROWER)
    gone, made = decide(case, again, by=Role.BORROWER, at=in_days(50))
    assert isinstance(gone, OfferWithdrawn)
    assert gone.digest == shown(case)
    assert isinstance(made, OfferMade)
    assert made.terms.schedule.first_due == LATE
    refused(case, again, Role.LENDER, at=in_days(50))


def test_the_other_side_asks_for_the_same_from_a_later_day_by_answering() -> None:
    case = offered(Role.LENDER, first_due=FIRST_DUE)
    again = a_counter(case, moved_on(terms(), LATE, Calendar()))
    assert after(case, again, Role.BORROWER, in_days(50)).waiting_for is Role.LENDER


@given(
    every=st.sampled_from((Every.WEEKLY, Every.MONTHLY, Every.TWICE_MONTHLY, Every.QUARTERLY)),
    first=st.dates(date(2027, 1, 1), date(2027, 12, 31)),
    wait=st.integers(-30, 400),
)
def test_moving_on_changes_dates_alone(every: Every, first: date, wait: int) -> None:
    plan = terms(count=6, first_due=first, frequency=every)
    day = first + timedelta(days=wait)
    later = moved_on(plan, day, Calendar())
    rows = later.schedule.instalments
    assert rows[0].due_on >= max(day, first)
    assert rows[0].due_on <= max(day, first) + timedelta(days=92)
    kept = [replace(r, due_on=first, collect_on=first) for r in rows]
    assert kept == [replace(r, due_on=first, collect_on=first) for r in plan.schedule.instalments]
    assert [r.due_on for r in rows] == sorted({r.due_on for r in rows})
    assert all(r.collect_on >= r.due_on for r in rows)


def test_days_without_interest_and_a_review_move_with_the_plan() -> None:
    token = Token(Money(500, Currency.GBP), date(2027, 9, 1))
    freeze = InterestFreeze(date(2027, 2, 1), date(2027, 8, 31))
    plan = replace(terms(), accommodations=(freeze, token), rate=Fraction(0))
    later = moved_on(plan, LATE, Calendar())
    by = LATE - FIRST_DUE
    assert later.accommodations == (
        InterestFreeze(freeze.since + by, freeze.until + by),
        replace(token, review_on=token.review_on + by),
    )


def test_no_plan_is_put_off_for_ever() -> None:
    with pytest.raises(LookupError):
        moved_on(terms(), NOON.date() + timedelta(days=366 * 40), Calendar())
