"""From an accepted case to the facts people sign: nothing left out, nothing made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.agreement import AgreementFacts, Party, Text, check
from app.core.debt import Age
from app.core.drafting import ALLOCATION, Draft, draft, masked
from app.core.errors import TransitionNotAllowed
from app.core.guidance import guidance_for
from app.core.negotiation.case import Case, Stage
from app.core.old_debt import age_note
from app.core.packs import load
from app.core.rows import HOUSE_ORDER
from tests.factories import NOON, a_case

DRAFT = Draft(
    agreement_id="a-1",
    version=1,
    case_id="0d9a4a0c-55a5-4a52-8f4c-6d1f77a2f201",
    parties=(
        Party("lender", "l", "Northgate", organisation="Northgate"),
        Party("borrower", "b", "Amelia Okafor"),
    ),
    language_of_record="en",
    evidence_head="0" * 64,
    verify_url="https://plainpact.example/verify",
    verify_code="K7Q2M9XD4T22",
    specimen=True,
    contact="help@plainpact.example",
    cooling_off_until=(NOON + timedelta(days=14)).date(),
)
YOUNG = Age(known=True, expired=False, extinguished=False)


def drafted(case: Case | None = None, **changes: str | Text) -> AgreementFacts:
    facts = replace(DRAFT, **changes)  # type: ignore[arg-type]  # any field
    return draft(case or a_case(Stage.AGREED), facts, guidance_for("UK", 14), NOON)


def test_a_draft_has_no_fault() -> None:
    assert check(drafted()) == ()


@pytest.mark.parametrize(("record", "other"), [("en", "zh_Hans"), ("zh_Hans", "en")])
def test_the_other_language_stands_in_the_same_file(record: str, other: str) -> None:
    facts = drafted(language_of_record=record)
    assert facts.language_of_record == record
    assert facts.translations == (other,)


def test_the_order_that_is_stated_is_the_order_plans_are_worked_out_in() -> None:
    assert ALLOCATION == HOUSE_ORDER
    assert drafted().clauses.allocation == HOUSE_ORDER


def test_a_budget_nobody_shared_is_not_said_to_be_shared() -> None:
    case = a_case(Stage.AGREED)
    assert [s.recipient for s in drafted(case).clauses.sharing] == ["Northgate"]
    alone = drafted(replace(case, budget=None))
    assert alone.budget is None
    assert alone.clauses.sharing == ()


def test_nothing_is_written_down_before_an_offer_is_accepted() -> None:
    with pytest.raises(TransitionNotAllowed):
        drafted(a_case(Stage.OFFERED))


def test_what_does_not_divide_is_in_the_last_payment_as_the_draft_says() -> None:
    facts = drafted()
    *others, last = [row.amount for row in facts.terms.schedule.instalments]
    assert facts.clauses.remainder == "last"
    assert len(set(others)) == 1
    assert last <= others[0]


@pytest.mark.parametrize(
    ("reference", "shown"),
    [("NB-2023-118822", "****8822"), ("12345678", "****78"), ("1234", "****"), ("", "****")],
)
def test_a_reference_shows_its_end_alone(reference: str, shown: str) -> None:
    assert masked(reference) == shown


@pytest.mark.parametrize("pack", ["UK", "US", "CN", "AU"])
def test_an_old_debt_and_one_of_unknown_age_get_a_note_everywhere(pack: str) -> None:
    old = age_note(load(pack), replace(YOUNG, expired=True))
    unknown = age_note(load(pack), replace(YOUNG, known=False))
    assert old is not None
    assert unknown is not None
    assert old != unknown
    assert "free advice" in old.en
    assert "免费咨询" in old.zh_Hans


def test_a_young_debt_gets_a_note_only_where_a_rule_asks_for_one() -> None:
    assert age_note(load("UK"), YOUNG) is None
    asked = age_note(load("CN"), YOUNG)
    assert asked is not None
    assert "诉讼时效" in asked.zh_Hans
    assert drafted(limitation=asked).clauses.limitation == asked
