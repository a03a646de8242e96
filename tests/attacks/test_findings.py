"""G24: every fixed finding has a test that is there, named in ``docs/findings.csv``.

Whoever mends something adds a line: an id (``F-001`` and so on), what it was, and the node id of
a test whose docstring or name carries the id.
"""

from __future__ import annotations

import ast
import csv
import re
from pathlib import Path

from tests.gates.figures import Measured

ROOT = Path(__file__).parents[2]
LIST = ROOT / "docs" / "findings.csv"
ID = re.compile(r"F-[0-9]{3}")


def findings() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def carries(node: str, finding: str) -> bool:
    """Whether the test is in its file, and says which finding it is about."""
    path, _, name = node.partition("::")
    name = name.partition("[")[0]
    file = ROOT / path
    if not file.is_file():
        return False
    for found in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(found, ast.FunctionDef) and found.name == name:
            words = f"{name} {ast.get_docstring(found) or ''}"
            return finding in words or finding.lower().replace("-", "_") in words
    return False


def test_every_finding_has_a_test_with_its_id(measured: Measured) -> None:
    listed = findings()
    ids = [one["id"] for one in listed]
    assert ids == sorted(set(ids)), "each id stands once, in order"
    assert all(ID.fullmatch(one) for one in ids)
    assert all(one["what"].strip() for one in listed)
    missing = [one["id"] for one in listed if not carries(one["test"], one["id"])]
    print(missing)
    measured("G24", "findings_without_a_test", len(missing), exactly=0)
    measured("G24", "findings", len(listed), at_least=1)


def test_a_test_that_is_not_there_or_is_about_something_else_is_missed() -> None:
    here = "tests/attacks/test_findings.py::test_every_finding_has_a_test_with_its_id"
    assert not carries(here, "F-999")
    assert not carries("tests/attacks/test_findings.py::test_gone", "F-001")
    assert not carries("tests/gone.py::test_gone", "F-001")
