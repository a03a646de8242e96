"""Each field of what leaves about a case or household has a class of data, and goes to who may see it."""

from __future__ import annotations

from dataclasses import fields, make_dataclass
from datetime import date
from typing import Any

import pytest

from app.core.actions import Action, Relation
from app.core.budget_view import Level, Shown
from app.core.caselines import HardshipLine, Household
from app.core.disclosure import DataClass
from app.core.exhibits import Brought, Exhibit, Looked, Version
from app.core.fields import FIELDS, SEES, Withheld, given, hidden, picked, without
from app.core.household_record import HouseholdRecord, Told
from app.core.negotiation.events import SharedBudget
from app.core.rights import LENDER, RULES
from app.store.case_codec import CASE_EVENTS
from app.store.consents import Authority
from app.store.contacts import Entry
from app.store.households import HOUSEHOLD_EVENTS
from app.store.meetings import Meeting
from app.store.reading import CaseLine
from app.store.referrals import Referral
from app.store.statements import Statement as Signed
from app.usecases.borrower_pages import CaseAt, HouseholdPage
from app.usecases.clients import Client, CreditorLine
from app.usecases.lender_desk import Desk
from app.usecases.looking import Let, LookedAt
from app.usecases.queries import CasePage, Moment
from app.usecases.who_sees import View

HOME = (Action.READ_HOUSEHOLD, Action.READ_HARDSHIP, Action.READ_EXHIBITS)
CASE = (Action.READ_CASE, Action.READ_OPTIONS)
OWN = (Action.TAKE_OWN_DATA,)
GIVEN: dict[type[Any], tuple[Action, ...]] = {
    CasePage: CASE,
    Moment: CASE,
    CaseLine: (Action.READ_QUEUE, Action.READ_CASELOAD),
    Desk: (Action.READ_SHARED_BUDGET,),
    LookedAt: (Action.LOOK_AT_DEBT,),
    Let: (Action.READ_LOOKING,),
    SharedBudget: (Action.READ_SHARED_BUDGET, Action.LOOK_AT_TOTALS),
    Shown: (Action.READ_SHARED_BUDGET,),
    HouseholdPage: HOME,
    HouseholdRecord: HOME,
    CaseAt: HOME,
    Told: HOME[1:],
    Client: (Action.READ_CLIENT,),
    CreditorLine: (Action.READ_CLIENT,),
}
"""Every view that leaves whole, or by what consent opens of it, and the rights that give it."""
TAKEN: dict[type[Any], tuple[Action, ...]] = dict.fromkeys(
    (Exhibit, Version, Brought, Looked, Entry, Meeting, Referral, Authority, Signed), OWN
)
"""Records that go into what a person takes away: some of their columns are about others."""
KEPT: dict[str, Action] = {
    "Picture": Action.READ_REFERRALS,
    "CourtFile": Action.TAKE_LEGAL_EXPORT,
    **dict.fromkeys(("OwnData", "OwnPerson", "OwnHousehold"), Action.TAKE_OWN_DATA),
    **dict.fromkeys(("OwnCase", "OwnAgreement", "SaidAt"), Action.TAKE_OWN_DATA),
}
"""What is put together by name, and is no class of its own."""
PICTURE = "Picture"
DONE_BY = {"by_id", "by_person_id", "answered_by", "counselor_id", "visitor_id", "named_by_id"}
"""Columns that name another person, on anything that a person takes away."""


@pytest.mark.parametrize("view", (GIVEN | TAKEN), ids=lambda one: one.__name__)
def test_every_field_has_a_class_and_goes_to_nobody_who_may_not_see_it(view: type[Any]) -> None:
    said = FIELDS[view.__name__]
    assert said.keys() == {one.name for one in fields(view)}
    for action in (GIVEN | TAKEN)[view]:
        shut = {kind for kind in said.values() if kind} - RULES[action].opens
        assert shut <= ({*Withheld} if view in TAKEN else set()), action


@pytest.mark.parametrize(("view", "action"), KEPT.items())
def test_what_is_put_together_by_name_has_no_field_that_its_right_does_not_open(
    view: str, action: Action
) -> None:
    assert {kind for kind in FIELDS[view].values() if kind} <= RULES[action].opens | {*Withheld}


def test_every_view_is_given_to_somebody() -> None:
    assert FIELDS.keys() == {view.__name__ for view in (GIVEN | TAKEN)} | KEPT.keys()


def test_no_right_opens_more_than_whoever_has_it_may_see() -> None:
    """One's own data alone is whole for everybody: what is about others stands in no class."""
    for action, rule in RULES.items():
        if rule.opens and action is not Action.TAKE_OWN_DATA:
            for relation in rule.who - {Relation.CHARITY_ADMIN}:
                assert rule.opens <= SEES[relation], (action, relation)
    assert RULES[Action.TAKE_OWN_DATA].opens == frozenset(DataClass)


def test_what_happened_is_shown_where_one_is_asked_again_or_by_papers_of_it() -> None:
    shown = {action for action, rule in RULES.items() if DataClass.HARDSHIP in rule.opens}
    assert {one for one in shown if not RULES[one].fresh} == {Action.READ_EXHIBITS}
    assert Action.TAKE_LEGAL_EXPORT not in shown


def test_nobody_takes_away_who_else_there_is() -> None:
    for view in TAKEN:
        for name, kind in FIELDS[view.__name__].items():
            assert (kind is Withheld.OTHERS) == (name in DONE_BY), (view, name)
            if isinstance(kind, Withheld):
                assert picked(view.__name__, {name: "x"}, frozenset(DataClass)) == {}


def test_every_kind_of_event_is_of_a_class() -> None:
    for codec in (CASE_EVENTS, HOUSEHOLD_EVENTS):
        assert {codec.ordinary, *codec.data_classes.values()} <= {*DataClass}


def test_what_is_not_opened_is_as_if_it_had_not_been_told() -> None:
    home = Household(1, 0, partner=False)
    told = Told(home, hardship=(HardshipLine("JOB_LOSS", date(2026, 1, 1), None),), needs=("x",))
    every = frozenset(DataClass)
    assert without(told, every) == told
    assert without(told, every - {DataClass.HARDSHIP}) == Told(home)
    with pytest.raises(LookupError):
        without(told, every - {DataClass.LINES})


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
