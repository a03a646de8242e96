"""Why a paper is not asked for, posted or taken back: each reason in its own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.access import Role
from app.core.errors import InvalidInput, Problem
from app.core.negotiation.agreed import Agreement
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import (
    AgreeToRecords,
    AskPaper,
    DeclineOnPaper,
    RaiseDispute,
    ReturnPaper,
    SendPaper,
)
from app.core.negotiation.decide import decide
from app.core.negotiation.events import DisputeKind
from app.core.negotiation.paper import may_object, may_return
from tests.core.negotiation.refusing import disputed, in_days, refused
from tests.factories import (
    AGREEMENT_ID,
    NOON,
    PERSON_IDS,
    a_case,
    a_paper,
    a_signature,
    after,
)

SIGNING = a_case(Stage.SIGNING)
NO_ON_PAPER = DeclineOnPaper(AGREEMENT_ID, 1)
FILES = AgreeToRecords(PERSON_IDS[Role.BORROWER], "e" * 64, "pdf")
NOT_MINE = RaiseDispute(DisputeKind.NOT_SIGNED, "")


def lender_signed() -> Case:
    return after(SIGNING, a_signature(SIGNING, Role.LENDER), Role.LENDER)


def asked() -> Case:
    return after(lender_signed(), AskPaper(), Role.BORROWER)


def told(paper: ReturnPaper) -> tuple[Problem, ...]:
    with pytest.raises(InvalidInput) as refusal:
        decide(asked(), paper, by=Role.LENDER, at=NOON)
    return refusal.value.problems


def test_a_paper_is_asked_for_once_and_before_the_borrower_signs() -> None:
    said = "the borrower asked for paper already, or has signed"
    assert refused(asked(), AskPaper(), Role.BORROWER) == said
    signers = (Role.BORROWER, Role.LENDER)
    first = a_case(Stage.SIGNING, signers=signers)
    signed = after(first, a_signature(first, Role.BORROWER), Role.BORROWER)
    assert refused(signed, AskPaper(), Role.BORROWER) == said


def test_no_paper_goes_out_or_comes_back_that_is_not_waited_for() -> None:
    said = "no paper is waited for"
    assert refused(lender_signed(), SendPaper(), Role.LENDER) == said
    sent = after(asked(), SendPaper(), Role.LENDER)
    assert refused(sent, SendPaper(), Role.LENDER) == said
    for command in (a_paper(), NO_ON_PAPER):
        assert refused(lender_signed(), command, Role.LENDER) == said


def test_what_was_asked_for_or_posted_may_come_back_until_the_borrower_signs_here() -> None:
    posted = after(asked(), SendPaper(), Role.LENDER)
    turned = after(posted, FILES, Role.BORROWER)
    assert [may_return(case) for case in (lender_signed(), asked(), posted, turned)] == [
        False,
        True,
        True,
        True,
    ]
    assert not may_return(after(asked(), FILES, Role.BORROWER))
    here = after(turned, a_signature(turned, Role.BORROWER), Role.BORROWER)
    assert not may_return(here)
    assert not may_return(replace(posted, stage=Stage.OPEN))


def test_the_borrower_objects_once_to_what_the_lender_says_they_signed() -> None:
    returned = after(asked(), a_paper(), Role.LENDER)
    assert may_object(returned)
    assert may_object(disputed(returned))
    assert not may_object(after(returned, NOT_MINE, Role.BORROWER))
    assert not may_object(a_case(Stage.SIGNED))
    assert not may_object(a_case(Stage.OPEN))


def test_who_signed_a_paper_fits_the_order_of_the_file() -> None:
    said = "the borrower signs on it, nobody twice, and in order"
    three = (Role.LENDER, Role.BORROWER, Role.COUNSELOR)
    named = a_case(Stage.SIGNING, signers=three)
    waits = after(named, AskPaper(), Role.BORROWER)
    for signers in (
        (),
        (Role.LENDER,),
        (Role.BORROWER,),
        (Role.LENDER, Role.COUNSELOR),
        (Role.BORROWER, Role.COUNSELOR),
        (Role.LENDER, Role.BORROWER, Role.BORROWER),
    ):
        assert refused(waits, a_paper(signers), Role.LENDER) == said, signers
    for signers in (three[:2], three, three[::-1]):
        assert after(waits, a_paper(signers), Role.LENDER).agreement, signers


def test_each_day_and_name_that_cannot_be_says_what_is_wrong_with_it() -> None:
    today, day = NOON.date(), timedelta(days=1)
    early = Problem("/signed_on", "too_early", "the agreement was not written down then")
    back = Problem("/received_on", "too_early", "it cannot come back before it is signed")
    late = Problem("/received_on", "too_late", "this day has not come yet")
    name = Problem("/name", "missing", "the name as it is written on the paper")
    scan = Problem("/scan_sha256", "malformed", "64 figures and letters from a to f")
    paper = a_paper()
    assert told(replace(paper, signed_on=today - 2 * day)) == (early,)
    assert told(replace(paper, received_on=today - day)) == (back,)
    assert told(replace(paper, received_on=today + 2 * day)) == (late,)
    assert told(replace(paper, name=" ")) == (name,)
    assert told(replace(paper, scan_sha256="5" * 63)) == (scan,)
    assert told(replace(paper, scan_sha256="5" * 65)) == (scan,)
    assert told(replace(paper, scan_sha256="F" * 64)) == (scan,)
    both = replace(paper, name="", received_on=today + 2 * day)
    assert told(both) == (late, name)


def test_a_day_that_may_be_right_somewhere_on_earth_is_taken() -> None:
    paper = replace(a_paper(), received_on=in_days(1).date())
    assert after(asked(), paper, Role.LENDER).agreement
    issued = replace(paper, signed_on=NOON.date() - timedelta(days=1))
    assert after(asked_at(NOON.replace(hour=11)), issued, Role.LENDER).agreement
    assert after(asked_at(None), issued, Role.LENDER).agreement


def asked_at(issued_at: object) -> Case:
    """As if the version had been written down at another moment, or before that was kept."""
    case = asked()
    assert isinstance(case.agreement, Agreement)
    return replace(case, agreement=replace(case.agreement, issued_at=issued_at))  # type: ignore[arg-type]  # a case that has one
