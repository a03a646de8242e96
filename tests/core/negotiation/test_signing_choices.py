"""What comes with an acceptance, until when an agreement may be left, and what is no step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.access import Role
from app.core.errors import InvalidInput, TransitionNotAllowed
from app.core.negotiation.agreed import Agreement
from app.core.negotiation.case import Stage
from app.core.negotiation.language import with_acceptance
from app.core.negotiation.language_events import LanguageChosen
from app.core.negotiation.paper import decide_paper
from app.core.negotiation.signing import decide_signing, is_time_to_leave, may_be_left
from tests.core.negotiation.refusing import in_days
from tests.factories import NOON, a_case


def agreement(stage: Stage) -> Agreement:
    found = a_case(stage).agreement
    assert found is not None
    return found


def test_a_language_comes_with_an_acceptance_of_the_borrowers_side_or_not_at_all() -> None:
    for role in (Role.BORROWER, Role.COUNSELOR):
        chosen = with_acceptance("zh", by=role, at=NOON)
        assert chosen == (LanguageChosen("zh", role, NOON),)
    for role in Role:
        assert with_acceptance("", by=role, at=NOON) == ()
    with pytest.raises(TransitionNotAllowed, match=r"\Anot for the lender\Z"):
        with_acceptance("en", by=Role.LENDER, at=NOON)
    with pytest.raises(InvalidInput):
        with_acceptance("zh_Hans", by=Role.BORROWER, at=NOON)


def test_what_is_not_sealed_yet_is_declined_and_not_left() -> None:
    for stage in (Stage.SIGNING, Stage.SIGNED):
        assert not may_be_left(agreement(stage), NOON)
    assert may_be_left(agreement(Stage.SEALED), NOON)


def test_time_to_leave_is_fourteen_days_to_the_last_one_and_to_the_hour() -> None:
    day, ends = in_days(14).date(), in_days(14)
    an_hour = timedelta(hours=1)  # as when clocks go forward
    assert is_time_to_leave(day, ends - an_hour, NOON)
    assert not is_time_to_leave(day, ends - an_hour - timedelta(seconds=1), NOON)
    assert not is_time_to_leave(day - timedelta(days=1), ends, NOON)
    before_noon = NOON - timedelta(seconds=1)  # a day earlier in the last zone on Earth
    assert is_time_to_leave(day - timedelta(days=1), ends, before_noon)


def test_a_pause_or_a_settled_dispute_takes_no_time_from_anybody() -> None:
    stands = replace(agreement(Stage.SIGNING), expires_on=in_days(10).date())
    assert stands.with_time_after(in_days(3).date()).expires_on == in_days(10).date()
    assert stands.with_time_after(in_days(4).date()).expires_on == in_days(11).date()
    sealed = agreement(Stage.SEALED)
    assert sealed.cooling_off_until is not None
    assert sealed.cooling_off_ends is not None
    day, second = timedelta(days=1), timedelta(seconds=1)
    until, ends = sealed.cooling_off_until, sealed.cooling_off_ends
    assert sealed.with_time_to_leave(until - day, ends - second) == sealed
    longer = sealed.with_time_to_leave(until + day, ends + second)
    assert (longer.cooling_off_until, longer.cooling_off_ends) == (until + day, ends + second)
    first = agreement(Stage.SIGNED).with_time_to_leave(until, ends)
    assert (first.cooling_off_until, first.cooling_off_ends) == (until, ends)


def test_signatures_add_up_and_say_which_of_them_are_on_paper() -> None:
    signing = agreement(Stage.SIGNING)
    assert signing.next_signer is Role.LENDER
    one = signing.with_signatures((Role.LENDER,), ())
    assert one.next_signer is Role.BORROWER
    both = one.with_signatures((Role.BORROWER,), (Role.BORROWER,))
    assert both.next_signer is None
    assert (both.signed, both.on_paper) == ((Role.LENDER, Role.BORROWER), (Role.BORROWER,))
    more = both.with_signatures((Role.COUNSELOR,), (Role.COUNSELOR,))
    assert more.signed == (Role.LENDER, Role.BORROWER, Role.COUNSELOR)
    assert more.on_paper == (Role.BORROWER, Role.COUNSELOR)


def test_what_is_no_step_of_theirs_stops_the_program() -> None:
    case = a_case(Stage.SIGNING)
    for decides in (decide_signing, decide_paper):
        with pytest.raises(AssertionError, match="but got: 'a dance'"):
            decides(case, "a dance", by=Role.BORROWER, at=NOON)  # type: ignore[arg-type]  # no command at all
