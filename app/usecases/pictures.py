"""A schedule as a drawing: the same on a page as on paper."""

from __future__ import annotations

from app.core.schedule import Schedule
from app.documents import charts


def schedule_picture(schedule: Schedule, title: str) -> str:
    """Bars of principal and the rest, as inline SVG; ``title`` is for people who cannot see it."""
    rows = [(i.principal.minor, i.interest.minor + i.fees.minor) for i in schedule.instalments]
    return str(charts.bars(rows, title))
