from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.core.imports import messages
from app.core.imports.columns import Column, column_named

PAGE = (Path(__file__).parents[3] / "docs" / "import-formats.md").read_text("utf-8")


@pytest.mark.parametrize("code", sorted({*messages.TABLE, *messages.STATEMENT}))
def test_every_code_is_documented(code: str) -> None:
    assert re.search(rf"\b{code}\b", PAGE)


@pytest.mark.parametrize("column", list(Column))
def test_every_documented_heading_is_read(column: Column) -> None:
    row, *_ = re.findall(rf"^\| {column.value} \| ([^|]+) \|", PAGE, re.MULTILINE)
    assert {column_named(name) for name in row.split(",")} == {column}
