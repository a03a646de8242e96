"""Why a step on the way to a sealed paper is refused: each reason in its own words."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from app.core.access import Role
from app.core.errors import InvalidInput, OfferChanged, Problem, TransitionNotAllowed
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import (
    AgreeToRecords,
    AskPaper,
    CancelAgreement,
    ChooseBudgetInPaper,
    Command,
    DeclineOnPaper,
    DeclineSigning,
    LapseSigning,
    RaiseDispute,
    SendPaper,
)
from app.core.negotiation.decide import decide
from app.core.negotiation.events import DisputeKind
from app.core.negotiation.guards import current
from app.core.negotiation.language_commands import ChooseLanguage
from app.core.negotiation.proof_commands import AskProof
from app.core.negotiation.proof_events import ProofKind
from app.core.negotiation.review_commands import EndReview
from tests.core.negotiation.refusing import disputed, in_days, on_hold, refused
from tests.factories import (
    AGREEMENT_ID,
    NOON,
    a_case,
    a_paper,
    a_sealing,
    a_signature,
    after,
    an_issue,
)

Refusal = tuple[Case, Command, Role]

BOTH = (Role.BORROWER, Role.COUNSELOR)
THREE = (Role.LENDER, Role.BORROWER, Role.COUNSELOR)
LAPSE, CANCEL = LapseSigning(AGREEMENT_ID, 1), CancelAgreement(AGREEMENT_ID, 1)
DECLINE = DeclineSigning(AGREEMENT_ID, 1, "It changed.")
NO_ON_PAPER = DeclineOnPaper(AGREEMENT_ID, 1)
WITHOUT_BUDGET = ChooseBudgetInPaper(AGREEMENT_ID, 1, included=False)
IN_CHINESE = ChooseLanguage(AGREEMENT_ID, 1, "zh")
FILES = AgreeToRecords(UUID(int=7), "e" * 64, "pdf")
SIGNING, SIGNED, SEALED = (a_case(s) for s in (Stage.SIGNING, Stage.SIGNED, Stage.SEALED))


def signature(by: Role) -> Command:
    return a_signature(SIGNING, by)


def lender_signed() -> Case:
    return after(SIGNING, signature(Role.LENDER), Role.LENDER)


def asked() -> Case:
    return after(lender_signed(), AskPaper(), Role.BORROWER)


def returned() -> Case:
    return after(asked(), a_paper(), Role.LENDER)


def test_no_step_is_taken_by_whoever_it_is_not_for() -> None:
    agreed = a_case(Stage.AGREED)
    steps: list[tuple[Case, Command, tuple[Role, ...]]] = [
        (agreed, an_issue(agreed), (Role.SYSTEM,)),
        (SIGNING, signature(Role.LENDER), THREE),
        (SIGNING, DECLINE, THREE),
        (SIGNING, LAPSE, (Role.SYSTEM,)),
        (a_case(Stage.SIGNING, signers=THREE), EndReview(AGREEMENT_ID, 1), (Role.SYSTEM,)),
        (SIGNED, a_sealing(SIGNED), (Role.SYSTEM,)),
        (SEALED, CANCEL, BOTH),
        (SIGNING, WITHOUT_BUDGET, BOTH),
        (SIGNING, IN_CHINESE, BOTH),
        (SIGNING, AskPaper(), BOTH),
        (asked(), SendPaper(), (Role.LENDER,)),
        (asked(), a_paper(), (Role.LENDER,)),
        (asked(), NO_ON_PAPER, (Role.LENDER,)),
        (SIGNING, FILES, (Role.BORROWER,)),
    ]
    for case, command, whose in steps:
        for role in set(Role) - set(whose):
            assert refused(case, command, role) == f"not for the {role}", command


def test_a_step_belongs_to_its_stage() -> None:
    steps: list[Refusal] = [
        (SIGNED, signature(Role.LENDER), Role.LENDER),
        (SIGNED, DECLINE, Role.BORROWER),
        (SIGNED, LAPSE, Role.SYSTEM),
        (SIGNED, EndReview(AGREEMENT_ID, 1), Role.SYSTEM),
        (SIGNED, CANCEL, Role.BORROWER),
        (SIGNED, WITHOUT_BUDGET, Role.BORROWER),
        (SIGNED, IN_CHINESE, Role.BORROWER),
        (SIGNED, AskPaper(), Role.BORROWER),
        (returned(), a_paper(), Role.LENDER),
        (SIGNED, an_issue(SIGNED), Role.SYSTEM),
    ]
    for case, command, by in steps:
        assert refused(case, command, by) == "not while the case is signed", command
    assert refused(SIGNING, a_sealing(SIGNING), Role.SYSTEM) == "not while the case is signing"


def test_another_version_than_the_one_that_stands_is_never_meant() -> None:
    other = UUID(int=99)
    steps: list[Refusal] = [
        (SIGNING, replace(a_signature(SIGNING, Role.LENDER), version=2), Role.LENDER),
        (SIGNING, replace(DECLINE, version=2), Role.BORROWER),
        (SIGNING, replace(LAPSE, agreement_id=other), Role.SYSTEM),
        (SIGNING, replace(WITHOUT_BUDGET, version=0), Role.BORROWER),
        (SIGNING, replace(IN_CHINESE, agreement_id=other), Role.BORROWER),
        (SIGNED, replace(a_sealing(SIGNED), version=2), Role.SYSTEM),
        (SEALED, replace(CANCEL, agreement_id=other), Role.BORROWER),
        (asked(), replace(a_paper(), version=2), Role.LENDER),
        (asked(), replace(NO_ON_PAPER, version=2), Role.LENDER),
    ]
    for case, command, by in steps:
        said = refused(case, command, by, OfferChanged)
        assert said == "another version of the agreement stands", command
    agreed = a_case(Stage.AGREED)
    said = refused(agreed, replace(an_issue(agreed), version=2), Role.SYSTEM, OfferChanged)
    assert said == "another version was issued meanwhile"
    with pytest.raises(TransitionNotAllowed, match=r"\Athere is no agreement\Z"):
        current(replace(SIGNING, agreement=None), AGREEMENT_ID, 1, Stage.SIGNING)


def test_a_dispute_awaited_proof_and_a_hold_stop_every_signature() -> None:
    both_sides: list[tuple[Command, Role]] = [
        (signature(Role.LENDER), Role.LENDER),
        (DECLINE, Role.LENDER),
        (LAPSE, Role.SYSTEM),
        (WITHOUT_BUDGET, Role.BORROWER),
        (IN_CHINESE, Role.BORROWER),
    ]
    proof = AskProof((ProofKind.STATEMENT,), "", in_days(5).date())
    waits = after(SIGNING, proof, Role.BORROWER)
    for command, by in both_sides:
        said = refused(disputed(SIGNING), command, by)
        assert said == "a dispute is open: nothing moves until it is settled", command
        said = refused(waits, command, by)
        assert said == "proof is awaited: nothing moves until it is given", command
        said = refused(on_hold(SIGNING), command, by)
        assert said == "a hold is running: nothing moves until it ends", command
    for paper in (a_paper(), NO_ON_PAPER):
        assert "a dispute is open" in refused(disputed(asked()), paper, Role.LENDER)
        assert "a hold is running" in refused(on_hold(asked()), paper, Role.LENDER)


def test_the_borrowers_side_says_no_also_in_a_dispute_or_a_hold() -> None:
    for case in (disputed(SIGNING), on_hold(SIGNING)):
        for role in BOTH:
            assert after(case, replace(DECLINE, explanation=""), role).agreement is None


def test_a_lender_is_asked_for_its_reason() -> None:
    for silence in ("", " \n"):
        with pytest.raises(InvalidInput) as refusal:
            decide(SIGNING, replace(DECLINE, explanation=silence), by=Role.LENDER, at=NOON)
        asked_for = Problem("/explanation", "missing", "say why, with figures")
        assert refusal.value.problems == (asked_for,)


def test_a_signature_waits_for_its_turn_its_document_and_its_time() -> None:
    late = in_days(16)
    turn = refused(SIGNING, signature(Role.BORROWER), Role.BORROWER)
    assert turn == "another party signs first"
    shown = replace(a_signature(SIGNING, Role.LENDER), seen="d" * 64)
    said = refused(SIGNING, shown, Role.LENDER, OfferChanged)
    assert said == "the document is not the one that was shown"
    over = refused(SIGNING, signature(Role.LENDER), Role.LENDER, at=late)
    assert over == "the time to sign is over: ask for a new version"
    waits = after(SIGNING, AskPaper(), Role.BORROWER)
    assert after(waits, signature(Role.LENDER), Role.LENDER, late).stage is Stage.SIGNING
    early = refused(SIGNING, LAPSE, Role.SYSTEM)
    assert early == "people still have time to sign"
    assert refused(waits, LAPSE, Role.SYSTEM, at=late) == early


def test_a_file_is_issued_for_lender_and_borrower_with_a_week_to_sign() -> None:
    agreed = a_case(Stage.AGREED)
    alone = refused(agreed, an_issue(agreed, (Role.LENDER,)), Role.SYSTEM)
    assert alone == "lender and borrower sign, and a counselor may, once each"
    short = refused(agreed, an_issue(agreed, expires_on=in_days(6).date()), Role.SYSTEM)
    assert short == "people get a week or more to sign"
    assert "a dispute is open" in refused(disputed(agreed), an_issue(agreed), Role.SYSTEM)


def test_a_seal_gives_the_whole_time_to_leave_and_the_time_runs_out() -> None:
    short = a_sealing(SIGNED, in_days(13).date())
    assert refused(SIGNED, short, Role.SYSTEM) == "cooling off takes 14 days or more"
    over = refused(SEALED, CANCEL, Role.BORROWER, at=in_days(16))
    assert over == "the cooling-off time is over"
    not_mine = RaiseDispute(DisputeKind.NOT_SIGNED, "")
    objected = after(returned(), not_mine, Role.BORROWER)
    held = refused(objected, a_sealing(objected), Role.SYSTEM)
    assert held == "a dispute is open, and the borrower signed on paper alone"


def test_nobody_is_waited_for_who_is_not_named_or_has_signed() -> None:
    said = refused(SIGNING, EndReview(AGREEMENT_ID, 1), Role.SYSTEM)
    assert said == "no counselor's signature is waited for"


def test_a_choice_of_what_the_paper_says_is_made_once_and_before_the_post() -> None:
    for command in (WITHOUT_BUDGET, IN_CHINESE):
        out = refused(asked(), command, Role.BORROWER)
        assert out == "a paper is in the post, or the borrower has signed"
        signed = a_case(Stage.SIGNING, signers=THREE)
        for role in (Role.LENDER, Role.BORROWER):
            signed = after(signed, a_signature(signed, role), role)
        assert refused(signed, command, Role.BORROWER) == out
    included = replace(WITHOUT_BUDGET, included=True)
    assert refused(SIGNING, included, Role.BORROWER) == "the agreement says so already"
    unshared = replace(SIGNING, budget=None)
    assert refused(unshared, WITHOUT_BUDGET, Role.BORROWER) == "the agreement says so already"
    again = replace(SIGNING, language="zh")
    assert refused(again, IN_CHINESE, Role.BORROWER) == "this language decides already"
    with pytest.raises(InvalidInput) as refusal:
        decide(SIGNING, replace(IN_CHINESE, language="fr"), by=Role.BORROWER, at=NOON)
    assert refusal.value.problems == (Problem("/language", "unknown_language", "choose en or zh"),)
