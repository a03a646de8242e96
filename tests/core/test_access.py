"""The table of rights: who may do what, and that nobody else may."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from uuid import UUID

import pytest

from app.core.access import (
    RULES,
    Action,
    ObjectFacts,
    Relation,
    may,
    permits,
    require,
    require_place,
)
from app.core.disclosure import DataClass
from app.core.errors import NotAllowed, NotFound
from tests.core.actors import ACTORS, BANK, CASE, OTHER_BANK, OTHER_CHARITY, person

LOOKS = {
    Action.LOOK_AT_DEBT,
    Action.LOOK_AT_TOTALS,
    Action.LOOK_AT_HARDSHIP,
    Action.LOOK_AT_AGREEMENT,
}
READ = {Action.READ_CASE, Action.READ_SHARED_BUDGET}
BOTH_SIDES = READ | {
    Action.READ_AGREEMENT,
    Action.MAKE_OFFER,
    Action.ANSWER_OFFER,
    Action.WITHDRAW_OFFER,
    Action.PLACE_HOLD,
    Action.SIGN_AGREEMENT,
    Action.DECLINE_SIGNING,
    Action.ASK_COPY,
    Action.READ_MESSAGES,
    Action.SEND_MESSAGE,
    Action.ASK_MIDPOINT,
    Action.REFUSE_MIDPOINT,
    Action.EXTEND_OFFER,
    Action.USE_OVERLAP,
}
BORROWERS = BOTH_SIDES | {
    Action.READ_HOUSEHOLD,
    Action.READ_HARDSHIP,
    Action.EDIT_BUDGET,
    Action.READ_OPTIONS,
    Action.CONFIRM_DEBT,
    Action.SHARE_BUDGET,
    Action.RAISE_DISPUTE,
    Action.LIFT_HOLD,
    Action.ASK_HELP,
    Action.COMPLAIN,
    Action.REPORT_MESSAGE,
    Action.CHOOSE_RECORDS,
    Action.CHOOSE_BUDGET_IN_PAPER,
    Action.CHOOSE_LANGUAGE,
    Action.CANCEL_AGREEMENT,
    Action.ASK_PROOF,
    Action.SET_WISHES,
    Action.REPORT_CONTACT,
    Action.READ_EXHIBITS,
    Action.ADD_EXHIBIT,
}
COUNSELORS = {
    Action.CHECK_EXHIBIT,
    Action.READ_CLIENT,
    Action.OFFER_TO_ALL,
    Action.WRITE_NOTE,
    Action.HAND_OVER,
    Action.VETO_OVERLAP,
}
LENDERS = {
    Action.READ_SHARED_EXHIBITS,
    Action.CHECK_SHARED_EXHIBIT,
    Action.SETTLE_DISPUTE,
    Action.SEND_PAPER,
    Action.RECORD_PAPER,
    Action.ANSWER_PROOF,
    Action.READ_REACH,
    Action.RECORD_CONTACT,
}
OWN = {
    Action.KEEP_OWN_EXHIBIT,
    Action.REFER,
    Action.ASK_MEETING,
    Action.GIVE_AUTHORITY,
    Action.CHOOSE_WHO_SEES,
    Action.READ_TOGETHER,
    Action.READ_LEDGER,
    Action.SHARE_ONE_BUDGET,
}
FIRST_READERS = {Action.REVIEW_MESSAGE, Action.TAKE_CARE}
ON_THE_CASE: dict[str, set[Action] | None] = {
    "owner": BORROWERS | OWN,
    "mandated counselor": BORROWERS
    | COUNSELORS
    | {Action.PLAY_PLAN, Action.OPEN_ROUND}
    | FIRST_READERS,
    "agent": BOTH_SIDES | LENDERS,
    "supervisor": BOTH_SIDES
    | LENDERS
    | {Action.OPEN_ROUND, Action.ANSWER_COMPLAINT}
    | FIRST_READERS,
    "admin": BOTH_SIDES | LENDERS | {Action.OPEN_ROUND, Action.ANSWER_COMPLAINT} | FIRST_READERS,
    "consented counselor": LOOKS | {Action.READ_SHARED_EXHIBITS},
    "joint partner": {Action.READ_TOGETHER, Action.EDIT_OURS},
}
NAMES_AN_OBJECT = sorted(a for a in Action if RULES[a].on in {"case", "household"})


@pytest.mark.parametrize("name", ACTORS)
def test_every_actor_gets_exactly_their_rights_on_a_case(name: str) -> None:
    actor, allowed = ACTORS[name], ON_THE_CASE.get(name)
    for action in NAMES_AN_OBJECT:
        assert may(actor, action, CASE) is (action in (allowed or ())), action
        if allowed is None:
            with pytest.raises(NotFound, match=f"^{action}$"):
                require(actor, action, CASE)
        elif action in allowed:
            permit = require(actor, action, CASE)
            assert (permit.actor, permit.action) == (actor, action)
            assert permits(actor, action), action
        else:
            with pytest.raises(NotAllowed, match=f"^{action}$"):
                require(actor, action, CASE)


def test_a_consent_opens_its_own_part_and_hides_that_there_are_others() -> None:
    only = replace(CASE, opened=frozenset({(OTHER_CHARITY, DataClass.DEBT.value)}))
    looks = ACTORS["consented counselor"]
    assert require(looks, Action.LOOK_AT_DEBT, only).relations == {Relation.CONSENTED}
    for closed in sorted(LOOKS - {Action.LOOK_AT_DEBT}):
        with pytest.raises(NotFound, match=f"^{closed}$"):
            require(looks, closed, only)
    with pytest.raises(NotFound):
        require(looks, Action.LOOK_AT_DEBT, replace(CASE, opened=frozenset()))


@pytest.mark.parametrize("name", ACTORS)
def test_a_restricted_case_exists_for_nobody(name: str) -> None:
    restricted = ObjectFacts(owner_id=UUID(int=10), tenant_id=BANK, restricted=True)
    with pytest.raises(NotFound):
        require(ACTORS[name], Action.READ_CASE, restricted)


SECOND = {"supervisor", "admin", "admin of another lender"}
STAFF = SECOND | {"agent", "agent of another lender"}
CHARITIES = {
    "mandated counselor",
    "colleague of the counselor",
    "consented counselor",
    "admin of the charity",
}
MEMBERS = STAFF | CHARITIES | {"operator"}
"""Who has to show a second factor, and may look after theirs."""
ADMINS = {"admin", "admin of another lender", "admin of the charity"}
IN_PLACES = {
    Action.READ_QUEUE: STAFF,
    Action.READ_POLICY: STAFF,
    Action.READ_APPROVALS: STAFF,
    Action.EDIT_POLICY: SECOND,
    Action.TRY_POLICY: SECOND,
    Action.PUBLISH_POLICY: SECOND,
    Action.DECIDE_APPROVAL: SECOND,
    Action.READ_IMPORTS: {"admin", "admin of another lender"},
    Action.IMPORT_DEBTS: {"admin", "admin of another lender"},
    Action.READ_CASELOAD: CHARITIES,
    Action.READ_LOOKING: CHARITIES,
    Action.READ_REFERRALS: CHARITIES,
    Action.ANSWER_REFERRAL: CHARITIES,
    Action.READ_COURSE: STAFF | CHARITIES,
    Action.TAKE_TEST: STAFF | CHARITIES,
    Action.READ_PASSES: SECOND | {"operator"},
    Action.READ_CONDUCT: SECOND | CHARITIES,
    Action.READ_REFUSALS: SECOND,
    Action.READ_RULES: {"operator"},
    Action.READ_WORK: {"operator"},
    Action.CONFIRM_FIGURE: {"operator"},
    Action.WITHDRAW_FIGURE: {"operator"},
    Action.READ_ACCOUNT: set(ACTORS),
    Action.SIGN_OUT: set(ACTORS),
    Action.SWITCH_LANGUAGE: set(ACTORS),
    Action.END_SESSIONS: set(ACTORS),
    Action.CONFIRM: set(ACTORS),
    Action.ASK_CONFIRM: set(ACTORS),
    Action.READ_SECURITY: set(ACTORS),
    Action.CHANGE_SECURITY: MEMBERS,
    Action.ENROL: MEMBERS,
    Action.ASK_SECOND: MEMBERS,
    Action.TAKE_SECOND: MEMBERS,
    Action.READ_TEAM: ADMINS,
    Action.CHANGE_TEAM: ADMINS,
    Action.READ_OWN_DATA: set(ACTORS),
    Action.TAKE_OWN_DATA: set(ACTORS),
    Action.PLAN_ERASURE: set(ACTORS),
    Action.ERASE_OWN_DATA: set(ACTORS),
    Action.READ_LEGAL_EXPORTS: {"operator"},
    Action.ASK_LEGAL_EXPORT: {"operator"},
    Action.APPROVE_LEGAL_EXPORT: {"operator"},
    Action.TAKE_LEGAL_EXPORT: {"operator"},
}


@pytest.mark.parametrize("name", ACTORS)
def test_every_actor_gets_exactly_their_rights_in_a_place(name: str) -> None:
    actor = ACTORS[name]
    for action, names in IN_PLACES.items():
        assert permits(actor, action) is (name in names), action
        if name in names:
            permit = require_place(actor, action)
            assert (permit.actor, permit.action) == (actor, action)
        else:
            with pytest.raises(NotAllowed, match=f"^{action}$"):
                require_place(actor, action)


def test_the_tables_above_name_every_action() -> None:
    assert set(RULES) == set(Action) == {*NAMES_AN_OBJECT, *IN_PLACES}


def test_a_right_on_an_object_is_never_given_without_the_object() -> None:
    for actor, action in product(ACTORS.values(), NAMES_AN_OBJECT):
        with pytest.raises(NotAllowed, match=f"^{action}$"):
            require_place(actor, action)


def test_a_route_is_shut_to_whoever_could_have_no_tie_that_opens_it() -> None:
    shut = {
        "owner": LENDERS | COUNSELORS | LOOKS,
        "operator": LENDERS | COUNSELORS | LOOKS,
        "agent of another lender": COUNSELORS | LOOKS,
        "colleague of the counselor": LENDERS - {Action.READ_SHARED_EXHIBITS},
    }
    for name, actions in shut.items():
        assert not [action for action in actions if permits(ACTORS[name], action)]


def test_whoever_works_here_may_have_debts_of_their_own() -> None:
    for name in ("agent", "colleague of the counselor", "operator"):
        assert all(permits(ACTORS[name], action) for action in OWN), name


def test_a_place_permit_names_the_organisations_where_the_right_is_held() -> None:
    two_hats = person(30, (BANK, "lender", "admin"), (OTHER_BANK, "lender", "agent"))
    assert require_place(two_hats, Action.IMPORT_DEBTS).organisations == (BANK,)
    assert require_place(two_hats, Action.READ_QUEUE).organisations == (BANK, OTHER_BANK)
    assert require_place(two_hats, Action.READ_ACCOUNT).organisations == ()


def test_every_write_leaves_an_audit_row_and_no_two_actions_share_its_name() -> None:
    for action, rule in RULES.items():
        assert rule.who, action
        assert rule.on in {"", "case", "household", "organisation"}, action
        if rule.writes:
            assert rule.audit, action
            assert [a for a in Action if RULES[a].audit == rule.audit] == [action]
