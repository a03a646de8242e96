"""Each field of what leaves about a case or household has a class of data, and goes to who may see it."""

from __future__ import annotations

from dataclasses import fields, make_dataclass
from typing import Any

import pytest

from app.core.actions import Relation
from app.core.budget_view import Level, Shown
from app.core.caselines import Household
from app.core.disclosure import DataClass
from app.core.fields import FIELDS, SEES, given, hidden, picked
from app.core.household_record import Told
from app.core.negotiation.events import SharedBudget
from app.core.rights import LENDER, RULES
from app.store.reading import CaseLine
from app.usecases.borrower_pages import HouseholdPage
from app.usecases.lender_desk import Desk
from app.usecases.looking import Let, LookedAt
from app.usecases.queries import CasePage, Moment
from app.usecases.who_sees import View

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
PICTURE = "Picture"
"""What goes with a request for help is kept by name, and is no class of its own."""


@pytest.mark.parametrize("view", GIVEN, ids=lambda one: one.__name__)
def test_every_field_has_a_class_and_goes_to_nobody_who_may_not_see_it(view: type[Any]) -> None:
    said = FIELDS[view.__name__]
    assert said.keys() == {one.name for one in fields(view)}
    for relation in GIVEN[view]:
        assert list(hidden(relation, said)) == [], relation


def test_every_view_is_given_to_somebody() -> None:
    assert FIELDS.keys() == {view.__name__ for view in GIVEN} | {PICTURE}


def test_what_stands_in_no_class_is_given_to_nobody() -> None:
    everything = frozenset(DataClass)
    grown = make_dataclass("Told", [("hardship", tuple), ("diary", str)])
    unknown = make_dataclass("Untold", [("hardship", tuple)])
    for view in (grown((), "Dear diary"), unknown(())):
        with pytest.raises(LookupError):
            given(view, everything)
    with pytest.raises(LookupError):
        picked(PICTURE, {"name": "A Name", "address": "A street"}, everything)


def test_a_class_opens_its_own_fields_and_those_of_no_class() -> None:
    told = Told(Household(1, 0, partner=False))
    assert given(told, (DataClass.HARDSHIP,)) == {"hardship": (), "needs": ()}
    assert given(told, frozenset(DataClass)).keys() == FIELDS["Told"].keys()
    seen = picked(PICTURE, dict.fromkeys(FIELDS[PICTURE]), (DataClass.CONTACT, DataClass.DEBTS))
    assert seen.keys() == {"name", "email", "phone", "words", "debts"}
    assert View(Level.NOTHING).opens == ()
    assert View(Level.CATEGORIES).opens == (DataClass.TOTALS, DataClass.GROUPS)


def test_a_lender_never_sees_what_happened_nor_the_address() -> None:
    for relation in LENDER:
        assert hidden(relation, {"told": DataClass.HARDSHIP, "address": DataClass.CONTACT})
    assert list(hidden(Relation.JOINT, FIELDS["Told"])) == sorted(FIELDS["Told"])


def test_consent_opens_no_more_than_its_relation_may_see() -> None:
    for rule in RULES.values():
        for relation in rule.who & SEES.keys() if rule.data else ():
            assert rule.data in SEES[relation]
