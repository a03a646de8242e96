"""Whatever somebody says they need changes something, and what their pages say of it is so (E18)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from app.core.contact import Channel, Never
from app.core.reach import NEWS, WAYS, Said, fitting
from app.core.support import Need, needs
from app.core.support import Said as Words
from app.usecases import budget, calls, wishes
from app.usecases.calls import NotNow
from tests.stage import Stage, Visitor
from tests.usecases.test_contacts import ledger
from tests.web.borrower.conftest import Reader

ROOT = Path(__file__).parents[3]
STYLE = (ROOT / "app" / "web" / "static" / "plainpact.css").read_text()
CODES = [need.code for need in needs()]
STEPS = ("confirm", "tell", "offer", "counter")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ALL = frozenset(WAYS)
Visit = Callable[..., Visitor]


def tell(me: Reader, *codes: str) -> None:
    told = budget.read(me.part.deps, me.part.borrower, me.part.household_id).record.told
    assert told is not None
    budget.save(me.part.deps, me.part.borrower, me.part.household_id, replace(told, needs=codes))


def own_pages(me: Reader) -> dict[str, str]:
    """What the person sees, without the box that says what is set up."""
    found = {}
    for page in ("", "options", "answer", "accept"):
        main = me.see(me.case(page)).select_one("main")
        assert main is not None
        for box in main.select("aside.pp-set-up, input[type=hidden]"):
            box.decompose()
        found[page] = str(main)
    return found


def effects(me: Reader, staff: Visitor, *codes: str) -> set[str]:
    """What changes to be seen when ``codes`` are told: own pages, their style, the lender's screen."""
    desk = f"/lender/cases/{me.part.case_id}"
    tell(me)
    mine, theirs = own_pages(me), staff.soup(desk).get_text()
    tell(me, *codes)
    found = {
        "pages": own_pages(me) != mine,
        "style": any(re.search(rf"\.pp-needs-{code}\b", STYLE) for code in codes),
        "lender": staff.soup(desk).get_text() != theirs,
    }
    return {name for name, changed in found.items() if changed}


def in_language(words: Words, language: str) -> str:
    return words.zh if language == "zh" else words.en


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("need", needs(), ids=lambda need: need.code)
def test_e18_every_need_changes_something_that_can_be_seen(
    reader: Callable[..., Reader], visit: Visit, need: Need, language: str
) -> None:
    me = reader("counter", *STEPS, language=language)
    staff = visit(me.part.place.agent, language=language)
    found = effects(me, staff, need.code)
    assert found
    assert (need.lender is not None) == ("lender" in found)
    if need.lender is not None:
        desk = staff.soup(f"/lender/cases/{me.part.case_id}").get_text()
        assert in_language(need.lender, language) in desk
    box = me.see(me.case()).select_one("aside.pp-set-up")
    assert box is not None
    assert in_language(need.note, language) in box.get_text()


def test_e18_a_need_that_changes_nothing_would_be_found(
    reader: Callable[..., Reader], visit: Visit
) -> None:
    me = reader("counter", *STEPS)
    assert effects(me, visit(me.part.place.agent), "no-such-need") == set()


def _refuses(me: Reader, *ways: Channel) -> bool:
    """Whether a lender's person is kept from these, although they were welcome before."""
    for way in ways:
        with pytest.raises(NotNow) as refused:
            calls.plan(me.part.deps, me.part.place.agent, me.part.case_id, uuid4(), way, MONDAY)
        if not isinstance(refused.value.answer, Never):
            return False
    return True


def _asked_of_lender(me: Reader, staff: Visitor) -> bool:
    return bool(staff.soup(f"/lender/cases/{me.part.case_id}").select("[aria-labelledby=support]"))


def _link(me: Reader, end: str) -> bool:
    pages = [me.see(path) for path in ("/my", me.case(), me.case("answer"))]
    return any(str(a["href"]).endswith(end) for page in pages for a in page.select("a[href]"))


CLAIMS: Mapping[str, Callable[[Reader, Visitor], bool]] = {
    "large_print": lambda _me, _: ".pp-needs-large_print{font-size:125%" in STYLE,
    "easy_words": lambda me, _: _link(me, "/glossary"),
    "calm_pages": lambda me, _: not me.see(me.case("answer")).select("main figure, main svg"),
    "screen_reader": lambda me, _: bool(me.see(me.case("answer")).select("details[open] table")),
    "more_time": lambda me, staff: (
        _asked_of_lender(me, staff) and "Keep it open" in me.words(me.case("answer"))
    ),
    "no_calls": lambda me, _: _refuses(me, Channel.TELEPHONE),
    "one_channel": lambda me, _: _refuses(me, Channel.TELEPHONE, Channel.LETTER),
    "paper": lambda me, staff: _asked_of_lender(me, staff) and "@media print" in STYLE,
    "interpreter": lambda me, _: bool(me.see(me.case()).select("header button[lang]")),
    "representative": lambda me, _: _link(me, "/help"),
    "reminders": lambda me, _: (
        me.visitor.get(f"/agreements/{me.part.case_id}/calendar.ics").mimetype == "text/calendar"
    ),
    "named_person": _asked_of_lender,
}
"""What the note of each need promises, as something that can be looked at."""


def test_e18_each_note_has_something_that_shows_it_to_be_so() -> None:
    assert list(CLAIMS) == CODES


@pytest.mark.parametrize("code", CODES)
def test_e18_what_a_note_promises_is_so(
    stage: Stage, reader: Callable[..., Reader], visit: Visit, code: str
) -> None:
    agreed = ("accept", "sign") if code == "reminders" else ()
    me = reader("counter", *STEPS, *agreed)
    stage.work()
    part = me.part
    wishes.say(part.deps, part.borrower, part.household_id, Said(ALL), "+447700900123", "en")
    tell(me, code)
    stage.clock.at = MONDAY
    later = Reader(visit(part.borrower), part)  # two days on, they have signed in again
    assert CLAIMS[code](later, visit(part.place.agent))


def test_e18_a_need_told_later_calls_off_what_was_planned(
    stage: Stage, reader: Callable[..., Reader]
) -> None:
    me = reader("counter", *STEPS)
    stage.work()
    part = me.part
    wishes.say(part.deps, part.borrower, part.household_id, Said(ALL), "+447700900123", "en")
    stage.clock.at = MONDAY.replace(day=24)
    later, agent = MONDAY.replace(day=25), part.place.agent
    calls.plan(part.deps, agent, part.case_id, uuid4(), Channel.TELEPHONE, later)
    assert any(one.planned for one in ledger(part))
    assert calls.desk(part.deps, agent, part.case_id).reach.phone
    tell(me, "no_calls")
    assert not any(one.planned for one in ledger(part))
    assert calls.desk(part.deps, agent, part.case_id).reach.phone is None


@pytest.mark.parametrize("news", NEWS)
def test_e18_of_a_wish_and_a_need_the_stricter_one_holds(news: Channel) -> None:
    said = Said(ALL, news)
    assert fitting(said, ()) == said
    assert fitting(said, ("no_calls",)).ways == ALL - {Channel.TELEPHONE}
    assert fitting(said, ("one_channel",)) == replace(said, ways=frozenset({news}))
    assert fitting(Said(frozenset()), ("no_calls", "one_channel")).stopped, "a stop stays a stop"
    assert not fitting(Said(frozenset({Channel.TELEPHONE})), ("no_calls",)).stopped
