from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.caselines import Household
from app.core.imports import sfs_form
from app.core.imports.sfs import Form, SfsReport, parse_sfs
from app.core.money import Currency, Money
from app.core.packs import categories
from app.core.periods import Every
from tests.core.imports.statements import ENTRY, SUMMARY, read, with_value

TABLES = (sfs_form.INCOME, sfs_form.FIXED, sfs_form.FLEXIBLE)


def pounds(plain: str) -> Money:
    return Money.parse(plain, Currency.GBP)


def warned(report: SfsReport, code: str) -> list[str]:
    return [warning.path for warning in report.warnings if warning.code == code]


def test_a_long_statement_becomes_lines_of_our_categories() -> None:
    report = read(ENTRY)

    assert report.form is Form.DATA_ENTRY
    assert (report.problems, report.warnings, report.mismatches) == ((), (), ())
    assert report.household == Household(1, 1, partner=False, dependants=0)
    income = {line.category: line.amount for line in report.income}
    assert income["salary"] == pounds("840.00")
    assert income["main_benefit"] == pounds("512.40")
    assert sum(amount.minor for amount in income.values() if amount) == 184255
    spending = [line for line in report.spending if line.category == "other_essential"]
    assert [line.amount for line in spending] == [pounds("18.00"), pounds("6.26")]
    assert sum(line.amount.minor for line in report.spending if line.amount) == 169030
    assert {line.frequency for line in (*report.income, *report.spending)} == {Every.MONTHLY}
    assert report.savings_contribution == pounds("15.00")
    assert report.debt_admin_fee == pounds("0.00")


def test_line_ids_are_unique_and_notes_stay_with_their_line() -> None:
    report = read(ENTRY)

    ids = [line.id for line in (*report.income, *report.spending)]
    assert len(set(ids)) == len(ids)
    by_id = {line.id: line.category for line in (*report.income, *report.spending)}
    assert [(by_id[note.line_id], note.text) for note in report.line_notes] == [
        ("other_earnings", "Market stall"),
        ("other_essential", "Visits to a parent in care"),
        ("other_essential", "Laundry for special bedding"),
    ]


def test_the_person_and_the_other_debts_are_read() -> None:
    report = read(ENTRY)

    assert report.person is not None
    assert report.person.client_name == "Rosa Marlow"
    assert report.person.tenure == "tenant_social"
    assert report.person.employment == ("part_time", "carer")
    assert [(d.creditor, d.owed.plain, d.offer.plain, d.priority) for d in report.debts] == [
        ("Harwell Council", "480.00", "40.00", True),
        ("Northbank", "3120.45", "60.00", False),
        ("Harbour Stores", "640.10", "12.30", False),
    ]
    assert [debt.court_judgment for debt in report.debts] == [False, False, True]


def test_birth_dates_addresses_and_the_partners_name_are_left_behind() -> None:
    told = ENTRY | {"is-joint-application": True, "partner-name": "Jo Private"}
    shown = repr(read(told))

    assert "1984" not in shown
    assert "Quay Lane" not in shown
    assert "Jo Private" not in shown


def test_a_short_statement_says_which_categories_it_lumps_together() -> None:
    report = read(SUMMARY)

    assert report.form is Form.SUMMARY
    assert (report.problems, report.mismatches) == ((), ())
    assert sum(line.amount.minor for line in report.spending if line.amount) == 169030
    assert "/monthly-outgoings/flexible-costs/total-food-housekeeping" in warned(
        report, "summary_only"
    )
    assert "/monthly-outgoings/fixed-costs/rent" not in warned(report, "summary_only")


STATED = [
    "/overview/total-monthly-income",
    "/overview/total-monthly-outgoings",
    "/overview/total-available-for-priority-debts",
    "/overview/total-available-for-non-priority-debts",
    "/monthly-income/total-monthly-income",
    "/monthly-outgoings/fixed-costs/total-fixed-costs",
    "/monthly-outgoings/flexible-costs/total-flexible-costs",
    "/monthly-outgoings/total-monthly-outgoings",
    "/debts/total-priority-debts",
    "/debts/total-non-priority-debts",
]

STATED_LONG = [
    *STATED,
    "/overview/income-minus-outgoings",
    "/overview/savings-contribution",
    "/overview/debt-admin-fee",
    "/debts/total-available-for-priority-debts",
    "/debts/total-available-for-non-priority-debts",
    "/debts/total-priority-debt-offers",
    *(f"/monthly-income/{g.names[0]}/{g.total}" for g in sfs_form.INCOME),
    *(f"/monthly-outgoings/fixed-costs/{g.names[0]}/{g.total}" for g in sfs_form.FIXED),
    *(f"/monthly-outgoings/flexible-costs/{g.names[0]}/{g.total}" for g in sfs_form.FLEXIBLE),
]


@pytest.mark.parametrize(
    ("base", "path"),
    [(SUMMARY, path) for path in STATED] + [(ENTRY, path) for path in STATED_LONG],
)
def test_a_stated_total_that_is_a_penny_off_is_reported(base: dict[str, Any], path: str) -> None:
    at: Any = base
    for step in path.strip("/").split("/"):
        at = at[step]
    right = pounds(f"{at:.2f}")
    stated = right + pounds("0.01")
    report = parse_sfs(json.dumps(with_value(base, path, stated.plain)).encode())

    assert report.problems == ()
    (mismatch,) = report.mismatches
    assert (mismatch.path, mismatch.stated, mismatch.computed) == (path, stated, right)


