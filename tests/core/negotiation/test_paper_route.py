"""Paper beside files: nobody is trapped between the two, and a no or an objection is heard."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.core.access import Role
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import (
    AgreeToRecords,
    AskPaper,
    CancelAgreement,
    DeclineOnPaper,
    LapseSigning,
    RaiseDispute,
    SealAgreement,
    SendPaper,
    SettleDispute,
)
from app.core.negotiation.events import DisputeKind
from tests.core.negotiation.refusing import disputed, in_days, on_hold, refused
from tests.factories import (
    AGREEMENT_ID,
    FINAL,
    PERSON_IDS,
    a_case,
    a_paper,
    a_sealing,
    a_signature,
    after,
)

THREE = (Role.LENDER, Role.BORROWER, Role.COUNSELOR)
FILES = AgreeToRecords(PERSON_IDS[Role.BORROWER], "e" * 64, "pdf")
LAPSE = LapseSigning(AGREEMENT_ID, 1)

NOT_MINE = RaiseDispute(DisputeKind.NOT_SIGNED, "")
BOTH = (Role.BORROWER, Role.COUNSELOR)


def asked() -> Case:
    """The lender has signed here, and the borrower waits for paper."""
    case = a_case(Stage.SIGNING, signers=THREE)
    signed = after(case, a_signature(case, Role.LENDER), Role.LENDER)
    return after(signed, AskPaper(), Role.BORROWER)


def test_who_has_signed_here_asks_for_no_paper_to_sign() -> None:
    case = a_case(Stage.SIGNING, signers=THREE)
    for role in (Role.LENDER, Role.BORROWER):
        case = after(case, a_signature(case, role), role)
    for role in (Role.BORROWER, Role.COUNSELOR):
        assert "signed" in refused(case, AskPaper(), role)
    assert after(case, LAPSE, Role.SYSTEM, in_days(30)).stage is Stage.OPEN


def test_who_signs_here_while_paper_is_out_leaves_the_next_a_week_or_more() -> None:
    case = after(asked(), a_signature(asked(), Role.BORROWER), Role.BORROWER, in_days(40))
    assert case.agreement is not None
    assert case.agreement.expires_on == in_days(47).date()
    refused(case, LAPSE, Role.SYSTEM, at=in_days(47))
    done = after(case, a_signature(case, Role.COUNSELOR), Role.COUNSELOR, in_days(46))
    assert done.stage is Stage.SIGNED


def test_what_was_posted_may_come_back_after_files_were_chosen() -> None:
    chosen = after(after(asked(), SendPaper(), Role.LENDER), FILES, Role.BORROWER)
    assert not chosen.paper_asked
    back = after(chosen, a_paper((Role.BORROWER, Role.COUNSELOR)), Role.LENDER)
    assert back.stage is Stage.SIGNED
    refused(after(asked(), FILES, Role.BORROWER), a_paper(), Role.LENDER)


def test_a_paper_is_too_late_once_the_borrower_has_signed_here() -> None:
    chosen = after(after(asked(), SendPaper(), Role.LENDER), FILES, Role.BORROWER)
    signed = after(chosen, a_signature(chosen, Role.BORROWER), Role.BORROWER)
    refused(signed, a_paper(), Role.LENDER)


def test_paper_asked_for_again_is_posted_again() -> None:
    chosen = after(after(asked(), SendPaper(), Role.LENDER), FILES, Role.BORROWER)
    again = after(chosen, AskPaper(), Role.BORROWER)
    assert after(again, SendPaper(), Role.LENDER).paper_sent


def test_fourteen_days_with_the_clocks_going_forward_are_fourteen_days() -> None:
    night = datetime(2027, 3, 20, 23, 30, tzinfo=UTC)
    signed, last = a_case(Stage.SIGNED), date(2027, 4, 3)
    seal = SealAgreement(AGREEMENT_ID, 1, FINAL, last, datetime(2027, 4, 3, 23, tzinfo=UTC))
    assert after(signed, seal, Role.SYSTEM, night).stage is Stage.SEALED
    short = SealAgreement(AGREEMENT_ID, 1, FINAL, last, datetime(2027, 4, 3, 22, tzinfo=UTC))
    refused(signed, short, Role.SYSTEM, at=night)


def test_a_no_on_paper_waits_in_a_dispute_and_in_a_hold() -> None:
    no = DeclineOnPaper(AGREEMENT_ID, 1)
    for paused in (disputed(asked()), on_hold(asked())):
        refused(paused, no, Role.LENDER)
    assert after(asked(), no, Role.LENDER).stage is Stage.OPEN


def returned() -> Case:
    return after(asked(), a_paper(BOTH), Role.LENDER)


def test_any_dispute_holds_the_seal_of_what_the_borrower_signed_on_paper() -> None:
    refused(disputed(returned()), a_sealing(returned()), Role.SYSTEM)
    here = disputed(a_case(Stage.SIGNED))
    assert after(here, a_sealing(here), Role.SYSTEM).stage is Stage.SEALED


def test_another_dispute_takes_the_objection_from_nobody_and_goes_on_after_it() -> None:
    objected = after(disputed(returned()), NOT_MINE, Role.BORROWER)
    assert objected.dispute is DisputeKind.NOT_SIGNED
    refused(objected, NOT_MINE, Role.BORROWER)
    for upheld, stage in ((False, Stage.SIGNED), (True, Stage.OPEN)):
        settled = after(objected, SettleDispute(upheld, "We looked."), Role.LENDER)
        assert (settled.dispute, settled.stage) == (DisputeKind.ALREADY_PAID, stage)
        done = after(settled, SettleDispute(False, "We looked."), Role.LENDER)
        assert (done.dispute, done.stage) == (None, stage)


def test_whoever_is_held_to_a_paper_has_the_whole_time_to_leave() -> None:
    sealed = after(returned(), a_sealing(returned()), Role.SYSTEM)
    objected = after(sealed, NOT_MINE, Role.BORROWER, in_days(10))
    at, leave = in_days(60), CancelAgreement(AGREEMENT_ID, 1)
    for short in (
        SettleDispute(False, "See it."),
        SettleDispute(False, "See it.", in_days(73).date(), in_days(74)),
        SettleDispute(False, "See it.", in_days(74).date(), in_days(73)),
    ):
        refused(objected, short, Role.LENDER, at=at)
    whole = SettleDispute(False, "See it.", in_days(74).date(), in_days(75))
    held = after(objected, whole, Role.LENDER, at)
    assert held.agreement is not None
    assert held.agreement.cooling_off_until == in_days(74).date()
    assert after(held, leave, Role.BORROWER, in_days(74)).stage is Stage.OPEN
    refused(held, leave, Role.BORROWER, at=in_days(75))
