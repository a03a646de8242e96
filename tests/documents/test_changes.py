"""What changed between two versions is said in words of both languages, and nothing is left out."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from dataclasses import fields
from string import Formatter
from typing import Any

import pytest

from app.core.agreement import (
    AgreementFacts,
    BudgetSummary,
    Clauses,
    DebtSplit,
    OriginalContract,
    Party,
    facts_bytes,
)
from app.core.caselines import Floor
from app.core.differences import ABOUT_THE_PAPER
from app.core.evidence import canonical
from app.core.terms import Terms
from app.documents.changes import Change, changes
from app.documents.wording import changes_en, changes_zh_hans
from tests.agreements import a_chinese_agreement, an_english_agreement

ENGLISH = facts_bytes(an_english_agreement())
WHOLE = {
    "budget",
    "clauses",
    "contact",
    "contract",
    "debt",
    "floor",
    "parties",
    "schedule",
    "terms",
}


def after(change: Callable[[dict[str, Any]], object], facts: bytes = ENGLISH) -> bytes:
    made = copy.deepcopy(json.loads(facts))
    change(made)
    return canonical(made)


def told(change: Callable[[dict[str, Any]], object], lang: str = "en") -> tuple[Change, ...]:
    return changes(ENGLISH, after(change), lang)


def names_of(kind: type, prefix: str) -> set[str]:
    return {prefix + field.name for field in fields(kind) if field.name not in WHOLE}


def test_every_figure_an_agreement_can_hold_has_a_name_in_both_languages() -> None:
    needed = names_of(AgreementFacts, "d_") - {f"d_{name}" for name in ABOUT_THE_PAPER}
    needed |= names_of(Terms, "d_terms_") | names_of(Clauses, "d_clauses_")
    needed |= names_of(DebtSplit, "d_debt_") | names_of(OriginalContract, "d_contract_")
    needed |= names_of(BudgetSummary, "d_budget_") | names_of(Floor, "d_budget_floor_")
    needed |= names_of(Party, "d_party_") - {"d_party_role"}
    needed |= {f"d_totals_{name}" for name in json.loads(ENGLISH)["totals"]}
    assert needed <= set(changes_en.WORDS)
    assert list(changes_en.WORDS) == list(changes_zh_hans.WORDS)
    for key, text in changes_en.WORDS.items():
        assert blanks(text) == blanks(changes_zh_hans.WORDS[key]), key


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", ["en", "zh_Hans"])
def test_two_whole_agreements_are_compared_without_a_gap(lang: str) -> None:
    other = facts_bytes(a_chinese_agreement())
    found = changes(ENGLISH, other, lang)
    assert len(found) > 30
    for one in found:
        assert one.name
        assert one.before != one.after
        assert not re.search(r"[{}]|None\b.*None", one.before + one.after)


def test_the_same_terms_on_another_paper_have_not_changed() -> None:
    assert told(lambda facts: facts.update(version=2, verify_code="another")) == ()


def test_a_figure_is_said_as_the_document_says_it() -> None:
    def change(facts: dict[str, Any]) -> None:
        facts["totals"]["repayable"]["minor"] += 100
        facts["terms"]["frequency"] = "weekly"
        facts["terms"]["rate"] = "1/20"
        facts["clauses"]["review_on"] = "2027-07-01"
        facts["debt"]["interest_frozen"] = False
        facts["clauses"]["credit_reporting"] = "unchanged"
        facts["parties"][0]["name"] = "Ben Shah"
        facts["budget"] = None

    assert told(change) == (
        Change("Paid in total", "£4,315.50", "£4,316.50"),
        Change("How often you pay", "every month", "every week"),
        Change("Yearly interest", "0%", "5%"),
        Change("Interest frozen", "Yes", "No"),
        Change("Your essential spending", "£1,510.00", "None"),
        Change("Your income", "£1,820.00", "None"),
        Change("What you have left over", "£170.00", "None"),
        Change("Your other spending", "£140.00", "None"),
        Change(
            "What credit agencies are told",
            "We report to credit agencies that you keep an agreed plan.",
            "This plan changes nothing in what credit agencies are told.",
        ),
        Change("Day we look at the plan again", "15 June 2027", "1 July 2027"),
        Change("Lender (we): Name", "Priya Shah", "Ben Shah"),
    )


def test_payments_are_summed_up_and_the_first_rows_written_out() -> None:
    def change(facts: dict[str, Any]) -> None:
        rows = facts["terms"]["schedule"]["instalments"]
        for row in rows[30:]:
            row["amount"]["minor"] += 100
            row["principal"]["minor"] += 100
        rows[0]["due_on"] = "2027-01-20"

    pay, when, rows = told(change)
    assert (pay.name, when.name) == ("You pay", "When")
    assert pay.before.startswith("18 payments of £119.87, then 18 payments of £119.88")
    assert pay.after.endswith("then 6 payments of £120.88")
    assert when.before == "15 January 2027, 15 December 2029"
    assert when.after == "20 January 2027, 15 December 2029"
    assert rows.after.startswith("No. 1, 20 January 2027: £119.87. Principal £119.87")
    assert rows.after.endswith("; and 5 more")


def test_what_is_granted_is_said_in_whole_sentences() -> None:
    (one,) = told(lambda facts: facts["terms"]["accommodations"].reverse())
    assert one.before == "The yearly rate falls from 19.9% to 0%. We cancel £36.00 of fees."
    assert one.after == "We cancel £36.00 of fees. The yearly rate falls from 19.9% to 0%."


def test_rows_that_fell_away_or_came_are_said_on_one_side() -> None:
    def change(facts: dict[str, Any]) -> None:
        del facts["terms"]["schedule"]["instalments"][-1]

    rows = next(one for one in told(change, "zh_Hans") if one.name == "表中不同的行")
    assert rows.before.startswith("第 36 期")
    assert rows.after == "无"


@pytest.mark.parametrize("lang", ["en", "zh_Hans"])
def test_another_source_of_time_is_said_as_the_label_says_it(lang: str) -> None:
    (one,) = told(lambda facts: facts.update(time_source="named_in_each_signature"), lang)
    said = {"en": "time stated by the authority named", "zh_Hans": "时间由各签名中注明的机构声明"}
    assert one.after.startswith(said[lang])


def test_a_counselor_who_came_in_is_named() -> None:
    def change(facts: dict[str, Any]) -> None:
        counselor = {**facts["parties"][1], "role": "counselor", "name": "Ana Díaz"}
        facts["parties"].append(counselor)

    found = told(change)
    assert Change("Counselor: Name", "None", "Ana Díaz") in found
    assert all(one.name.startswith("Counselor: ") for one in found)
