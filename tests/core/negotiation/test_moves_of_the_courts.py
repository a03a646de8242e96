"""Which moves are legal: eleven published cases.

Source: hmcts/cmc-claim-store, revision 53e62a9112, SettlementTest and
SettlementMakeOfferTest. There, accepting is signing: the one who accepts signs
first, and the other side countersigns, or rejects the acceptance by not signing.
"""

from __future__ import annotations

from functools import reduce

import pytest

from app.core.access import Role
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import DeclineSigning
from tests.factories import (
    AGREEMENT_ID,
    a_case,
    a_refusal,
    a_signature,
    after,
    an_acceptance,
    an_issue,
    an_offer,
)

# All moves but the last are legal; only the last is judged.
CASES = {
    "settlement_moves-02": ("borrower offer > lender accept", True),
    "settlement_moves-03": ("lender offer > borrower accept", True),
    "settlement_moves-04": ("lender accept", False),
    "settlement_moves-12": ("borrower offer > lender accept > borrower countersign", True),
    "settlement_moves-13": (
        "borrower offer > lender accept > borrower countersign > borrower countersign",
        False,
    ),
    "settlement_moves-14": ("borrower offer > lender accept > lender countersign", False),
    "settlement_moves-15": ("borrower offer > borrower countersign", False),
    "settlement_moves-16": ("borrower offer > lender reject > borrower countersign", False),
    "settlement_moves-17": (
        "lender offer > borrower reject > borrower offer > lender accept",
        True,
    ),
    "settlement_moves-18": ("borrower offer > borrower offer", False),
    "settlement_moves-19": ("lender offer > lender offer", False),
    # Not published, and as the rule has it:
    "reject the other side's acceptance": (
        "lender offer > borrower accept > lender reject > lender offer",
        True,
    ),
    "reject twice": ("lender offer > borrower reject > borrower reject", False),
    "reject an own offer": ("borrower offer > borrower reject", False),
    "accept an own offer": ("borrower offer > borrower accept", False),
    "accept twice": ("borrower offer > lender accept > lender accept", False),
}


def move(case: Case, said: str) -> Case:
    """One move of those cases; an agreement is written down when somebody would sign it."""
    who, what = said.split()
    by = Role(who)
    match what:
        case "offer":
            return after(case, an_offer(), by)
        case "accept":
            return after(case, an_acceptance(case), by)
        case "reject" if case.stage is Stage.OFFERED:
            return after(case, a_refusal(case), by)
        case "reject":
            issued = _signed_by_the_one_who_accepted(case)
            return after(issued, DeclineSigning(AGREEMENT_ID, 1, "It is too much."), by)
        case _:
            return after(_signed_by_the_one_who_accepted(case), a_signature(case, by), by)


def _signed_by_the_one_who_accepted(case: Case) -> Case:
    if case.stage is not Stage.AGREED or case.accepted is None:
        return case
    first = case.accepted.by
    second = Role.BORROWER if first is Role.LENDER else Role.LENDER
    issued = after(case, an_issue(case, (first, second)), Role.SYSTEM)
    return after(issued, a_signature(issued, first), first)


@pytest.mark.parametrize("name", CASES)
def test_a_move_is_legal_where_the_courts_say_so(name: str) -> None:
    moves, is_legal = CASES[name]
    *before, last = moves.split(" > ")
    case = reduce(move, before, a_case(Stage.OPEN))
    if is_legal:
        assert move(case, last).version > case.version
    else:
        with pytest.raises(TransitionNotAllowed):
            move(case, last)
