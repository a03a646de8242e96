from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.imports.cells import ContactKind
from app.core.imports.columns import OPTIONAL, Column
from app.core.imports.debt_row import DebtRow
from app.core.imports.lender_csv import CsvReport
from app.core.money import Currency, Money
from app.core.shapes import first_without_shape
from tests.core.imports.lender_tables import GOOD, HEADING, faults, read, table

FIXTURES = Path(__file__).parent / "fixtures"


def one(**changes: str) -> CsvReport:
    return read(table(GOOD | changes))


def values(report: CsvReport) -> dict[str, str]:
    return {row.account: row.fingerprint for row in report.rows}


def test_a_row_becomes_a_debt_with_exact_figures() -> None:
    report = one()

    assert report.clean
    (debt,) = report.rows
    assert debt.row == 2
    assert debt.owed == Money(408530, Currency.GBP)
    assert debt.annual_rate == Fraction(249, 1000)
    assert debt.last_payment == date(2026, 10, 3)
    assert (debt.original_creditor, debt.assigned_from) == (None, None)


def test_comma_and_semicolon_files_with_the_same_values_are_the_same_debts() -> None:
    commas = read((FIXTURES / "northbank.csv").read_bytes())
    semicolons = read((FIXTURES / "northbank-semicolons.csv").read_bytes())

    assert (commas.encoding, commas.delimiter) == ("utf-8", ",")
    assert (semicolons.encoding, semicolons.delimiter) == ("utf-8-sig", ";")
    assert commas.clean
    assert semicolons.clean
    assert values(commas) == values(semicolons)
    assert commas.sha256 != semicolons.sha256


def test_a_chinese_export_in_gbk_with_chinese_headings_is_read() -> None:
    report = read((FIXTURES / "qinghe-gbk.csv").read_bytes(), Currency.CNY)

    assert report.clean
    assert report.encoding == "gbk"
    assert [row.name for row in report.rows] == ["王丽", "张伟", "欧阳喆"]
    assert report.rows[0].contact.value == "+8613800138000"


def test_every_fault_of_a_bad_file_is_listed_with_its_place() -> None:
    report = read((FIXTURES / "many-faults.csv").read_bytes())

    assert faults(report) == [
        (1, "mother_phone", "unknown_column"),
        (3, "account", "duplicate_account"),
        (3, "principal", "amount_format"),
        (4, "contact", "email_format"),
        (4, "principal", "negative_amount"),
        (4, "interest", "amount_format"),
        (4, "fees", "amount_format"),
        (4, "annual_rate", "rate_percent"),
        (4, "last_payment", "date_impossible"),
        (5, "name", "formula_like"),
        (5, "arrears", "arrears_above_owed"),
        (5, "last_payment", "date_in_future"),
        (5, "currency", "currency_unknown"),
        (6, "", "too_few_cells"),
        (7, "", "quotes"),
    ]
    assert [row.account for row in report.rows] == ["A-1"]


@pytest.mark.parametrize(
    "heading",
    [
        [name.upper() for name in HEADING],
        [name.replace("_", " ").title() for name in HEADING],
        [f"  {name.replace('_', '-')}" for name in HEADING],
        [name.replace("_", "") for name in HEADING],
    ],
)
def test_the_way_a_heading_is_spelled_does_not_matter(heading: list[str]) -> None:
    row = ",".join(GOOD[name] for name in HEADING)
    assert read(f"{','.join(heading)}\n{row}".encode()).clean


@given(order=st.permutations(HEADING))
def test_the_order_of_columns_does_not_matter(order: list[str]) -> None:
    assert values(read(table(GOOD, heading=order))) == values(one())


def test_columns_that_may_be_empty_may_be_left_out() -> None:
    heading = [name for name in HEADING if Column(name) not in OPTIONAL]
    report = read(table(GOOD, heading=heading))

    assert report.clean
    assert report.rows[0].last_payment is None


