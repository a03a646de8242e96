"""Proof: asked for on one page, typed in lines on another, and read back with every balance."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.doubts.conftest import Sides, words

GOOD = """2026-03-01; principal; 2700.00; The loan
2026-04-01; interest; 18.00; April
2026-05-04; fee; 12.00; Late fee
2026-06-01; payment; 60.00; By card
2026-07-01; adjustment; 40.00; Goodwill"""
BLOCKED = "We will send police to your home"


@pytest.fixture
def asked(sides: Callable[..., Sides]) -> Sides:
    both = sides("four-weekly", "confirm", "tell", "offer", "counter")
    sent = both.say("proof", wanted=["statement", "interest"], words="I know of no late fee.")
    assert sent.status_code == 303
    return both


def test_the_borrower_reads_until_when_and_is_asked_for_nothing(asked: Sides) -> None:
    page = asked.read("proof")
    assert "The lender owes you proof by 11 December 2026" in page
    assert "A statement with every line" in page
    assert "You asked for proof. Nothing is asked of you" in asked.read("")
    assert "due by 11 December 2026" in asked.desk()
    assert "Make an offer" not in asked.desk()


def test_lines_that_add_up_are_read_with_the_balance_after_each(asked: Sides) -> None:
    assert asked.answer("proof", lines=GOOD).status_code == 303
    text = asked.read("proof")
    for words_ in ("Late fee", "£2,718.00", "-£60.00", "£2,630.00", "We looked at our books."):
        assert words_ in text
    assert asked.case.proof is None


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (GOOD.replace("2700", "2701"), "The lines come to £1.00 more than the balance."),
        (GOOD.replace("2700", "2699"), "The lines come to £1.00 less than the balance."),
        (GOOD.replace("2026-05-04", "4 May"), "Line 3: write the day like 2026-05-04"),
        (GOOD.replace("2026-05-04", "2026-02-30"), "Line 3: write the day like 2026-05-04"),
        (GOOD.replace("fee;", "fine;"), "Line 3: say principal"),
        (GOOD.replace("12.00", "-12.00"), "Line 3: write an amount above 0"),
        (GOOD.replace("; The loan", "").replace("; 2700.00", ""), "Line 1: write day; kind"),
        (GOOD.replace("Late fee", BLOCKED), "Line 3: use shorter, plain words"),
        ("", "Enter at least one line"),
    ],
)
def test_a_line_that_cannot_be_is_named_and_all_that_was_typed_stays(
    asked: Sides, lines: str, said: str
) -> None:
    answer = asked.answer("proof", lines=lines)
    assert answer.status_code == 422
    page = words(answer)
    assert said in page.get_text(" ", strip=True)
    box = page.select_one("textarea[name=lines]")
    assert box is not None
    assert box.get_text().strip() == lines
    assert asked.case.proof is not None


def test_lines_are_read_in_chinese_too(asked: Sides) -> None:
    chinese = GOOD.replace(";", "；")
    for english, other in (
        ("principal", "本金"),
        ("interest", "利息"),
        ("fee；", "费用；"),
        ("payment", "还款"),
        ("adjustment", "减免"),
    ):
        chinese = chinese.replace(f" {english}", f" {other}", 1)
    assert asked.answer("proof", lines=chinese).status_code == 303


def test_whoever_does_not_wait_goes_on_in_one_press_and_is_still_owed_it(asked: Sides) -> None:
    assert asked.say("go-on").status_code == 303
    assert asked.borrower.get(asked.mine("accept")).status_code == 200
    assert "They still owe it to you." in asked.read("proof")
    assert "You still owe it." in asked.desk()


def test_nothing_is_ticked_and_something_has_to_be(sides: Callable[..., Sides]) -> None:
    both = sides("new")
    page = both.borrower.soup(both.mine("proof"))
    assert page.select("main input[type=checkbox]")
    assert not page.select("main input[checked]")
    assert both.say("proof").status_code == 422
