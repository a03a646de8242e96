"""One frozen file, signed in order, sealed once; and what a case says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.core.access import Role
from app.core.errors import InvalidInput, OfferChanged
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import (
    CancelAgreement,
    DeclineSigning,
    LapseSigning,
    PlaceHold,
    RaiseDispute,
    SettleDispute,
)
from app.core.negotiation.events import DisputeKind
from app.core.negotiation.folding import evolve, fold
from tests.core.negotiation.refusing import in_days, refused
from tests.factories import (
    AGREEMENT_ID,
    FIRST_DUE,
    FROZEN,
    a_case,
    a_sealing,
    a_signature,
    after,
    an_acceptance,
    an_issue,
    an_offer,
)

LAPSE = LapseSigning(AGREEMENT_ID, 1)


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


def test_signatures_lapse_with_the_time_to_sign_and_both_sides_start_again() -> None:
    signing = a_case(Stage.SIGNING)
    signed = after(signing, a_signature(signing, Role.LENDER), Role.LENDER)
    late = in_days(16)
    refused(signed, LAPSE, Role.SYSTEM, at=in_days(14))
    refused(signed, a_signature(signed, Role.BORROWER), Role.BORROWER, at=late)
    lapsed = after(signed, LAPSE, Role.SYSTEM, late)
    assert (lapsed.stage, lapsed.agreement, lapsed.offer) == (Stage.OPEN, None, None)
    assert lapsed.agreement_versions == 1


def test_a_hold_leaves_a_week_to_sign_after_it() -> None:
    until = in_days(20).date()
    signing = a_case(Stage.SIGNING)
    held = after(signing, PlaceHold("UK-H01", until, "Let me think."), Role.BORROWER)
    refused(held, LAPSE, Role.SYSTEM, at=in_days(16))
    refused(held, LAPSE, Role.SYSTEM, at=in_days(27))
    signed = after(held, a_signature(held, Role.LENDER), Role.LENDER, in_days(27))
    assert after(signed, LAPSE, Role.SYSTEM, in_days(28)).stage is Stage.OPEN


def test_a_dispute_stops_the_time_to_sign_and_leaves_a_week_after_it() -> None:
    raised = RaiseDispute(DisputeKind.WRONG_AMOUNT, "I paid half.")
    disputed = after(a_case(Stage.SIGNING), raised, Role.BORROWER)
    refused(disputed, LAPSE, Role.SYSTEM, at=in_days(30))
    settle = SettleDispute(upheld=False, explanation="Here is the list.")
    settled = after(disputed, settle, Role.LENDER, in_days(30))
    assert settled.agreement is not None
    assert settled.agreement.expires_on == in_days(37).date()
    refused(settled, LAPSE, Role.SYSTEM, at=in_days(37))


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
    an_hour_short = in_days(14) - timedelta(hours=1)  # as when clocks go forward
    early = replace(a_sealing(signed), cooling_off_ends=an_hour_short - timedelta(seconds=1))
    refused(signed, early, Role.SYSTEM)
    assert after(signed, replace(early, cooling_off_ends=an_hour_short), Role.SYSTEM)


def test_the_borrower_leaves_until_the_last_day_is_over_where_they_live() -> None:
    leave, ends = CancelAgreement(AGREEMENT_ID, 1), datetime(2027, 1, 30, 10, tzinfo=UTC)
    signed = a_case(Stage.SIGNED)
    sealed = after(signed, replace(a_sealing(signed), cooling_off_ends=ends), Role.SYSTEM)
    left = after(sealed, leave, Role.BORROWER, ends - timedelta(seconds=1))
    assert left.stage is Stage.OPEN
    refused(sealed, leave, Role.BORROWER, at=ends)


def test_where_only_the_last_day_was_kept_it_counts_until_it_is_over_everywhere() -> None:
    new = a_case(Stage.SEALED)
    assert new.agreement is not None
    sealed = replace(new, agreement=replace(new.agreement, cooling_off_ends=None))
    leave, last = CancelAgreement(AGREEMENT_ID, 1), datetime(2027, 1, 29, tzinfo=UTC)
    left = after(sealed, leave, Role.BORROWER, last + timedelta(hours=35, minutes=59))
    assert left.stage is Stage.OPEN
    refused(sealed, leave, Role.BORROWER, at=last + timedelta(hours=36))


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