def test_a_line_that_changed_shows_in_every_total_above_it() -> None:
    path = "/monthly-outgoings/fixed-costs/home-contents/rent/monthly-amount"
    report = read(with_value(ENTRY, path, 612))

    assert [m.path for m in report.mismatches] == [
        "/debts/total-available-for-non-priority-debts",
        "/debts/total-available-for-priority-debts",
        "/monthly-outgoings/fixed-costs/home-contents/total-home-contents",
        "/monthly-outgoings/fixed-costs/total-fixed-costs",
        "/monthly-outgoings/total-monthly-outgoings",
        "/overview/income-minus-outgoings",
        "/overview/total-available-for-non-priority-debts",
        "/overview/total-available-for-priority-debts",
        "/overview/total-monthly-outgoings",
    ]


def test_a_deficit_is_a_total_below_zero() -> None:
    path = "/monthly-outgoings/fixed-costs/home-contents/rent/monthly-amount"
    told = with_value(with_value(ENTRY, path, 1512), "/overview/income-minus-outgoings", -847.75)
    report = read(told)

    assert report.problems == ()
    assert "/overview/income-minus-outgoings" not in [m.path for m in report.mismatches]


RENT = "/monthly-outgoings/fixed-costs/rent"


def test_pence_add_up_without_binary_fractions() -> None:
    keys = list(sfs_form.SUMMARY_FLEXIBLE)
    costs = dict.fromkeys(keys, 0.1) | {"total-flexible-costs": 0.3}
    report = read(with_value(SUMMARY, "/monthly-outgoings/flexible-costs", costs))
    assert "/monthly-outgoings/flexible-costs/total-flexible-costs" not in [
        m.path for m in report.mismatches
    ]


def test_what_was_left_out_is_a_warning_and_not_an_invented_zero() -> None:
    told = deepcopy(ENTRY)
    del told["monthly-outgoings"]["fixed-costs"]["utilities"]["gas"]
    del told["total-number-in-household"]
    report = read(told)

    assert report.problems == ()
    assert warned(report, "missing") == [
        "/monthly-outgoings/fixed-costs/utilities/gas",
        "/total-number-in-household",
    ]
    assert "gas" not in [line.category for line in report.spending]
    assert "/monthly-outgoings/fixed-costs/utilities/total-utilities" in [
        m.path for m in report.mismatches
    ]


def test_people_who_do_not_add_up_are_a_warning() -> None:
    report = read(SUMMARY | {"total-number-in-household": 4})
    assert warned(report, "household_total") == ["/total-number-in-household"]


def test_income_of_a_partner_without_a_partner_is_a_warning() -> None:
    path = "/monthly-income/earnings/partner-salary-or-wages/monthly-amount"
    assert warned(read(with_value(ENTRY, path, 5)), "partner_income")
    joint = with_value(ENTRY, path, 5) | {"is-joint-application": True}
    assert not warned(read(joint), "partner_income")


def test_an_other_cost_needs_a_note_and_a_note_needs_an_amount() -> None:
    fixed = "/monthly-outgoings/fixed-costs"
    bare = with_value(
        ENTRY, f"{fixed}/other-essential/other-essential-costs", [{"monthly-amount": 24.26}]
    )
    assert warned(read(bare), "note_needed") == [f"{fixed}/other-essential/other-essential-costs/0"]
    dropped = with_value(ENTRY, f"{fixed}/home-contents/mortgage/notes", "ends soon")
    assert warned(read(dropped), "note_dropped") == [f"{fixed}/home-contents/mortgage"]


def test_both_names_of_the_insurance_group_are_read() -> None:
    told = deepcopy(ENTRY)
    fixed = told["monthly-outgoings"]["fixed-costs"]
    fixed["pensions-insurances"] = fixed.pop("pensions-insurance")
    report = read(told)
    assert (report.problems, report.mismatches) == ((), ())


def test_every_category_is_one_of_the_standard_budget() -> None:
    income = {c for group in sfs_form.INCOME for c in group.lines.values()}
    spending = {c for table in TABLES[1:] for group in table for c in group.lines.values()}
    assert income | set(sfs_form.SUMMARY_INCOME.values()) <= categories().income_ids
    assert spending <= categories().spending_ids
    assert set(sfs_form.SUMMARY_FIXED.values()) <= categories().spending_ids
    assert set(sfs_form.SUMMARY_FLEXIBLE.values()) <= categories().spending_ids


def test_every_line_of_the_form_has_its_own_place() -> None:
    lines = [key for table in TABLES for group in table for key in group.lines]
    assert len(lines) == len(set(lines)) == 88


@given(amounts=st.lists(st.integers(0, 10**9), min_size=4, max_size=4))
def test_totals_of_any_lines_are_exact(amounts: list[int]) -> None:
    keys = sfs_form.SUMMARY_INCOME
    lines = {key: Money(m, Currency.GBP).plain for key, m in zip(keys, amounts, strict=True)}
    whole = Money(sum(amounts), Currency.GBP).plain
    report = read(with_value(SUMMARY, "/monthly-income", lines | {"total-monthly-income": whole}))

    assert "/monthly-income/total-monthly-income" not in [m.path for m in report.mismatches]
    assert sum(line.amount.minor for line in report.income if line.amount) == sum(amounts)
