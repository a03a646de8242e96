from __future__ import annotations

import json
from typing import Any

import pytest

from app.core.casefile import parse
from app.core.errors import InvalidInput
from tests.core.cases import a_case, a_cost, a_debt, an_income


def problems(data: bytes) -> list[tuple[str, str]]:
    try:
        parse(data)
    except InvalidInput as refused:
        return [(p.path, p.code) for p in refused.problems]
    return []


def of(case: dict[str, Any]) -> list[tuple[str, str]]:
    return problems(json.dumps(case, ensure_ascii=False).encode())


def irregular(count: int, **more: object) -> dict[str, Any]:
    line = {"id": "i1", "category": "salary", "frequency": "irregular"}
    return line | {"monthly": ["10.00"] * count} | more


def proposal(**changes: object) -> dict[str, Any]:
    return {
        "id": "p1",
        "by": "borrower",
        "debt_id": "d1",
        "amount": "50.00",
        "frequency": "monthly",
        "first_due": "2027-03-01",
    } | changes


@pytest.mark.parametrize(
    "amount",
    ["1,250.00", "1e3", " 5", "+5", "-5", "٣", "NaN", 5, 5.5, "", "01.00", "12,50", "1e9999"],
)
def test_an_amount_that_is_not_plain_is_asked_about_again(amount: object) -> None:
    case = a_case(income=[an_income() | {"amount": amount}])

    assert of(case) == [("/income/0/amount", "amount_format")]


ONE_FAULT: dict[str, tuple[dict[str, Any], str, str]] = {
    "three decimals": (
        a_case(income=[an_income("1.005")]),
        "/income/0/amount",
        "too_many_decimals",
    ),
    "percent": (a_case(debts=[a_debt(annual_rate="24.9%")]), "/debts/0/annual_rate", "rate_format"),
    "bare point": (
        a_case(debts=[a_debt(annual_rate=".249")]),
        "/debts/0/annual_rate",
        "rate_format",
    ),
    "no such day": (a_case(as_of="2027-02-30"), "/as_of", "date_format"),
    "british date": (a_case(as_of="15/01/2027"), "/as_of", "date_format"),
    "another age": (a_case(as_of="9999-12-31"), "/as_of", "date_out_of_range"),
    "end before start": (
        a_case(income=[an_income(starts_on="2027-05-01", ends_on="2027-04-01")]),
        "/income/0/ends_on",
        "date_order",
    ),
    "eleven months": (a_case(income=[irregular(11)]), "/income/0/monthly", "monthly_values"),
    "both kinds": (
        a_case(income=[irregular(12, amount="5.00")]),
        "/income/0/amount",
        "monthly_values",
    ),
    "bimonthly": (
        a_case(income=[an_income(frequency="bimonthly")]),
        "/income/0/frequency",
        "unknown_frequency",
    ),
    "category": (
        a_case(income=[an_income(category="rent")]),
        "/income/0/category",
        "unknown_category",
    ),
    "hardship": (
        a_case(hardship=[{"code": "BAD_LUCK", "from": "2026-01-01", "expected_until": None}]),
        "/hardship/0/code",
        "unknown_hardship",
    ),
    "jurisdiction": (a_case(jurisdiction="FR"), "/jurisdiction", "unknown_jurisdiction"),
    "unknown key": (a_case(colour="red"), "/colour", "unknown_field"),
    "null": (a_case(as_of=None), "/as_of", "missing"),
    "null for an optional field": (a_case(subdivision=None), "/subdivision", "missing"),
    "id twice": (a_case(income=[an_income(), an_income()]), "/income/1/id", "duplicate_id"),
    "offer for nothing": (
        a_case(proposals=[proposal(debt_id="d9")]),
        "/proposals/0/debt_id",
        "unknown_debt",
    ),
    "policy for nothing": (
        a_case(lender_policy={"version": "1", "per_debt": {"d9": {}}}),
        "/lender_policy/per_debt/d9",
        "unknown_debt",
    ),
    "no debts": (a_case(debts=[]), "/debts", "no_debts"),
    "nothing owed": (
        a_case(debts=[a_debt(principal="0.00", interest="0.00", fees="0.00", arrears="0.00")]),
        "/debts",
        "balance_zero",
    ),
    "no adult": (
        a_case(household={"adults": 0, "children": 1, "partner": False}),
        "/household/adults",
        "household",
    ),
    "partner income": (
        a_case(income=[an_income(category="partner_salary")]),
        "/income/0/category",
        "household",
    ),
    "currency": (a_case(currency="EUR"), "/currency", "currency_mismatch"),
    "arrears": (
        a_case(debts=[a_debt(arrears="9000.00")]),
        "/debts/0/arrears",
        "arrears_above_owed",
    ),
    "paid tomorrow": (
        a_case(debts=[a_debt(last_payment_on="2027-01-16")]),
        "/debts/0/last_payment_on",
        "date_in_future",
    ),
    "too much": (
        a_case(proposals=[proposal(amount="3052.01")]),
        "/proposals/0/amount",
        "instalment_above_balance",
    ),
    "today": (
        a_case(proposals=[proposal(first_due="2027-01-15")]),
        "/proposals/0/first_due",
        "date_not_in_future",
    ),
    "too little": (
        a_case(proposals=[proposal(amount="0.99")]),
        "/proposals/0/amount",
        "below_minimum",
    ),
    "501 lines": (
        a_case(spending=[a_cost(id=f"s{n}") for n in range(501)]),
        "/spending",
        "too_large",
    ),
    "501 lines in two lists": (
        a_case(
            income=[an_income(id=f"i{n}") for n in range(250)],
            spending=[a_cost(id=f"s{n}") for n in range(251)],
        ),
        "/spending",
        "too_large",
    ),
    "never a working day": (
        a_case(
            calendar={
                "weekend": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
                "holidays": [],
            }
        ),
        "/calendar/weekend",
        "unknown_weekday",
    ),
}


