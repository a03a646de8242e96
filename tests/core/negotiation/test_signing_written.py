"""What is written down of each step from a frozen file to a sealed one: who, which, and when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from app.core.access import Role
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import (
    AskPaper,
    CancelAgreement,
    ChooseBudgetInPaper,
    Command,
    DeclineOnPaper,
    DeclineSigning,
    LapseSigning,
    ReturnPaper,
    SealAgreement,
    SendPaper,
    SignAgreement,
)
from app.core.negotiation.decide import decide
from app.core.negotiation.events import (
    AgreementCancelled,
    AgreementIssued,
    AgreementSealed,
    AgreementSigned,
    Event,
    SigningDeclined,
    SigningLapsed,
)
from app.core.negotiation.language_commands import ChooseLanguage
from app.core.negotiation.language_events import LanguageChosen
from app.core.negotiation.record_events import (
    ActedAs,
    BudgetInPaperChosen,
    PaperAsked,
    PaperReturned,
    PaperSent,
)
from app.core.negotiation.review_commands import EndReview
from app.core.negotiation.review_events import ReviewEnded
from tests.core.negotiation.refusing import in_days
from tests.factories import (
    AGREEMENT_ID,
    FINAL,
    FROZEN,
    NOON,
    a_case,
    a_signature,
    after,
    an_issue,
)

SOMEBODY = UUID(int=77)
CLERK = ActedAs("Ada Stone", "for_organisation", "member", "admin")
SIGN = SignAgreement(
    AGREEMENT_ID, 1, SOMEBODY, FROZEN, "1" * 64, "2" * 64, "3" * 64, "4" * 64, CLERK
)
LAST_DAY = (NOON + timedelta(days=14)).date()
THREE = (Role.LENDER, Role.BORROWER, Role.COUNSELOR)


def written(case: Case, command: Command, by: Role, at: datetime = NOON) -> Event:
    (event,) = decide(case, command, by=by, at=at)
    return event


def posted() -> Case:
    """The lender has signed here, and a paper is on its way to the borrower."""
    case = a_case(Stage.SIGNING)
    signed = after(case, a_signature(case, Role.LENDER), Role.LENDER)
    return after(after(signed, AskPaper(), Role.BORROWER), SendPaper(), Role.LENDER)


def test_a_file_goes_to_signing_with_its_hashes_its_signers_and_its_last_day() -> None:
    agreed = a_case(Stage.AGREED)
    signers = (Role.BORROWER, Role.LENDER)
    issued = written(agreed, an_issue(agreed, signers, LAST_DAY), Role.SYSTEM)
    assert issued == AgreementIssued(
        AGREEMENT_ID, 1, "b" * 64, FROZEN, signers, LAST_DAY, Role.SYSTEM, NOON, "3"
    )


def test_a_signature_keeps_who_signed_what_they_saw_and_what_they_agreed_to() -> None:
    signed = written(a_case(Stage.SIGNING), SIGN, Role.LENDER)
    assert signed == AgreementSigned(
        AGREEMENT_ID,
        1,
        Role.LENDER,
        SOMEBODY,
        FROZEN,
        "1" * 64,
        Role.LENDER,
        NOON,
        records_sha256="2" * 64,
        reading_sha256="3" * 64,
        drawing_sha256="4" * 64,
        acted_as=CLERK,
    )


def test_a_no_keeps_its_reason_and_whether_other_terms_are_asked_for() -> None:
    for change in (False, True):
        no = DeclineSigning(AGREEMENT_ID, 1, "The date is wrong.", change)
        assert written(a_case(Stage.SIGNING), no, Role.LENDER) == SigningDeclined(
            AGREEMENT_ID, 1, "The date is wrong.", Role.LENDER, NOON, change
        )


def test_what_ends_by_itself_is_written_down_as_the_products_own() -> None:
    late = in_days(15)
    lapsed = written(a_case(Stage.SIGNING), LapseSigning(AGREEMENT_ID, 1), Role.SYSTEM, late)
    assert lapsed == SigningLapsed(AGREEMENT_ID, 1, Role.SYSTEM, late)
    waiting = a_case(Stage.SIGNING, signers=THREE)
    ended = written(waiting, EndReview(AGREEMENT_ID, 1), Role.SYSTEM)
    assert ended == ReviewEnded(AGREEMENT_ID, 1, Role.SYSTEM, NOON)


def test_a_seal_keeps_the_final_hash_and_until_when_the_borrower_may_leave() -> None:
    ends = in_days(15)
    seal = SealAgreement(AGREEMENT_ID, 1, FINAL, LAST_DAY, ends)
    assert written(a_case(Stage.SIGNED), seal, Role.SYSTEM) == AgreementSealed(
        AGREEMENT_ID, 1, FINAL, LAST_DAY, Role.SYSTEM, NOON, ends
    )


def test_the_borrowers_side_leaves_in_one_step_without_a_reason() -> None:
    for role in (Role.BORROWER, Role.COUNSELOR):
        left = written(a_case(Stage.SEALED), CancelAgreement(AGREEMENT_ID, 1), role)
        assert left == AgreementCancelled(AGREEMENT_ID, 1, role, NOON)


def test_the_borrowers_side_chooses_what_the_paper_shows_and_what_language_decides() -> None:
    signing = a_case(Stage.SIGNING)
    for role in (Role.BORROWER, Role.COUNSELOR):
        without = ChooseBudgetInPaper(AGREEMENT_ID, 1, included=False)
        assert written(signing, without, role) == BudgetInPaperChosen(
            AGREEMENT_ID, 1, False, role, NOON
        )
        chinese = ChooseLanguage(AGREEMENT_ID, 1, "zh")
        assert written(signing, chinese, role) == LanguageChosen("zh", role, NOON, AGREEMENT_ID, 1)


def test_each_step_of_a_paper_is_written_down_by_whoever_takes_it() -> None:
    case = a_case(Stage.SIGNING)
    for role in (Role.BORROWER, Role.COUNSELOR):
        assert written(case, AskPaper(), role) == PaperAsked(role, NOON)
    asked = after(case, AskPaper(), Role.BORROWER)
    assert written(asked, SendPaper(), Role.LENDER) == PaperSent(Role.LENDER, NOON)
    no = written(posted(), DeclineOnPaper(AGREEMENT_ID, 1), Role.LENDER)
    assert no == SigningDeclined(AGREEMENT_ID, 1, "", Role.LENDER, NOON, on_paper=True)


def test_a_paper_that_came_back_keeps_who_signed_it_when_and_who_holds_it() -> None:
    day, next_day = NOON.date(), date(2027, 1, 16)
    came = ReturnPaper(
        AGREEMENT_ID, 1, (Role.BORROWER,), "Ana Ruiz", day, next_day, "5" * 64, SOMEBODY, CLERK
    )
    assert written(posted(), came, Role.LENDER) == PaperReturned(
        AGREEMENT_ID,
        1,
        (Role.BORROWER,),
        "Ana Ruiz",
        day,
        next_day,
        "5" * 64,
        SOMEBODY,
        Role.LENDER,
        NOON,
        CLERK,
    )


def test_who_signed_a_paper_is_written_in_the_order_of_the_file() -> None:
    asked = after(a_case(Stage.SIGNING), AskPaper(), Role.BORROWER)
    day = NOON.date()
    both = (Role.BORROWER, Role.LENDER)
    came = ReturnPaper(AGREEMENT_ID, 1, both, "Ana Ruiz", day, day, "", SOMEBODY)
    back = written(asked, came, Role.LENDER)
    assert isinstance(back, PaperReturned)
    assert back.signers == (Role.LENDER, Role.BORROWER)
