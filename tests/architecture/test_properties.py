"""Every numbered property of the planning rules is a test that a reader finds by its number."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.core import properties_of_plans

TESTS = Path(__file__).parents[1]
NUMBERED = re.compile(r"(?:test_)?property_(\d\d)_\w+")
LAST = 27


def functions() -> list[tuple[str, str]]:
    return [
        (path.name, node.name)
        for path in sorted(TESTS.rglob("*.py"))
        if "property_" in (text := path.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
    ]


def test_every_property_has_its_test() -> None:
    found = {int(read[1]) for _, name in functions() if (read := NUMBERED.fullmatch(name))}

    assert found == set(range(1, LAST + 1))


def test_a_property_is_run_wherever_it_is_written() -> None:
    """As a test of its own, or among those that every generated household is held against."""
    run = {check.__name__ for check in properties_of_plans.CHECKS}
    idle = [
        f"{path}: {name}"
        for path, name in functions()
        if name.startswith("property_") and name not in run
    ]

    assert idle == []
