"""Time for the borrower: chosen by kind, proven by nothing, made longer by one press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.core.hold_kinds import HoldKind
from app.core.negotiation.case import Case
from app.core.negotiation.pause_events import HoldPlaced
from app.usecases import demo_steps, holds
from tests.stage import Clock, Stage, Visitor
from tests.usecases.scenes import case_of, history, letters
from tests.web.borrower.conftest import Reader
from tests.web.pages.test_pages_lint import Page

Open = Callable[..., Reader]
BREATHING, CRISIS, DEATH = "UK-B01", "UK-B02", "house:bereavement"


def held(me: Reader, rule: str, **typed: str) -> Case:
    answer = me.send(me.case("hold"), "/hold", hold=rule, **typed)
    assert answer.status_code == 303
    return case_of(me.part)


def test_the_borrower_chooses_what_fits_and_nothing_is_chosen_before(reader: Open) -> None:
    me = reader("joint", "confirm")
    page = me.see(me.case("hold"))
    boxes = page.select("input[name=hold]")
    assert [box["value"] for box in boxes] == [
        "house:asked-for-time",
        BREATHING,
        CRISIS,
        "UK-H01",
        DEATH,
    ]
    assert not [box for box in boxes if box.has_attr("checked")]
    assert "Until 20 January 2027. No interest and no fees are added." in page.get_text(" ")


def test_without_a_choice_the_page_asks_again_and_keeps_the_words(reader: Open) -> None:
    me = reader("joint", "confirm")
    answer = me.send(me.case("hold"), "/hold", words="My post is late.")
    assert answer.status_code == 422
    assert "My post is late." in answer.text
    assert "Choose the kind that fits best" in answer.text
    assert case_of(me.part).hold is None


def test_e17_no_proof_is_asked_for_and_the_lender_is_not_told_why(
    reader: Open, visit: Callable[..., Visitor]
) -> None:
    me = reader("joint", "confirm")
    held(me, DEATH)
    page = me.words(me.case("hold"))
    assert "You need no proof and no reason." in page
    assert "died" in page
    desk = visit(me.part.place.agent)
    for language in ("", "?show=on_hold"):
        assert "died" not in desk.soup("/lender" + language).get_text()
    shown = desk.soup(f"/lender/cases/{me.part.case_id}").get_text(" ", strip=True)
    assert "On hold until 20 January 2027" in shown
    assert "died" not in shown
    assert DEATH not in shown


@pytest.mark.parametrize(("rule", "stops"), [(BREATHING, True), (CRISIS, True), (DEATH, False)])
def test_every_page_says_what_stands_still(
    reader: Open, visit: Callable[..., Visitor], rule: str, stops: bool
) -> None:
    me = reader("joint", "confirm")
    held(me, rule)
    page, desk = me.words(me.case()), visit(me.part.place.agent)
    assert "It began on 21 November 2026." in page
    assert ("No interest and no fees are added until the end of" in page) is stops
    assert ("The sum on these pages stays as it is." in page) is not stops
    shown = desk.soup(f"/lender/cases/{me.part.case_id}").get_text(" ", strip=True)
    assert ("Add no interest and no fees until the end of" in shown) is stops


def test_what_the_law_gives_of_interest_outlives_going_on_and_a_longer_hold(reader: Open) -> None:
    me = reader("joint", "confirm")
    until = held(me, BREATHING).interest_stops_until
    me.send(me.case(), "/hold/longer")
    assert case_of(me.part).interest_stops_until == until
    me.send(me.case(), "/go-on")
    case = case_of(me.part)
    assert (case.hold, case.interest_stops_until) == (None, until)
    assert "No interest and no fees are added until the end of" in me.words(me.case())


def test_a_hold_goes_on_by_one_press_and_keeps_its_first_day(
    reader: Open, visit: Callable[..., Visitor], clock: Clock
) -> None:
    me = reader("joint", "confirm")
    before = held(me, DEATH).hold
    clock.move(days=20)
    me = Reader(visit(me.part.borrower), me.part)
    assert "Take 30 more days" in me.words(me.case())
    assert me.send(me.case(), "/hold/longer").location == me.case()
    after = case_of(me.part).hold
    assert before is not None
    assert after is not None
    assert after.until == before.until + timedelta(days=30)
    assert (after.since, after.kind) == (before.since, HoldKind.BEREAVEMENT)


def test_a_breathing_space_comes_once_in_a_year_and_goes_on_as_time_of_the_house(
    reader: Open,
) -> None:
    me = reader("joint", "confirm")
    held(me, BREATHING)
    me.send(me.case(), "/hold/longer")
    after = case_of(me.part).hold
    assert after is not None
    assert (after.rule, after.kind) == ("house:asked-for-time", HoldKind.TIME)
    page = me.see(me.case("hold"))
    assert BREATHING not in [box["value"] for box in page.select("input[name=hold]")]
    assert "comes once in 12 months" in page.get_text()
    again = me.send(me.case("hold"), "/hold", hold=BREATHING)
    assert again.status_code == 422


def test_a_longer_hold_is_never_made_shorter_by_choosing_another(reader: Open) -> None:
    me = reader("joint", "confirm")
    before = held(me, BREATHING).hold
    after = held(me, "UK-H01").hold
    assert before is not None
    assert after is not None
    assert (after.until, after.kind) == (before.until, HoldKind.SUPPORT)


def test_before_the_end_the_borrower_is_asked_kindly_and_once(
    reader: Open, stage: Stage, clock: Clock
) -> None:
    me = reader("joint", "confirm")
    held(me, DEATH)
    told = []
    for _ in range(70):
        clock.move(days=1)
        stage.work()
    told = [one.text for one in letters(stage.deps) if "Do you want more time?" in one.text]
    assert len(told) == 1
    assert "20 January 2027" in told[0]
    assert "Nothing gets worse then." in told[0]


def test_whoever_went_on_is_not_asked_about_a_hold_that_is_over(
    reader: Open, stage: Stage, clock: Clock
) -> None:
    me = reader("joint", "confirm")
    held(me, DEATH)
    me.send(me.case(), "/go-on")
    for _ in range(70):
        clock.move(days=1)
        stage.work()
    assert not [one for one in letters(stage.deps) if "Do you want more time?" in one.text]


@pytest.mark.parametrize("rule", ["house:asked-for-time", BREATHING])
def test_an_offer_of_the_lenders_can_still_be_answered_after_a_hold(
    reader: Open, rule: str
) -> None:
    me = reader("joint", "confirm", "tell", "offer", "counter")
    before = case_of(me.part).offer
    case = held(me, rule)
    assert before is not None
    assert case.offer is not None
    assert case.hold is not None
    first = before.terms.schedule.instalments[0].due_on
    # Nobody could accept it on the day of its first payment, or later.
    week = min(case.hold.until + timedelta(days=7), first - timedelta(days=1))
    assert case.offer.expires_on == max(before.expires_on, week)


def test_a_counselor_reads_until_when_a_client_has_time(
    stage: Stage, visit: Callable[..., Visitor]
) -> None:
    part = stage.part("counselor", "authority", "confirm")
    holds.place(part.deps, part.place.counselor, part.case_id, "house:asked-for-time", "")
    assert "on hold until 21 December 2026" in visit(part.place.counselor).soup(
        "/counselor"
    ).get_text(" ", strip=True)
    placed = [event for event in history(part) if isinstance(event, HoldPlaced)]
    assert placed[0].by.value == "counselor"
    demo_steps.hold(part)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pages_pass_the_lint_in_both_languages(reader: Open, language: str) -> None:
    me = reader("joint", "confirm", language=language)
    held(me, BREATHING)
    for path in (me.case("hold"), me.case()):
        page = Page(me.visitor.get(path).text)
        names = [tag["id"] for tag in page.all("div", "section", "input", "h2") if "id" in tag]
        assert len(names) == len(set(names))
        assert len(page.words["h1"]) == 1
