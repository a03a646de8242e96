"""Support needs and hardship: what they change for the person, and what a lender reads of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.core.caselines import HardshipLine
from app.core.hardship import hardship_types
from app.core.household_record import Told
from app.core.support import needs
from app.usecases import budget
from tests.stage import START, Visitor
from tests.web.borrower.conftest import Reader

STEPS = ("confirm", "tell", "offer")
KINDS = hardship_types()


@pytest.fixture
def me(reader: Callable[..., Reader]) -> Reader:
    return reader("four-weekly", *STEPS)


def tell(me: Reader, **changes: object) -> None:
    """The household tells something more, at the same case."""
    part = me.part
    told = budget.read(part.deps, part.borrower, part.household_id).record.told
    assert isinstance(told, Told)
    budget.save(part.deps, part.borrower, part.household_id, replace(told, **changes))  # type: ignore[arg-type]  # fields of Told by name


@pytest.mark.parametrize("code", [need.code for need in needs()])
def test_every_need_changes_the_persons_own_pages(me: Reader, code: str) -> None:
    before = me.see(me.case("options"))
    answer = me.send(me.house("budget/needs"), codes=[code], then="later")
    assert answer.status_code == 303
    after = me.see(me.case("options"))
    assert not before.select_one("aside.pp-set-up")
    root, box = after.select_one("html"), after.select_one("aside.pp-set-up")
    assert root is not None
    assert root["class"] == [f"pp-needs-{code}"]
    (need,) = (n for n in needs() if n.code == code)
    assert box is not None
    assert need.note.en in box.get_text()


def test_calmer_pages_have_no_charts_and_a_screen_reader_gets_open_tables(me: Reader) -> None:
    assert me.see(me.case("options")).select("svg.plot")
    tell(me, needs=("calm_pages",))
    assert not me.see(me.case("options")).select("svg.plot")
    tell(me, needs=("screen_reader",))
    tables = me.see(me.case("options")).select("details[open] table")
    assert len(tables) >= 2


@pytest.mark.parametrize(
    ("steps", "page"),
    [
        (("confirm", "tell", "offer"), "answer"),
        (("confirm", "tell", "offer", "counter"), "answer"),
        (("confirm", "tell", "offer", "counter"), "accept"),
        (("confirm", "tell"), "offer/balanced"),
    ],
)
def test_every_page_with_a_schedule_keeps_to_the_needs(
    reader: Callable[..., Reader], steps: tuple[str, ...], page: str
) -> None:
    me = reader("four-weekly", *steps)
    assert me.see(me.case(page)).select("main figure svg")
    assert not me.see(me.case(page)).select("details[open] table")
    tell(me, needs=("calm_pages",))
    calm = me.see(me.case(page))
    assert not calm.select("main figure")
    assert calm.select("details table")
    tell(me, needs=("screen_reader",))
    assert me.see(me.case(page)).select("details[open] table")


def test_calm_pages_with_a_screen_reader_are_open_tables_and_no_charts(me: Reader) -> None:
    tell(me, needs=("calm_pages", "screen_reader"))
    page = me.see(me.case("options"))
    assert not page.select("main figure")
    assert len(page.select("details[open] table")) >= 2
    assert "Each dot" not in page.get_text()


def test_one_way_of_contact_stops_letters_on_both_sides_pages(
    me: Reader, visit: Callable[..., Visitor]
) -> None:
    tell(me, needs=("one_channel", "paper"))
    words = visit(me.part.place.agent).soup(f"/lender/cases/{me.part.case_id}").get_text()
    assert "Use this site only." in words
    assert "letters" not in words
    assert "No letters are sent" in me.words(me.case("options"))


@pytest.mark.parametrize("code", [need.code for need in needs() if need.lender])
def test_a_lender_reads_what_to_do_and_never_why(
    me: Reader, visit: Callable[..., Visitor], code: str
) -> None:
    (need,) = (n for n in needs() if n.code == code)
    assert need.lender is not None
    staff = visit(me.part.place.agent)
    page = f"/lender/cases/{me.part.case_id}"
    assert need.lender.en not in staff.soup(page).get_text()
    tell(me, needs=(code,))
    words = staff.soup(page).get_text()
    assert need.lender.en in words
    assert need.said.en not in words
    assert need.note.en not in words


def test_what_is_for_the_persons_pages_alone_is_not_told_to_the_lender(
    me: Reader, visit: Callable[..., Visitor]
) -> None:
    tell(me, needs=("calm_pages",))
    page = visit(me.part.place.agent).soup(f"/lender/cases/{me.part.case_id}")
    assert not page.select_one("[aria-labelledby=support]")


def test_a_saved_need_leaves_a_row_in_the_log(me: Reader) -> None:
    def rows() -> int:
        with me.part.deps.reading() as uow:
            return len(uow.audit.of(f"household:{me.part.household_id}"))

    before = rows()
    me.send(me.house("budget/needs"), codes=["paper"], then="later")
    assert rows() == before + 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_happened_offers_every_kind_and_ticks_none(
    reader: Callable[..., Reader], language: str
) -> None:
    me = reader("four-weekly", "confirm", language=language)
    page = me.see(me.house("budget/happened"))
    boxes = page.select("input[type=checkbox]")
    assert [box["value"] for box in boxes] == [kind.code for kind in KINDS]
    assert not any(box.has_attr("checked") for box in boxes)
    words = page.get_text()
    assert all((kind.en if language == "en" else kind.zh) in words for kind in KINDS)
    assert me.send(me.house("budget/happened"), then="next").location.endswith("/budget/may-help")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_kind_lists_what_may_help_and_the_least_proof(
    reader: Callable[..., Reader], kind: object, language: str
) -> None:
    found = next(k for k in KINDS if k == kind)
    me = reader("four-weekly", "confirm", "tell", language=language)
    tell(me, hardship=(HardshipLine(found.code, START.date(), None),))
    card = me.see(me.house("budget/may-help")).select_one("section.pp-card")
    assert card is not None
    assert len(card.select("li")) == len(found.accommodations)
    words = card.get_text(" ", strip=True)
    paper = found.evidence_en if language == "en" else found.evidence_zh
    because = found.because_en if language == "en" else found.because_zh
    assert (paper in words) == bool(found.documents)
    assert because in words
    assert (("No paper is needed" if language == "en" else "不需要") in words) == (
        not found.documents
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_two_papers_are_enough_over_all_that_happened_and_both_pages_say_so(
    reader: Callable[..., Reader], language: str
) -> None:
    me = reader("four-weekly", "confirm", "tell", language=language)
    codes = ("JOB_LOSS", "INCOME_CUT", "COST_SHOCK", "RETIREMENT", "ILLNESS_SHORT")
    tell(me, hardship=tuple(HardshipLine(code, START.date(), None) for code in codes))
    page = me.see(me.house("budget/may-help"))
    said = {
        "en": ("2 papers at most in all", "No paper is needed", "which illness it is"),
        "zh": ("总共最多两份", "不需要材料", "问是什么病"),
    }[language]
    words = page.get_text(" ", strip=True)
    assert words.count(said[0]) == 1
    assert said[0] in me.words(me.house("budget/happened"))
    cards = [card.get_text(" ", strip=True) for card in page.select("section.pp-card")]
    assert sum(said[1] not in card for card in cards) == 2
    assert sum(said[2] in card for card in cards) == 1
    assert "Nobody asks for proof" not in me.words(me.house("budget/happened"))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_lender_never_reads_what_happened(
    me: Reader, visit: Callable[..., Visitor], kind: object
) -> None:
    found = next(k for k in KINDS if k == kind)
    staff, page = visit(me.part.place.agent), f"/lender/cases/{me.part.case_id}"
    tell(me, hardship=())
    before = staff.soup(page).get_text()
    tell(me, hardship=(HardshipLine(found.code, START.date(), None),))
    assert staff.soup(page).get_text() == before
    for secret in (found.code, found.en, found.zh):
        assert secret not in before


def test_a_cost_that_could_wait_is_no_longer_protected(me: Reader) -> None:
    told = budget.read(me.part.deps, me.part.borrower, me.part.household_id).record.told
    assert told is not None
    assert all(line.essential for line in told.spending)
    shown = me.see(me.house("budget/could-wait")).select("input[type=checkbox]")
    assert [box["value"] for box in shown] == [line.id for line in told.spending]
    first = told.spending[0].id
    me.send(me.house("budget/could-wait"), lines=[first], then="later")
    now = budget.read(me.part.deps, me.part.borrower, me.part.household_id).record.told
    assert now is not None
    assert [line.id for line in now.spending if not line.essential] == [first]


def test_a_smaller_buffer_is_the_borrowers_alone(
    reader: Callable[..., Reader], visit: Callable[..., Visitor]
) -> None:
    me = reader("counselor", "authority", "confirm", "tell")
    me.send(me.house("budget/wishes"), buffer="5", then="later")
    helper = Reader(visit(me.part.place.counselor), me.part)
    assert me.see(me.house("budget/wishes")).select_one("[name=buffer]")
    assert not helper.see(me.house("budget/wishes")).select_one("[name=buffer]")
    sent = helper.send(me.house("budget/wishes"), buffer="0", day="3", then="later")
    assert sent.status_code == 303
    told = budget.read(me.part.deps, me.part.borrower, me.part.household_id).record.told
    assert told is not None
    assert told.wishes.buffer is not None
    assert (told.wishes.buffer.plain, told.wishes.day) == ("5.00", 3)
