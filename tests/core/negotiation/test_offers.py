"""Offers that must be refused, each by its name, and the way out that stays open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.core.access import Role
from app.core.errors import InvalidInput, OfferChanged, OfferRefused
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import (
    DeclineSigning,
    ShareBudget,
    WithdrawOffer,
)
from app.core.negotiation.decide import decide
from app.core.negotiation.events import OfferMade
from tests.core.negotiation.refusing import in_days, refused
from tests.factories import (
    AGREEMENT_ID,
    NOON,
    a_case,
    a_counter,
    a_refusal,
    a_shared_budget,
    after,
    an_acceptance,
    an_issue,
    an_offer,
    terms,
)


def test_an_offer_that_was_replaced_cannot_be_accepted() -> None:
    offered = a_case(Stage.OFFERED, offer_by=Role.LENDER)
    countered = after(offered, a_counter(offered), Role.BORROWER)
    refused(countered, an_acceptance(offered), Role.LENDER, OfferChanged)


def test_an_offer_is_accepted_once() -> None:
    offered = a_case(Stage.OFFERED)
    accepted = after(offered, an_acceptance(offered), Role.BORROWER)
    refused(accepted, an_acceptance(offered), Role.BORROWER)
    refused(accepted, an_acceptance(offered), Role.LENDER)


@pytest.mark.parametrize("by", [Role.BORROWER, Role.COUNSELOR, Role.LENDER])
def test_nobody_answers_an_offer_of_their_own_side(by: Role) -> None:
    offered = a_case(Stage.OFFERED, offer_by=by)
    own = Role.COUNSELOR if by is Role.BORROWER else by
    for answer in (an_acceptance(offered), a_counter(offered), a_refusal(offered)):
        refused(offered, answer, own)


def test_an_offer_above_the_ceiling_is_refused_with_its_code() -> None:
    case = a_case(Stage.OPEN)
    with pytest.raises(OfferRefused) as caught:
        decide(case, an_offer(terms(count=5)), by=Role.BORROWER, at=NOON)
    assert caught.value.codes == ("above_affordable", "UK-F01")


def test_a_lender_proposes_no_more_than_recommended_and_may_accept_more() -> None:
    case = a_case(Stage.OPEN)
    stretch = an_offer(terms(count=8))
    refused(case, stretch, Role.LENDER, OfferRefused)
    offered = after(case, stretch, Role.BORROWER)
    assert after(offered, an_acceptance(offered), Role.LENDER).stage is Stage.AGREED


def test_an_offer_that_no_longer_fits_the_newest_budget_cannot_be_accepted() -> None:
    offered = a_case(Stage.OFFERED, offer_by=Role.BORROWER)
    poorer = after(offered, ShareBudget(a_shared_budget("99.99", "50.00")), Role.BORROWER)
    refused(poorer, an_acceptance(poorer), Role.LENDER, OfferRefused)
    assert after(poorer, WithdrawOffer(), Role.BORROWER).stage is Stage.OPEN


def test_an_offer_without_a_budget_is_refused() -> None:
    refused(replace(a_case(Stage.OPEN), budget=None), an_offer(), Role.LENDER)


@pytest.mark.parametrize("by", [Role.BORROWER, Role.LENDER])
def test_an_offer_without_an_explanation_is_refused(by: Role) -> None:
    refused(a_case(Stage.OPEN), an_offer(explanation=" \n"), by, InvalidInput)


def test_a_lender_says_why_it_refuses_and_a_borrower_need_not() -> None:
    refused(
        a_case(Stage.OFFERED, offer_by=Role.BORROWER),
        a_refusal(a_case(Stage.OFFERED, offer_by=Role.BORROWER), ""),
        Role.LENDER,
        InvalidInput,
    )
    offered = a_case(Stage.OFFERED, offer_by=Role.LENDER)
    assert after(offered, a_refusal(offered, ""), Role.BORROWER).stage is Stage.OPEN


def test_an_offer_ends_when_its_last_day_is_over_everywhere() -> None:
    late = terms(first_due=date(2027, 5, 1))
    case = a_case(Stage.OFFERED, offered=late)
    ends = datetime(2027, 2, 14, tzinfo=UTC)  # 30 days after the offer
    still = ends + timedelta(hours=35, minutes=59)
    assert after(case, an_acceptance(case), Role.BORROWER, still).stage is Stage.AGREED
    refused(case, an_acceptance(case), Role.BORROWER, at=ends + timedelta(hours=36))


def test_a_lenders_plan_begins_after_the_time_to_think_unless_the_borrower_asked() -> None:
    opened = a_case(Stage.OPEN)
    last, then = in_days(14).date(), in_days(15).date()
    early = replace(an_offer(), terms=terms(first_due=last))
    with pytest.raises(OfferRefused, match="begins_too_soon"):
        decide(opened, early, by=Role.LENDER, at=NOON)
    assert decide(opened, replace(early, terms=terms(first_due=then)), by=Role.LENDER, at=NOON)
    assert decide(opened, early, by=Role.BORROWER, at=NOON)
    asked = a_case(Stage.OFFERED, offered=terms(first_due=last), offer_by=Role.BORROWER)
    answer = a_counter(asked, terms(count=15, first_due=last))
    assert decide(asked, answer, by=Role.LENDER, at=NOON)
    sooner = a_counter(asked, terms(count=15, first_due=in_days(13).date()))
    with pytest.raises(OfferRefused, match="begins_too_soon"):
        decide(asked, sooner, by=Role.LENDER, at=NOON)


def test_an_offer_ends_before_its_first_payment_is_due() -> None:
    case = a_case(Stage.OFFERED, offered=terms(first_due=date(2027, 2, 1)))
    assert case.offer is not None
    assert case.offer.expires_on == date(2027, 1, 31)
    refused(
        case, an_acceptance(case), Role.BORROWER, OfferRefused, datetime(2027, 2, 1, tzinfo=UTC)
    )


def test_an_ended_offer_leaves_nobody_stuck() -> None:
    offered = a_case(Stage.OFFERED, offer_by=Role.LENDER)
    later = in_days(40)
    fresh = terms(count=15, first_due=date(2027, 6, 1))
    again = after(offered, a_counter(offered, fresh), Role.BORROWER, later)
    assert again.stage is Stage.OFFERED
    assert after(offered, WithdrawOffer(), Role.LENDER, later).stage is Stage.OPEN
    assert after(offered, a_refusal(offered), Role.BORROWER, later).stage is Stage.OPEN


def test_a_counter_offer_names_what_it_answers() -> None:
    offered = a_case(Stage.OFFERED)
    (made,) = decide(offered, a_counter(offered), by=Role.BORROWER, at=NOON)
    assert isinstance(made, OfferMade)
    assert offered.offer is not None
    assert made.answers == offered.offer.digest


def test_a_counter_offer_after_an_own_refusal_is_a_new_offer_instead() -> None:
    offered = a_case(Stage.OFFERED)
    declined = after(offered, a_refusal(offered), Role.BORROWER)
    refused(declined, a_counter(offered), Role.BORROWER)
    assert after(declined, an_offer(), Role.BORROWER).stage is Stage.OFFERED


def test_an_accepted_offer_is_neither_taken_back_nor_declined_but_left_unsigned() -> None:
    agreed = a_case(Stage.AGREED, offer_by=Role.BORROWER)
    refused(agreed, WithdrawOffer(), Role.BORROWER)
    refused(agreed, a_refusal(agreed), Role.BORROWER)
    refused(agreed, a_refusal(agreed), Role.LENDER)
    signing = after(agreed, an_issue(agreed), Role.SYSTEM)
    assert after(signing, DeclineSigning(AGREEMENT_ID, 1, ""), Role.BORROWER).stage is Stage.OPEN
