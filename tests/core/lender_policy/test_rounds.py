"""How many offers a lender's policy lets be made before a person goes on."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.errors import InvalidInput
from app.core.lender_policy.resolve import rounds_of
from app.core.money import Currency
from app.core.negotiation.rounds import HOUSE_ROUNDS, LEAST_ROUNDS, MOST_ROUNDS
from tests.core.lender_policy.writings import policy

TODAY = date(2027, 1, 15)


@pytest.mark.parametrize("count", [LEAST_ROUNDS, 7, MOST_ROUNDS])
def test_a_policy_may_allow_fewer_or_more_than_the_house(count: int) -> None:
    assert rounds_of((policy(most_offers=count),), TODAY, Currency.GBP) == count


def test_the_house_says_it_where_no_policy_does() -> None:
    later = policy(most_offers=8, effective_from="2027-02-01")
    for versions in ((), (policy(),), (later,)):
        assert rounds_of(versions, TODAY, Currency.GBP) == HOUSE_ROUNDS


@pytest.mark.parametrize("count", [0, LEAST_ROUNDS - 1, MOST_ROUNDS + 1, "6", True])
def test_no_policy_leaves_people_without_offers_or_without_a_person(count: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        policy(most_offers=count)
    assert [p.path for p in caught.value.problems] == ["/most_offers"]
