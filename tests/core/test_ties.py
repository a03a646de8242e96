"""How people stand to a case, and the one voice that this gives them."""

from __future__ import annotations

from uuid import UUID

import pytest

from app.core.access import (
    Action,
    Actor,
    Mandate,
    Membership,
    Permit,
    Relation,
    Role,
    require,
    require_place,
)
from app.core.errors import NotAllowed
from tests.core.actors import ACTORS, BANK, CASE, CHARITY


def test_nobody_stands_on_both_sides_of_a_case() -> None:
    clerk_in_debt = Actor(UUID(int=10), (Membership(BANK, "lender", "admin"),))
    assert CASE.relations(clerk_in_debt) == {Relation.OWNER}
    with pytest.raises(NotAllowed):
        require(clerk_in_debt, Action.SETTLE_DISPUTE, CASE)
    both = (Membership(CHARITY, "charity", "counselor"), Membership(BANK, "lender", "agent"))
    counselor_and_clerk = Actor(UUID(int=17), both)
    assert require(counselor_and_clerk, Action.MAKE_OFFER, CASE).role is Role.COUNSELOR


def test_a_mandate_of_the_whole_charity_covers_each_of_its_counselors_and_no_other() -> None:
    mandate = Mandate(CHARITY)
    assert mandate.covers(ACTORS["colleague of the counselor"])
    assert not mandate.covers(ACTORS["consented counselor"])
    assert not Mandate(CHARITY, UUID(int=10)).covers(ACTORS["owner"])


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("owner", Role.BORROWER),
        ("mandated counselor", Role.COUNSELOR),
        ("agent", Role.LENDER),
        ("admin", Role.LENDER),
    ],
)
def test_a_permit_speaks_with_one_voice(name: str, role: Role) -> None:
    assert require(ACTORS[name], Action.MAKE_OFFER, CASE).role is role


def test_a_permit_without_a_tie_has_no_voice() -> None:
    for name in ("another borrower", "operator"):
        with pytest.raises(NotAllowed):
            _ = require_place(ACTORS[name], Action.READ_ACCOUNT).role
    with pytest.raises(NotAllowed):
        _ = Permit(ACTORS["owner"], Action.MAKE_OFFER).role
