"""A dispute or a hold stops a case, and costs the borrower nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.core.access import Role
from app.core.errors import InvalidInput
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import (
    AskHelp,
    CancelAgreement,
    DeclineSigning,
    LiftHold,
    PlaceHold,
    RaiseDispute,
    SettleDispute,
    WithdrawOffer,
)
from app.core.negotiation.events import DisputeKind
from tests.core.negotiation.refusing import WHY, disputed, in_days, on_hold, refused
from tests.factories import (
    AGREEMENT_ID,
    a_case,
    a_counter,
    a_refusal,
    a_signature,
    after,
    an_acceptance,
    an_issue,
    an_offer,
)


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
