"""The sum that checks the engine is worked out by itself."""

from __future__ import annotations

import ast
from fractions import Fraction
from pathlib import Path

import pytest

from tests.core import second_sum
from tests.core.second_sum import evaluate


def test_it_borrows_no_arithmetic_from_what_it_checks() -> None:
    module = ast.parse(Path(second_sum.__file__).read_text(encoding="utf-8"))
    taken = {node.module for node in ast.walk(module) if isinstance(node, ast.ImportFrom)}

    assert {name for name in taken if name and name.startswith("app")} == {
        "app.core.dates",
        "app.core.periods",
    }


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        # Interest of 3.00, 1.98 and 0.96: 305.94 in three rows.
        ("smallest(300.00,0.00,0.00,0.12,3)", "101.98"),
        # By the year at 1% a row: 3.00, 1.97, 0.94. What was owed before bears no interest.
        ("smallest(300.00,2.00,1.00,0.01,3,1)", "102.97"),
        ("smallest(100.00,0.00,0.00,0,3)", "33.34"),
        # One row is the whole and its interest.
        ("smallest(100.00,0.00,0.00,0.12,1)", "101.00"),
    ],
)
def test_the_least_payment_is_the_one_worked_out_by_hand(formula: str, result: str) -> None:
    assert evaluate(formula) == Fraction(result)
