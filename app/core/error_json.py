"""Faults of an input as data (plainpact/errors/1)."""

from __future__ import annotations

import json

from app.core.errors import Problem

SCHEMA = "plainpact/errors/1"


def errors_json(problems: tuple[Problem, ...]) -> bytes:
    """Compact UTF-8 JSON; the problems come sorted by path already."""
    errors = [{"path": p.path, "code": p.code, "message": p.message} for p in problems]
    text = json.dumps(
        {"schema": SCHEMA, "errors": errors}, ensure_ascii=False, separators=(",", ":")
    )
    # Half a character in a field's name goes back as it came: as the escape of JSON.
    return text.encode(errors="backslashreplace")