@pytest.mark.parametrize("name", [c.value for c in Column if c not in OPTIONAL])
def test_a_missing_column_is_named_once_and_no_row_is_read(name: str) -> None:
    report = read(table(GOOD, GOOD | {"account": "2"}, heading=[n for n in HEADING if n != name]))

    assert (1, name, "missing_column") in faults(report)
    assert report.problem_count <= 2
    assert report.rows == ()


@pytest.mark.parametrize("name", [c.value for c in Column if c not in OPTIONAL])
def test_an_empty_cell_that_must_be_filled_is_reported(name: str) -> None:
    assert faults(one(**{name: "  "})) == [(2, name, "missing")]


@pytest.mark.parametrize("name", HEADING)
def test_a_column_that_is_there_twice_makes_no_row_sure(name: str) -> None:
    report = read(table(GOOD, heading=[*HEADING, name]))

    assert faults(report) == [(1, name, "duplicate_column")]
    assert report.rows == ()


def test_an_unknown_heading_is_shown_without_its_hidden_characters() -> None:
    name = "x" * 100 + "\u202e"
    report = read(table(GOOD | {name: ""}, heading=[*HEADING, name]))
    ((row, column, code),) = faults(report)

    assert (row, code) == (1, "unknown_column")
    assert column == "x" * 60 + "…"


def test_a_second_row_of_an_account_is_reported_with_the_first() -> None:
    report = read(table(GOOD, GOOD | {"account": "B"}, GOOD))

    assert faults(report) == [(4, "account", "duplicate_account")]
    assert report.problems[0].detail == "2"
    assert [row.row for row in report.rows] == [2, 3]


def test_a_rate_above_one_is_read_with_a_notice() -> None:
    report = one(annual_rate="2.92")

    assert report.clean
    assert [n.code for n in report.notices] == ["rate_high"]


def test_problems_never_repeat_what_a_person_wrote() -> None:
    report = one(name="=Secret", contact="Secret", fees="Secret", product="Secret\u200b")
    assert report.problem_count == 4
    assert "Secret" not in repr(report.problems)


@pytest.mark.parametrize("name", [name for name in HEADING if name != "currency"])
def test_the_fingerprint_changes_with_every_value(name: str) -> None:
    other = {
        "account": "NB-2",
        "principal": "4000.01",
        "name": "Ann",
        "contact": "ann@example.org",
        "last_payment": "2026-10-04",
        "product": "Loan",
        "original_creditor": "X",
        "assigned_from": "X",
        "assignments": "2024-03-01 X",
    }.get(name, "1")
    assert one(**{name: other}).rows[0].fingerprint != one().rows[0].fingerprint


def test_the_same_values_written_otherwise_have_the_same_fingerprint() -> None:
    other = one(
        principal="4000", contact="Amina@Example.org", annual_rate="0.2490", name="Amina Yusuf "
    )
    assert values(other) == values(one())


LETTERS = st.characters(categories=("L", "Nd")).filter(
    lambda letter: not first_without_shape(normalize("NFC", letter))
)
NAMES = st.text(LETTERS, min_size=1, max_size=40).filter(lambda name: not name.isdecimal())


@settings(max_examples=100)
@given(
    minors=st.lists(st.integers(1, 10**11), min_size=4, max_size=4),
    name=NAMES,
)
def test_what_we_write_is_what_we_read(minors: list[int], name: str) -> None:
    principal, interest, fees, arrears = (Money(m, Currency.GBP) for m in minors)
    arrears = min(arrears, principal)
    report = one(
        principal=principal.plain,
        interest=interest.plain,
        fees=fees.plain,
        arrears=arrears.plain,
        name=name,
    )
    debt: DebtRow = report.rows[0]
    assert (debt.principal, debt.interest, debt.fees, debt.arrears) == (
        principal,
        interest,
        fees,
        arrears,
    )
    assert debt.contact.kind is ContactKind.EMAIL
