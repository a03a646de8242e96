"""The cell that says through whose hands a debt went: ``2021-05-03 Alpha; 2024-01-08 Beta``."""

from __future__ import annotations

import re
from datetime import date

from app.core.holders import Holder
from app.core.imports.cells import CellFault, read_past_date, read_text

MOST_STEPS = 10
LONGEST_NAME = 200
_BETWEEN = re.compile("[;；]")
_STEP = re.compile(r"(?P<day>\S+)\s+(?P<name>\S.*)")


def read_assignments(cell: str, as_of: date) -> tuple[Holder, ...]:
    """Each step is the day on which the debt passed to somebody, and their name.

    Raises:
        CellFault: a step has no day or no name, a day is wrong, or they are out of order.
    """
    steps = tuple(_step(part.strip(), as_of) for part in _BETWEEN.split(cell) if part.strip())
    if not steps or len(steps) > MOST_STEPS:
        raise CellFault("assignments_format")
    days = [step.since for step in steps if step.since is not None]
    if days != sorted(days):
        raise CellFault("assignments_order")
    return steps


def _step(part: str, as_of: date) -> Holder:
    read = _STEP.fullmatch(part)
    if read is None:
        raise CellFault("assignments_format")
    return Holder(read_text(read["name"], LONGEST_NAME), read_past_date(read["day"], as_of))
