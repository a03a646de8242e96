"""Paper beside files: nobody is trapped between the two, and a no or an objection is heard."""

from __future__ import annotations

from app.core.access import Role
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import AskPaper, LapseSigning
from tests.core.negotiation.refusing import in_days, refused
from tests.factories import AGREEMENT_ID, a_case, a_signature, after

THREE = (Role.LENDER, Role.BORROWER, Role.COUNSELOR)
LAPSE = LapseSigning(AGREEMENT_ID, 1)


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
