"""No plan we work out begins before the last day to leave, on whatever day it is asked for."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from app.core.assessment import assess
from app.core.casefile import parse
from app.core.packs import load
from tests.core.cases import a_case, only

ASKED = date(2027, 1, 15)  # the day of the case file in ``cases``


@pytest.mark.parametrize("after", range(13, 17))
def test_no_option_begins_before_the_last_day_to_leave(after: int) -> None:
    wished = (ASKED + timedelta(days=after)).day
    _, _, options = only(a_case(wishes={"day": wished}))
    firsts = {option.terms.schedule.first_due for option in options}
    last_to_leave = ASKED + timedelta(days=load("UK").cooling_off.days)
    assert firsts
    assert min(firsts) >= last_to_leave
    assert min(firsts) <= last_to_leave + timedelta(days=31)


def test_the_fourteenth_day_is_early_enough() -> None:
    assert load("UK").cooling_off.last_day(ASKED) == date(2027, 1, 29)
    _, _, options = only(a_case(wishes={"day": 29}))
    assert min(option.terms.schedule.first_due for option in options) == date(2027, 1, 29)


def test_the_months_begin_with_a_plan_that_was_offered_sooner() -> None:
    case = parse(json.dumps(a_case()).encode())
    later = assess(case, load("UK"))
    sooner = assess(case, load("UK"), begins=ASKED + timedelta(days=3))
    assert [later.horizon[0].month, sooner.horizon[0].month] == ["2027-02", "2027-01"]
    assert sooner.horizon[1] == later.horizon[0]
    assert assess(case, load("UK"), begins=ASKED + timedelta(days=90)) == later
