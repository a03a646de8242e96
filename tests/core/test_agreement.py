"""The facts of an agreement: checked, plain, canonical."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from app.core.agreement import AgreementFacts, Party, check, facts_bytes, facts_digest, facts_json
from app.core.errors import InvalidInput
from app.core.evidence import canonical, sha256_hex
from app.core.money import Currency, Money
from tests.agreements import a_chinese_agreement, an_english_agreement

ENGLISH = an_english_agreement()


def codes(**changes: object) -> set[tuple[str, str]]:
    changed = replace(ENGLISH, **changes)  # type: ignore[arg-type]  # any field
    return {(problem.path, problem.code) for problem in check(changed)}


@pytest.mark.parametrize("facts", [ENGLISH, a_chinese_agreement()])
def test_facts_are_canonical_and_have_one_digest(facts: AgreementFacts) -> None:
    data = facts_bytes(facts)
    assert canonical(json.loads(data)) == data
    assert facts_digest(facts) == sha256_hex(data)


def test_money_dates_and_rates_are_plain() -> None:
    told = json.loads(facts_bytes(ENGLISH))
    assert told["debt"]["principal"] == {"currency": "GBP", "minor": 421550}
    assert told["debt"]["as_of"] == "2026-11-20"
    assert told["created_at"] == "2026-11-21T09:30:00.000Z"
    assert told["terms"]["rate"] == "0/1"
    assert told["terms"]["accommodations"][0] == {
        "kind": "rate_cut",
        "was": "199/1000",
        "to": "0/1",
    }
    assert told["totals"]["repayable"]["minor"] == 431550
    assert told["totals"]["saving"]["minor"] == 129680
    assert len(told["terms"]["schedule"]["instalments"]) == 36


def test_the_worked_agreements_have_no_fault() -> None:
    assert check(ENGLISH) == ()
    assert check(a_chinese_agreement()) == ()


def test_less_than_the_law_of_the_product_is_refused() -> None:
    short = replace(ENGLISH.clauses, grace_days=6, cooling_off_days=13, advice=(), complaints=())
    assert codes(clauses=short) == {
        ("/clauses/grace_days", "too_short"),
        ("/clauses/cooling_off_days", "too_short"),
        ("/clauses/advice", "missing"),
        ("/clauses/complaints", "missing"),
    }


def test_a_balance_that_is_not_the_one_of_the_terms_is_refused() -> None:
    wrong = replace(ENGLISH.debt, fees=Money(3601, Currency.GBP))
    assert codes(debt=wrong) == {("/debt", "not_the_balance_of_the_terms")}


def test_terms_that_do_not_add_up_are_refused() -> None:
    wrong = replace(ENGLISH.terms, waived=Money(0, Currency.GBP))
    assert ("/terms", "owed_differs") in codes(terms=wrong)


def test_parties_are_one_borrower_and_one_lender_at_least() -> None:
    lender = ENGLISH.parties[0]
    assert ("/parties", "party_missing") in codes(parties=(lender,))
    assert ("/parties", "role_twice") in codes(parties=(*ENGLISH.parties, lender))


@pytest.mark.parametrize(
    "name",
    ["\u202eevil", "Zero\u200bwidth", "a\x00b", "soft\u00adhyphen", "x" * 201],
)
def test_names_that_deceive_or_flood_are_refused(name: str) -> None:
    lender, borrower = ENGLISH.parties
    changed = replace(ENGLISH, parties=(lender, replace(borrower, name=name)))
    with pytest.raises(InvalidInput):
        facts_json(changed)


@pytest.mark.parametrize("name", ["سارة الأحمد", "龘𠮷", "Zoë O'Brien <b>", "x" * 200])
def test_unusual_names_are_names(name: str) -> None:
    borrower = Party("borrower", "p-1", name)
    assert check(replace(ENGLISH, parties=(ENGLISH.parties[0], borrower))) == ()


def test_a_schedule_of_361_rows_is_refused() -> None:
    assert {p.code for p in check(an_english_agreement(months=361))} == {"too_many_rows"}


def test_languages_are_ours_and_the_record_is_not_its_own_translation() -> None:
    assert codes(language_of_record="fr") == {("/language_of_record", "unknown_language")}
    assert codes(translations=("en",)) == {("/translations", "is_the_record")}


def test_an_agreement_with_interest_says_how_it_is_counted() -> None:
    assert ("/clauses/day_count", "missing") in codes(
        terms=replace(ENGLISH.terms, rate=Fraction(1, 100))
    )
