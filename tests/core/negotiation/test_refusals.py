"""The faults that must never come back, each refused by its name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.core.access import Role
from app.core.errors import InvalidInput, OfferChanged, OfferRefused, TransitionNotAllowed
from app.core.negotiation.case import Case, Stage, evolve, fold
from app.core.negotiation.commands import (
    AskHelp,
    CancelAgreement,
    Command,
    DeclineOffer,
    DeclineSigning,
    LiftHold,
    PlaceHold,
    RaiseDispute,
    SettleDispute,
    ShareBudget,
    WithdrawOffer,
)
from app.core.negotiation.decide import decide
from app.core.negotiation.events import DeclineReason, DisputeKind, OfferMade
from tests.factories import (
    AGREEMENT_ID,
    FIRST_DUE,
    FROZEN,
    NOON,
    a_case,
    a_counter,
    a_refusal,
    a_sealing,
    a_shared_budget,
    a_signature,
    after,
    an_acceptance,
    an_issue,
    an_offer,
    terms,
)

WHY = "The balance was paid in May."


def refused(
    case: Case,
    command: Command,
    by: Role,
    error: type[Exception] = TransitionNotAllowed,
    at: datetime = NOON,
) -> str:
    """What the refusal says; the test fails when there is none."""
    with pytest.raises(error) as caught:
        decide(case, command, by=by, at=at)
    return str(caught.value)


def in_days(days: int) -> datetime:
    return NOON + timedelta(days=days)


def disputed(case: Case) -> Case:
    return after(case, RaiseDispute(DisputeKind.ALREADY_PAID, WHY), Role.BORROWER)


def on_hold(case: Case, days: int = 10, by: Role = Role.BORROWER) -> Case:
    return after(case, PlaceHold("UK-H01", in_days(days).date(), WHY), by)


# offers


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
    assert caught.value.codes == ("above_affordable",)


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


def test_an_accepted_offer_is_not_taken_back_but_its_maker_may_decline_the_acceptance() -> None:
    agreed = a_case(Stage.AGREED, offer_by=Role.BORROWER)
    refused(agreed, WithdrawOffer(), Role.BORROWER)
    refused(agreed, a_refusal(agreed), Role.LENDER)
    refused(
        agreed,
        DeclineOffer("0" * 64, DeclineReason.OTHER, WHY),
        Role.BORROWER,
        OfferChanged,
    )
    reopened = after(agreed, a_refusal(agreed), Role.BORROWER)
    assert (reopened.stage, reopened.offer, reopened.accepted) == (Stage.OPEN, None, None)


# disputes and holds


def test_nothing_is_accepted_offered_or_signed_during_a_dispute() -> None:
    offered = disputed(a_case(Stage.OFFERED))
    assert "dispute" in refused(offered, an_acceptance(offered), Role.BORROWER)
    assert "dispute" in refused(offered, a_counter(offered), Role.BORROWER)
    assert "dispute" in refused(disputed(a_case(Stage.OPEN)), an_offer(), Role.LENDER)
    signing = disputed(a_case(Stage.SIGNING))
    assert "dispute" in refused(signing, a_signature(signing, Role.LENDER), Role.LENDER)
    agreed = disputed(a_case(Stage.AGREED))
    assert "dispute" in refused(agreed, an_issue(agreed), Role.SYSTEM)


@pytest.mark.parametrize("stage", [s for s in Stage if s is not Stage.CLOSED])
def test_a_rejected_dispute_leaves_the_case_where_it_was(stage: Stage) -> None:
    case = a_case(stage)
    settled = after(disputed(case), SettleDispute(upheld=False, explanation=WHY), Role.LENDER)
    assert replace(settled, version=case.version) == case


def test_a_lender_cannot_use_a_dispute_or_hold_to_take_an_offer_back() -> None:
    for stopped in (disputed, on_hold):
        mine = stopped(a_case(Stage.OFFERED, offer_by=Role.LENDER))
        refused(mine, WithdrawOffer(), Role.LENDER)
        theirs = stopped(a_case(Stage.OFFERED, offer_by=Role.BORROWER))
        refused(theirs, a_refusal(theirs), Role.LENDER)
        signing = stopped(a_case(Stage.SIGNING))
        refused(signing, DeclineSigning(AGREEMENT_ID, 1, WHY), Role.LENDER)
        assert after(theirs, WithdrawOffer(), Role.COUNSELOR).stage is Stage.OPEN


def test_a_plan_in_force_stays_in_force_while_it_is_disputed() -> None:
    sealed = disputed(a_case(Stage.SEALED))
    assert sealed.stage is Stage.SEALED
    assert sealed.waiting_for is Role.LENDER
    left = after(sealed, CancelAgreement(AGREEMENT_ID, 1), Role.BORROWER)
    assert left.stage is Stage.OPEN


def test_a_dispute_is_settled_by_the_lender_with_a_reason_and_an_upheld_one_ends_the_case() -> None:
    case = disputed(a_case(Stage.OFFERED))
    refused(case, RaiseDispute(DisputeKind.TOO_OLD, ""), Role.BORROWER)
    refused(case, SettleDispute(upheld=True, explanation=""), Role.LENDER, InvalidInput)
    ended = after(case, SettleDispute(upheld=True, explanation=WHY), Role.LENDER)
    assert (ended.stage, ended.waiting_for) == (Stage.CLOSED, None)


def test_no_offer_is_made_or_accepted_during_a_hold_until_the_borrower_lifts_it() -> None:
    held = on_hold(a_case(Stage.OFFERED))
    assert "hold" in refused(held, an_acceptance(held), Role.BORROWER)
    assert "hold" in refused(on_hold(a_case(Stage.OPEN)), an_offer(), Role.LENDER)
    refused(held, LiftHold(), Role.LENDER)
    lifted = after(held, LiftHold(), Role.COUNSELOR)
    assert after(lifted, an_acceptance(lifted), Role.BORROWER).stage is Stage.AGREED


def test_a_hold_covers_its_last_day_everywhere() -> None:
    held = on_hold(a_case(Stage.OPEN), days=10)
    last = datetime(2027, 1, 25, tzinfo=UTC)
    refused(held, an_offer(), Role.LENDER, at=last + timedelta(hours=35))
    assert after(held, an_offer(), Role.LENDER, last + timedelta(hours=36)).stage is Stage.OFFERED


def test_only_the_borrowers_side_shortens_a_hold() -> None:
    held = on_hold(a_case(Stage.OPEN), days=10)
    shorter = PlaceHold("UK-H02", in_days(3).date(), WHY)
    refused(held, shorter, Role.LENDER)
    refused(held, shorter, Role.SYSTEM)
    changed = after(held, shorter, Role.BORROWER)
    assert changed.on_hold(in_days(3).date())
    assert not changed.on_hold(in_days(4).date())


def test_a_hold_does_not_end_before_it_begins() -> None:
    yesterday = PlaceHold("UK-H01", in_days(-1).date(), WHY)
    refused(a_case(Stage.OPEN), yesterday, Role.BORROWER)


def test_a_person_is_reached_at_every_stage_and_asking_changes_nothing() -> None:
    for stage in Stage:
        case = a_case(stage)
        asked = after(case, AskHelp(""), Role.BORROWER)
        assert replace(asked, version=case.version) == case


# signing


def test_the_borrower_cannot_sign_before_the_lender_is_bound() -> None:
    signing = a_case(Stage.SIGNING)
    assert "first" in refused(signing, a_signature(signing, Role.BORROWER), Role.BORROWER)


def test_nobody_signs_twice_or_for_someone_else() -> None:
    signing = a_case(Stage.SIGNING)
    signed = after(signing, a_signature(signing, Role.LENDER), Role.LENDER)
    refused(signed, a_signature(signed, Role.LENDER), Role.LENDER)
    refused(signed, a_signature(signed, Role.BORROWER), Role.COUNSELOR)


def test_another_document_than_the_one_shown_is_not_signed() -> None:
    signing = a_case(Stage.SIGNING)
    shown = replace(a_signature(signing, Role.LENDER), seen="d" * 64)
    refused(signing, shown, Role.LENDER, OfferChanged)
    assert shown.seen != FROZEN


def test_an_older_version_is_not_signed() -> None:
    signing = a_case(Stage.SIGNING)
    old = replace(a_signature(signing, Role.LENDER), version=2)
    refused(signing, old, Role.LENDER, OfferChanged)


@pytest.mark.parametrize(
    "signers",
    [
        (),
        (Role.LENDER,),
        (Role.LENDER, Role.COUNSELOR),
        (Role.LENDER, Role.BORROWER, Role.BORROWER),
        (Role.LENDER, Role.BORROWER, Role.SYSTEM),
    ],
)
def test_an_agreement_has_lender_and_borrower_sign_once_each(signers: tuple[Role, ...]) -> None:
    agreed = a_case(Stage.AGREED)
    refused(agreed, an_issue(agreed, signers), Role.SYSTEM)


def test_people_get_a_week_or_more_to_sign() -> None:
    agreed = a_case(Stage.AGREED)
    refused(agreed, an_issue(agreed, expires_on=in_days(6).date()), Role.SYSTEM)
    week = an_issue(agreed, expires_on=in_days(7).date())
    assert after(agreed, week, Role.SYSTEM).stage is Stage.SIGNING


def test_signatures_lapse_with_the_time_to_sign_and_a_new_version_starts_afresh() -> None:
    signing = a_case(Stage.SIGNING)
    signed = after(signing, a_signature(signing, Role.LENDER), Role.LENDER)
    late = in_days(16)
    refused(signed, a_signature(signed, Role.BORROWER), Role.BORROWER, at=late)
    refused(signed, an_issue(signed), Role.SYSTEM)
    renewed = after(signed, an_issue(signed, expires_on=in_days(30).date()), Role.SYSTEM, late)
    assert renewed.agreement is not None
    assert (renewed.agreement.version, renewed.agreement.signed) == (2, ())
    assert renewed.waiting_for is Role.LENDER


def test_a_declined_agreement_reopens_the_case_and_its_version_is_not_used_again() -> None:
    signing = a_case(Stage.SIGNING)
    declined = after(signing, DeclineSigning(AGREEMENT_ID, 1, ""), Role.BORROWER)
    assert (declined.stage, declined.agreement, declined.offer) == (Stage.OPEN, None, None)
    offered = after(declined, an_offer(), Role.LENDER)
    agreed = after(offered, an_acceptance(offered), Role.BORROWER)
    refused(agreed, replace(an_issue(agreed), version=1), Role.SYSTEM, OfferChanged)
    assert after(agreed, an_issue(agreed), Role.SYSTEM).agreement_versions == 2


def test_a_lender_says_why_it_does_not_sign() -> None:
    signing = a_case(Stage.SIGNING)
    refused(signing, DeclineSigning(AGREEMENT_ID, 1, " "), Role.LENDER, InvalidInput)


def test_an_agreement_is_sealed_once_and_only_when_all_have_signed() -> None:
    signing = a_case(Stage.SIGNING)
    refused(signing, a_sealing(signing), Role.SYSTEM)
    sealed = a_case(Stage.SEALED)
    refused(sealed, a_sealing(sealed), Role.SYSTEM)


def test_cooling_off_lasts_two_weeks_or_more() -> None:
    signed = a_case(Stage.SIGNED)
    refused(signed, a_sealing(signed, in_days(13).date()), Role.SYSTEM)


def test_the_borrower_leaves_on_the_last_day_of_cooling_off_in_any_zone() -> None:
    sealed = a_case(Stage.SEALED)
    leave = CancelAgreement(AGREEMENT_ID, 1)
    last = datetime(2027, 1, 29, tzinfo=UTC)
    left = after(sealed, leave, Role.BORROWER, last + timedelta(hours=35, minutes=59))
    assert left.stage is Stage.OPEN
    refused(sealed, leave, Role.BORROWER, at=last + timedelta(hours=36))


# reading the state


def test_the_case_says_whose_move_it_is() -> None:
    assert a_case(Stage.OFFERED, offer_by=Role.COUNSELOR).waiting_for is Role.LENDER
    assert a_case(Stage.OFFERED, offer_by=Role.LENDER).waiting_for is Role.BORROWER
    witnessed = a_case(Stage.SIGNING, signers=(Role.COUNSELOR, Role.LENDER, Role.BORROWER))
    assert witnessed.waiting_for is Role.COUNSELOR


def test_a_case_without_events_has_no_debt_to_show() -> None:
    with pytest.raises(LookupError):
        _ = Case().debt
    assert fold(()) == Case()


def test_rounds_count_offers_of_both_sides() -> None:
    offered = a_case(Stage.OFFERED)
    assert offered.offer is not None
    assert evolve(offered, offered.offer).rounds == 2
    assert offered.offer.terms.schedule.first_due == FIRST_DUE
