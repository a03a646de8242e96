"""Financial statements for tests: whole ones of both forms, changed where the test says."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from app.core.imports.sfs import SfsReport, parse_sfs

FIXTURES = Path(__file__).parent / "fixtures"
ENTRY: dict[str, Any] = json.loads((FIXTURES / "statement-data-entry.json").read_text("utf-8"))
SUMMARY: dict[str, Any] = json.loads((FIXTURES / "statement-summary.json").read_text("utf-8"))


def read(value: object) -> SfsReport:
    return parse_sfs(json.dumps(value).encode())


def with_value(base: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """A copy in which the field at a JSON Pointer holds ``value``."""
    copy: Any = deepcopy(base)
    at = copy
    *way, last = path.strip("/").split("/")
    for step in way:
        at = at[int(step)] if isinstance(at, list) else at[step]
    at[last] = value
    return copy  # type: ignore[no-any-return]  # JSON


def codes(report: SfsReport) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in report.problems]
