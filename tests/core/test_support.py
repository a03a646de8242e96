from __future__ import annotations

import json
import re
from itertools import combinations

import pytest

from app.core.access import Role
from app.core.caselines import Household, Wishes
from app.core.hardship import MOST_PAPERS, hardship_types, help_kinds, papers_for
from app.core.household_record import BudgetSaved, Told, saved_by
from app.core.money import Currency, Money
from app.core.support import Need, instructions, needed, needs, settled
from app.store.event_codec import from_json, to_json

ALL = needs()
TEN = Money(1000, Currency.GBP)
ALONE = Household(adults=1, children=0, partner=False)


@pytest.mark.parametrize("need", ALL, ids=lambda need: need.code)
def test_a_need_is_said_in_both_languages_and_changes_something(need: Need) -> None:
    for said in (need.said, need.note, *([need.lender] if need.lender else [])):
        assert said.en.isascii() or "’" in said.en
        assert any("\u4e00" <= letter <= "\u9fff" for letter in said.zh)


def test_an_instruction_never_says_why() -> None:
    told = " ".join(f"{i.en} {i.zh}" for i in instructions(n.code for n in ALL)).lower()
    for reason in (
        "ill",
        "disab",
        "blind",
        "deaf",
        "anx",
        "mental",
        "病",
        "残",
        "盲",
        "聋",
        "精神",
    ):
        assert reason not in told.replace("will", "").replace("still", "")


REFUSED = {
    "one_channel": re.compile(r"letter|paper|\bsend|\bpost|talk|call|信|寄|纸|电话|谈话"),
    "no_calls": re.compile(r"talk|phone|谈话|通话"),
    "calm_pages": re.compile(r"charts?\b|pictures?|图"),
}
"""What an instruction or a note may not promise beside each of these needs."""
SAFE = re.compile(
    r"(?:not to|not|no) (?:call|letters|other)\w*|no charts|papers in large print on this site"
    r"|without charts|不要打电话|不寄信|不显示图表"
)


@pytest.mark.parametrize(
    "pair", list(combinations(ALL, 2)), ids=lambda p: f"{p[0].code}+{p[1].code}"
)
def test_no_two_needs_contradict_each_other(pair: tuple[Need, Need]) -> None:
    codes = [need.code for need in pair]
    said = [*instructions(codes), *(need.note for need in settled(codes))]
    for code in codes:
        for words in said:
            for text in (words.en.lower(), words.zh):
                found = REFUSED[code].search(SAFE.sub("", text)) if code in REFUSED else None
                assert not found, (code, text)


def test_one_way_of_contact_stops_letters_and_the_person_reads_that() -> None:
    both = ("one_channel", "paper")
    assert [said.en for said in instructions(both)] == ["Use this site only. No other channel."]
    assert "No letters are sent" in settled(both)[1].note.en
    assert "不寄信" in settled(both)[1].note.zh
    assert "Send letters on paper too." in [said.en for said in instructions(("paper",))]


def test_what_changes_beside_another_need_is_about_a_need_of_the_form() -> None:
    known = {need.code for need in ALL}
    for need in ALL:
        assert {one.code for one in need.beside} <= known - {need.code}
        for one in need.beside:
            assert one.note.en.isascii()
            assert any("\u4e00" <= letter <= "\u9fff" for letter in one.note.zh)


def test_needs_keep_the_order_of_the_form_and_unknown_codes_are_left_out() -> None:
    codes = [need.code for need in reversed(ALL)]
    assert needed([*codes, "gone"]) == ALL


def test_a_budget_that_was_saved_before_there_were_needs_is_read() -> None:
    old = json.loads(to_json(Told(ALONE)))
    del old["needs"]
    assert from_json(json.dumps(old).encode(), Told) == Told(ALONE)
    assert "needs" in Told.__slots__
    assert BudgetSaved.__slots__ == ("told", "by", "at", "erased_at")


def test_the_borrower_alone_sets_the_buffer() -> None:
    before = Told(ALONE, wishes=Wishes(buffer=TEN))
    asked = Told(ALONE, wishes=Wishes(day=5, buffer=None))
    assert saved_by(before, asked, Role.BORROWER) == asked
    assert saved_by(before, asked, Role.COUNSELOR).wishes == Wishes(day=5, buffer=TEN)
    bold = Told(ALONE, wishes=Wishes(buffer=TEN))
    assert saved_by(None, bold, Role.COUNSELOR).wishes.buffer is None


def test_proof_is_two_papers_at_most_each_with_its_reason() -> None:
    for kind in hardship_types():
        assert kind.documents in {0, 1, 2}
        assert bool(kind.documents) == bool(kind.because_en) == bool(kind.because_zh)


def test_proof_is_two_papers_at_most_over_everything_that_happened() -> None:
    kinds = hardship_types()
    papers = papers_for(kinds)
    assert sum(papers.values()) == MOST_PAPERS == 2
    assert all(papers[kind.code] in {0, kind.documents} for kind in kinds)
    for one, other in combinations(kinds, 2):
        assert sum(papers_for((one, other)).values()) <= MOST_PAPERS
    for kind in kinds:
        assert papers_for((kind,)) == {kind.code: kind.documents}


def test_abuse_and_addiction_need_no_proof_and_no_illness_is_named() -> None:
    kinds = {kind.code: kind for kind in hardship_types()}
    for code in (
        "DOMESTIC_ABUSE",
        "ADDICTION_GAMBLING",
        "MENTAL_HEALTH",
        "TERMINAL",
        "BEREAVEMENT",
    ):
        assert kinds[code].documents == 0
    for code in ("ILLNESS_SHORT", "ILLNESS_LONG"):
        assert "Cover up the illness" in kinds[code].because_en


def test_every_kind_has_help_and_all_help_has_words() -> None:
    known = {one.code for one in help_kinds()}
    assert len(hardship_types()) == 24
    assert all(
        kind.accommodations and set(kind.accommodations) <= known for kind in hardship_types()
    )