@pytest.mark.parametrize("name", list(ONE_FAULT))
def test_one_fault_gets_one_problem_with_its_place(name: str) -> None:
    case, path, code = ONE_FAULT[name]

    assert of(case) == [(path, code)]


@pytest.mark.parametrize("field", sorted(a_case().keys() - {"subdivision"}))
def test_a_field_that_is_absent_is_named(field: str) -> None:
    case = a_case()
    del case[field]

    assert (f"/{field}", "missing") in of(case)


def test_yen_have_no_decimals() -> None:
    # No pack counts in yen, so both faults are told.
    case = a_case(currency="JPY", income=[an_income("1.5")])

    assert ("/currency", "currency_mismatch") in of(case)


def test_a_key_that_is_there_twice_is_named() -> None:
    data = json.dumps(a_case()).replace('"floor": null', '"floor": null, "floor": null', 1)

    assert problems(data.encode()) == [("/floor", "duplicate_key")]


@pytest.mark.parametrize("name", ["x" * 201, " ", "a\u202eb", "a\nb", "\ud800"])
def test_a_name_that_hides_something_or_is_too_long_is_told(name: str) -> None:
    data = json.dumps(a_case(debts=[a_debt(creditor=name)])).encode()

    assert problems(data) == [("/debts/0/creditor", "text_format")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json_format"),
        (b"\x00\x01\x02", "json_format"),
        (b"\xff\xfe{}", "encoding"),
        (b" " * (1024 * 1024 + 1), "too_large"),
        (b"[" * 21 + b"]" * 21, "too_large"),
        (b"[" * 500_000, "too_large"),
        (b"[]", "object_format"),
        (b"9" * 5000, "object_format"),
    ],
)
def test_input_that_cannot_be_read_at_all_gets_one_problem(data: bytes, code: str) -> None:
    assert problems(data) == [("", code)]


def test_all_problems_are_told_at_once_in_order_and_at_most_a_hundred() -> None:
    many = a_case(income=[an_income("x", id=f"i{n}") for n in range(120)], as_of="never")
    found = of(many)

    assert len(found) == 100
    assert found == sorted(found)
    assert ("/as_of", "date_format") in found


def test_a_floor_nobody_confirmed_is_no_error() -> None:
    floor = {
        "monthly": "900.00",
        "rule": "UK-F01",
        "source": "notice",
        "effective": "2026-10-01",
        "expires": None,
        "confirmed_by": None,
        "confirmed_on": None,
    }

    assert of(a_case(floor=floor)) == []
