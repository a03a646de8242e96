"""Whether the agreement shows the budget is chosen before signing, and a case keeps the choice."""

from __future__ import annotations

from app.core.access import Role
from app.core.drafting import draft
from app.core.guidance import guidance_for
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import AskPaper, ChooseBudgetInPaper, SendPaper
from tests.core.negotiation.refusing import refused
from tests.core.test_drafting import DRAFT
from tests.factories import AGREEMENT_ID, NOON, a_case, a_signature, after, an_issue

OUT = ChooseBudgetInPaper(AGREEMENT_ID, 1, included=False)


def signing() -> Case:
    return a_case(Stage.SIGNING)


def signed_by(case: Case, *roles: Role) -> Case:
    for role in roles:
        case = after(case, a_signature(case, role), role)
    return case


def test_the_version_gives_way_to_one_without_it_on_the_same_terms() -> None:
    before = signed_by(signing(), Role.LENDER)
    left = after(before, OUT, Role.BORROWER)
    assert (left.stage, left.agreement) == (Stage.AGREED, None)
    assert (left.offer, left.accepted, left.budget) == (
        before.offer,
        before.accepted,
        before.budget,
    )
    facts = draft(left, DRAFT, guidance_for("UK", 14), NOON)
    assert facts.budget is None
    # The lender did see the totals, and the agreement goes on saying so.
    assert facts.clauses.sharing


def test_a_new_version_has_nobodys_signature_and_the_choice_can_be_taken_back() -> None:
    left = after(signed_by(signing(), Role.LENDER), OUT, Role.COUNSELOR)
    again = after(left, an_issue(left), Role.SYSTEM)
    assert again.agreement is not None
    assert (again.agreement.version, again.agreement.signed) == (2, ())
    refused(again, ChooseBudgetInPaper(AGREEMENT_ID, 2, included=False), Role.BORROWER)
    back = after(again, ChooseBudgetInPaper(AGREEMENT_ID, 2, included=True), Role.BORROWER)
    assert draft(back, DRAFT, guidance_for("UK", 14), NOON).budget is not None


def test_nothing_changes_under_a_signature_of_the_borrower_or_a_paper_in_the_post() -> None:
    refused(signing(), ChooseBudgetInPaper(AGREEMENT_ID, 1, included=True), Role.BORROWER)
    refused(signed_by(signing(), Role.LENDER, Role.BORROWER), OUT, Role.BORROWER)
    asked = after(signing(), AskPaper(), Role.BORROWER)
    refused(asked, OUT, Role.BORROWER)
    refused(after(asked, SendPaper(), Role.LENDER), OUT, Role.BORROWER)
