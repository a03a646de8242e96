"""Through whose hands a debt went, as a lender's export says it."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.holders import Holder, chain
from app.core.imports.assignments import read_assignments
from app.core.imports.cells import CellFault
from tests.core.imports.lender_tables import GOOD, faults, read, table

TODAY = date(2026, 11, 21)
TWO = "2021-05-03 Alpha Finance; 2024-01-08 Beta Ltd"
DIGEST_OF_BEFORE = "3c2284c65f2b527958245f3d78abafb9cf6be565ab9b2ae622cefaf44dd389a4"  # of the row without the column


def test_steps_are_days_and_names_in_order() -> None:
    assert read_assignments(TWO, TODAY) == (
        Holder("Alpha Finance", date(2021, 5, 3)),
        Holder("Beta Ltd", date(2024, 1, 8)),
    )
    assert read_assignments("2024-01-08 新桥；", TODAY) == (Holder("新桥", date(2024, 1, 8)),)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Alpha Finance", "date_format"),
        ("2021-05-03", "assignments_format"),
        (";", "assignments_format"),
        ("2024-01-08 Beta; 2021-05-03 Alpha", "assignments_order"),
        ("2031-01-08 Beta", "date_in_future"),
        ("2021-05-03 =Alpha", "formula_like"),
        ("; ".join(["2021-05-03 A"] * 11), "assignments_format"),
    ],
)
def test_steps_we_ask_about_again(cell: str, code: str) -> None:
    with pytest.raises(CellFault, match=code):
        read_assignments(cell, TODAY)


def test_a_file_may_carry_the_steps_and_a_row_without_them_keeps_its_digest() -> None:
    found = read(table(GOOD | {"assignments": TWO}))
    assert faults(found) == []
    assert len(found.rows[0].assignments) == 2
    assert found.rows[0].fingerprint != read(table(GOOD)).rows[0].fingerprint
    assert read(table(GOOD)).rows[0].fingerprint == DIGEST_OF_BEFORE


def test_the_chain_names_everybody_once_from_first_to_now() -> None:
    steps = (Holder("Alpha", date(2021, 5, 3)), Holder("Beta", date(2024, 1, 8)))
    assert [h.name for h in chain("Bank", None, steps, "Beta")] == ["Bank", "Alpha", "Beta"]
    assert [h.name for h in chain("Bank", None, steps, "Gamma")] == [
        *("Bank", "Alpha", "Beta", "Gamma")
    ]
    assert [h.name for h in chain("Bank", "Alpha", (), "Gamma")] == ["Bank", "Alpha", "Gamma"]
    assert chain("Bank", None, (), "Bank") == (Holder("Bank"),)
