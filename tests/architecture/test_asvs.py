"""``docs/asvs.csv``: what shows each requirement of OWASP ASVS 5.0, levels 1 and 2."""

from __future__ import annotations

import ast
import csv
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from tests.gates.figures import Measured

ROOT = Path(__file__).parents[2]
ROWS = 253
ALL_OF_THEM = "c3e39fee8ca0275e2cd2397cefd3e49ef7505f3855c412c0f207d8cde0380c4b"
"""SHA-256 of the 253 numbers with their levels, as the standard of May 2025 lists them."""
LEAST_REASON = 10


def rows() -> list[dict[str, str]]:
    with (ROOT / "docs" / "asvs.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def test_every_requirement_has_its_row(measured: Measured) -> None:
    """Source: OWASP Application Security Verification Standard 5.0.0, levels 1 and 2."""
    listed = "\n".join(f"{row['requirement']} {row['level']}" for row in rows())
    assert sha256(listed.encode()).hexdigest() == ALL_OF_THEM
    measured("G20", "rows_mapped", sum(is_shown(row) for row in rows()), exactly=ROWS)


def test_what_a_row_names_is_there(measured: Measured) -> None:
    missing = [f"{row['requirement']}: {row['where']}" for row in rows() if not is_there(row)]
    print("\n".join(missing))
    measured("G20", "tests_or_documents_missing", len(missing), exactly=0)


def test_a_test_or_heading_that_is_not_there_is_noticed() -> None:
    here = "tests/architecture/test_asvs.py::"
    assert is_there({"shown_by": "test", "where": here + "test_every_requirement_has_its_row"})
    assert not is_there({"shown_by": "test", "where": here + "test_nothing"})
    assert not is_there({"shown_by": "test", "where": "tests/nowhere.py::test_nothing"})
    assert is_there({"shown_by": "document", "where": "docs/security.md#keys"})
    assert not is_there({"shown_by": "document", "where": "docs/security.md#nothing"})


def is_shown(row: dict[str, str]) -> bool:
    if row["shown_by"] == "reason":
        return len(row["note"]) >= LEAST_REASON and not row["where"]
    return row["shown_by"] in ("test", "document") and bool(row["where"])


def is_there(row: dict[str, str]) -> bool:
    if row["shown_by"] == "reason":
        return True
    name, _, part = row["where"].partition("[")[0].replace("::", "#").partition("#")
    path = ROOT / name
    if not path.is_file():
        return False
    return part in (functions_of(path) if row["shown_by"] == "test" else headings_in(path))


@cache
def functions_of(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return frozenset(name for name in functions if name.startswith("test_"))


@cache
def headings_in(path: Path) -> frozenset[str]:
    """Headings as the links that lead to them."""
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(re.sub(r"[^\w-]", "", head.lower().replace(" ", "-")) for head in heads)
