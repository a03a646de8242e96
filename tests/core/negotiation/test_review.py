"""A counselor who may act no more holds nobody up: the version gives way to one without them."""

from __future__ import annotations

import pytest

from app.core.access import Role
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import AskPaper, SendPaper
from app.core.negotiation.review_commands import EndReview
from tests.core.negotiation.refusing import disputed, on_hold, refused
from tests.factories import AGREEMENT_ID, a_case, a_signature, after, an_issue

THREE = (Role.LENDER, Role.BORROWER, Role.COUNSELOR)
END = EndReview(AGREEMENT_ID, 1)


def signed_by(*roles: Role) -> Case:
    case = a_case(Stage.SIGNING, signers=THREE)
    for role in roles:
        case = after(case, a_signature(case, role), role)
    return case


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_version_gives_way_and_what_was_accepted_stays(count: int) -> None:
    before = signed_by(*THREE[:count])
    ended = after(before, END, Role.SYSTEM)
    assert (ended.stage, ended.agreement) == (Stage.AGREED, None)
    assert (ended.offer, ended.accepted) == (before.offer, before.accepted)
    again = after(ended, an_issue(ended), Role.SYSTEM)
    assert again.agreement is not None
    assert (again.agreement.version, again.agreement.signed) == (2, ())


def test_a_paper_in_the_post_does_not_keep_it_and_can_be_asked_for_again() -> None:
    asked = after(signed_by(Role.LENDER), AskPaper(), Role.BORROWER)
    ended = after(after(asked, SendPaper(), Role.LENDER), END, Role.SYSTEM)
    assert (ended.paper_asked, ended.paper_sent) == (False, False)
    again = after(ended, an_issue(ended), Role.SYSTEM)
    assert after(again, AskPaper(), Role.BORROWER).paper_asked


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_nobody_but_the_product_ends_it(role: Role) -> None:
    refused(signed_by(), END, role)


def test_nothing_is_written_anew_where_no_counselor_is_waited_for() -> None:
    refused(signed_by(*THREE), END, Role.SYSTEM)
    refused(a_case(Stage.SIGNING), END, Role.SYSTEM)
    counselor_first = (Role.COUNSELOR, Role.LENDER, Role.BORROWER)
    case = a_case(Stage.SIGNING, signers=counselor_first)
    refused(after(case, a_signature(case, Role.COUNSELOR), Role.COUNSELOR), END, Role.SYSTEM)


def test_in_a_dispute_or_a_hold_it_waits() -> None:
    refused(disputed(signed_by()), END, Role.SYSTEM)
    refused(on_hold(signed_by()), END, Role.SYSTEM)
