"""A dispute of one fee, from the borrower's page to corrected figures on both sides' pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.negotiation.case import Stage
from app.core.negotiation.dispute_events import DebtPart
from app.core.negotiation.events import DisputeKind
from tests.web.doubts.conftest import Sides, words

ONE_FEE = {
    "kind": "wrong_amount",
    "part": "fees",
    "line": "Late fee of May",
    "right_amount": "0",
    "words": "I paid on the day.",
}
OFFERED = ("confirm", "tell", "offer")
# Of four-weekly: 2,600.00 of principal, 18.00 of interest and 12.00 of fees.


@pytest.fixture
def fee(sides: Callable[..., Sides]) -> Sides:
    both = sides("four-weekly", *OFFERED)
    assert both.say("dispute", **ONE_FEE).status_code == 303
    return both


def test_the_lender_reads_which_fee_and_what_the_borrower_thinks_is_right(fee: Sides) -> None:
    assert fee.case.claim is not None
    assert fee.case.claim.part is DebtPart.FEES
    desk = fee.desk("dispute")
    assert "Late fee of May" in desk
    assert "It should be £0.00." in desk
    assert "In their words: I paid on the day." in desk
    assert "Late fee of May" in fee.read("")


def test_a_fee_that_is_named_is_part_of_the_fees(sides: Callable[..., Sides]) -> None:
    both = sides("four-weekly", *OFFERED)
    both.say("dispute", kind="wrong_amount", line="Late fee of May")
    assert both.case.claim is not None
    assert both.case.claim.part is DebtPart.FEES


def test_corrected_figures_are_shown_before_they_are_sent_and_then_stand_everywhere(
    fee: Sides,
) -> None:
    first = fee.answer("dispute", answer="corrected", fees="0")
    assert first.status_code == 200
    preview = words(first).get_text(" ", strip=True)
    assert "Nothing is sent yet" in preview
    assert "£2,618.00" in preview
    assert fee.case.dispute is DisputeKind.WRONG_AMOUNT  # nothing happened yet
    assert fee.correct(answer="corrected", fees="0").status_code == 303
    assert fee.case.debt.owed.plain == "2618.00"
    assert fee.case.stage is Stage.OPEN
    assert "£2,618.00" in fee.read("")
    outcome = fee.read("outcome")
    assert "You were right. The debt is corrected" in outcome
    assert "£2,630.00" in outcome
    assert "It is set aside, and nobody is bound by it." in outcome
    assert "We looked at our books." in outcome
    assert "£2,618.00" in fee.desk()


def test_figures_that_moved_after_they_were_shown_are_shown_again(fee: Sides) -> None:
    fee.answer("dispute", answer="corrected", fees="0")
    other = fee.answer("dispute", answer="corrected", fees="0", interest="0", shown="another")
    assert other.status_code == 200
    assert fee.case.dispute is DisputeKind.WRONG_AMOUNT


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"answer": "corrected"}, "Enter at least one figure that is lower"),
        ({"answer": "corrected", "fees": "13"}, "No figure may rise"),
        ({"answer": "corrected", "fees": "5"}, "This is more than the borrower says"),
        ({"answer": "corrected", "fees": "five"}, "Enter"),
        ({}, "Choose an answer"),
    ],
)
def test_figures_that_cannot_be_are_asked_for_again_and_kept(
    fee: Sides, sent: dict[str, str], said: str
) -> None:
    answer = fee.answer("dispute", **sent)
    page = words(answer)
    assert answer.status_code == 422
    assert said in page.get_text(" ", strip=True)
    box = page.select_one("input[name=fees]")
    assert box is not None
    assert box["value"] == sent.get("fees", "")
    assert "We looked at our books." in page.get_text()
    assert fee.case.dispute is DisputeKind.WRONG_AMOUNT


def test_right_in_part_leaves_part_of_the_fee(fee: Sides) -> None:
    assert fee.correct(answer="partly", fees="5").status_code == 303
    assert fee.case.debt.fees.plain == "5.00"
    assert "You were right in part" in fee.read("outcome")


def test_a_debt_that_is_not_theirs_closes_with_a_page_like_a_letter(
    sides: Callable[..., Sides],
) -> None:
    both = sides("four-weekly", *OFFERED)
    both.say("dispute", kind="not_mine")
    assert "from now on" not in both.desk("dispute")
    assert both.answer("dispute", answer="upheld").status_code == 303
    letter = both.read("outcome")
    for line in (
        "Written by Northbank",
        "Written to Priya Shah",
        "This case is over",
        "You owe nothing here.",
    ):
        assert line in letter
    assert both.case.stage is Stage.CLOSED


def test_a_no_has_its_reason_and_every_way_on(fee: Sides) -> None:
    assert fee.answer("dispute", answer="rejected").status_code == 303
    page = fee.borrower.soup(fee.mine("outcome"))
    text = page.get_text(" ", strip=True)
    assert "We looked at our books." in text
    assert "Financial Ombudsman Service" in text
    hrefs = {str(a["href"]) for a in page.select("main a[href]")}
    assert {fee.mine(p) for p in ("complaint", "ask-help", "proof")} <= hrefs


def test_an_amount_that_is_not_less_is_asked_about_again_and_nothing_is_lost(
    sides: Callable[..., Sides],
) -> None:
    both = sides("four-weekly", *OFFERED)
    answer = both.say("dispute", **ONE_FEE | {"right_amount": "12.00"})
    assert answer.status_code == 422
    page = words(answer)
    assert "Enter less than the lender says you owe" in page.get_text()
    line = page.select_one("input[name=line]")
    assert line is not None
    assert line["value"] == "Late fee of May"
    assert page.select_one("details[open]") is not None
    assert both.case.dispute is None


def test_nobody_has_an_answer_to_read_before_there_is_one(fee: Sides) -> None:
    assert fee.borrower.get(fee.mine("outcome")).status_code == 303


def test_the_story_is_told_in_chinese_too(sides: Callable[..., Sides]) -> None:
    both = sides("four-weekly", *OFFERED, language="zh")
    assert both.say("dispute", **ONE_FEE).status_code == 303
    assert both.correct(answer="corrected", fees="0").status_code == 303
    assert "您是对的。债务已更正" in both.read("outcome")
