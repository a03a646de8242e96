"""What the table of bad input says, the engine and the command line say too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.core.casefile import parse
from app.core.errors import InvalidInput
from app.core.money import Currency, Money
from tests.core.bad_inputs import CODES, ROWS, Row, written
from tests.core.cases import a_case


def test_every_code_of_the_table_has_its_rows() -> None:
    assert {code for code, _, _ in ROWS} == CODES


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[1]}")
def test_a_row_gives_its_code_alone_and_the_command_line_says_the_same(
    row: Row, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, path, data = row
    file = tmp_path / "case.json"
    file.write_bytes(data)
    with pytest.raises(InvalidInput) as refused:
        parse(data)

    assert [(p.path, p.code) for p in refused.value.problems] == [(path, code)]
    assert main(["assess", str(file)]) == 2
    told: dict[str, Any] = json.loads(capfdbinary.readouterr().out)
    assert told["schema"] == "plainpact/errors/1"
    assert [(e["path"], e["code"]) for e in told["errors"]] == [(path, code)]


def test_a_decimal_of_a_yen_is_one_too_many() -> None:
    """No pack counts in yen, so a whole case in yen is told of its currency first."""
    with pytest.raises(ValueError, match="too_many_decimals"):
        Money.parse("1.5", Currency.JPY)


def test_a_floor_nobody_confirmed_is_said_and_not_used(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    floor = {
        "monthly": "1400.00", "rule": "UK-F01", "source": "notice", "effective": "2026-10-01",
        "expires": None, "confirmed_by": None, "confirmed_on": None,
    }  # fmt: skip
    file = tmp_path / "case.json"
    file.write_bytes(written(a_case(floor=floor)))

    assert main(["assess", str(file)]) == 0
    told = json.loads(capfdbinary.readouterr().out)
    found = next(f for f in told["findings"] if f["code"] == "floor_unconfirmed")
    assert found["severity"] == "warn"
    assert told["budget"]["protected"]["amount"] == "1000.00"
