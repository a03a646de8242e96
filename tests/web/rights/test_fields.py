"""Each field of what leaves about a case or household has a class of data, and goes to who may see it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from app.core.actions import Relation
from app.core.budget_view import Shown
from app.core.disclosure import DataClass
from app.core.fields import FIELDS, SEES, hidden
from app.core.household_record import Told
from app.core.negotiation.events import SharedBudget
from app.core.rights import LENDER, RULES
from app.store.reading import CaseLine
from app.usecases.borrower_pages import HouseholdPage
from app.usecases.lender_desk import Desk
from app.usecases.looking import Let, LookedAt
from app.usecases.queries import CasePage, Moment

BORROWER = frozenset({Relation.OWNER, Relation.MANDATED})
PARTIES = BORROWER | LENDER
LOOKS = frozenset({Relation.CONSENTED})
GIVEN: dict[type[Any], frozenset[Relation]] = {
    CasePage: PARTIES,
    Moment: PARTIES,
    CaseLine: PARTIES,
    Desk: LENDER,
    LookedAt: LOOKS,
    Let: LOOKS,
    SharedBudget: PARTIES | LOOKS,
    Shown: LENDER,
    HouseholdPage: BORROWER,
    Told: BORROWER,
}
"""Every view, and to whom use cases give it."""


@pytest.mark.parametrize("view", GIVEN, ids=lambda one: one.__name__)
def test_every_field_has_a_class_and_goes_to_nobody_who_may_not_see_it(view: type[Any]) -> None:
    said = FIELDS[view.__name__]
    assert said.keys() == {one.name for one in fields(view)}
    for relation in GIVEN[view]:
        assert list(hidden(relation, said)) == [], relation


def test_every_view_is_given_to_somebody() -> None:
    assert FIELDS.keys() == {view.__name__ for view in GIVEN}


def test_a_lender_never_sees_what_happened_nor_the_address() -> None:
    for relation in LENDER:
        assert hidden(relation, {"told": DataClass.HARDSHIP, "address": DataClass.CONTACT})
    assert list(hidden(Relation.JOINT, FIELDS["Told"])) == sorted(FIELDS["Told"])


def test_consent_opens_no_more_than_its_relation_may_see() -> None:
    for rule in RULES.values():
        for relation in rule.who & SEES.keys() if rule.data else ():
            assert rule.data in SEES[relation]
