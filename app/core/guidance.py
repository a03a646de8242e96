"""Where people turn: complaint routes and free advice of each jurisdiction, as data."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.core.agreement import Route, Text
from app.core.drafting import Guidance

FILE = Path(__file__).parent / "packs" / "help.json"


@lru_cache(maxsize=16)
def guidance_for(jurisdiction: str, cooling_off_days: int) -> Guidance:
    """The routes of ``jurisdiction``.

    Raises:
        KeyError: no such jurisdiction.
    """
    entry = json.loads(FILE.read_text(encoding="utf-8"))["jurisdictions"][jurisdiction]
    return Guidance(
        complaints=_routes(entry["complaints"]),
        advice=_routes(entry["advice"]),
        cooling_off_days=cooling_off_days,
        safety=_routes(entry["safety"]),
    )


def _routes(rows: list[dict[str, Any]]) -> tuple[Route, ...]:
    return tuple(
        Route(Text(row["name"]["en"], row["name"]["zh_Hans"]), row["contact"]) for row in rows
    )
