"""Schedules as drawings: the same on a page as on paper."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.schedule import Schedule
from app.documents import charts, plots
from app.documents.plots import Axes, Tick

__all__ = [
    "Axes",
    "Tick",
    "line_picture",
    "line_sample",
    "point_picture",
    "point_sample",
    "schedule_picture",
]


def schedule_picture(schedule: Schedule, title: str) -> str:
    """Bars of principal and the rest, as inline SVG; ``title`` is for people who cannot see it."""
    rows = [(i.principal.minor, i.interest.minor + i.fees.minor) for i in schedule.instalments]
    return str(charts.bars(rows, title))


def line_picture(
    series: Sequence[Sequence[tuple[int, int]]],
    axes: Axes,
    *,
    title: str,
    about: str,
    stepped: bool = False,
) -> str:
    """One line a series of (day, minor units), as inline SVG."""
    return str(plots.lines(series, axes, title=title, about=about, stepped=stepped))


def point_picture(
    places: Sequence[tuple[int, int]], axes: Axes, fair: int | None, *, title: str, about: str
) -> str:
    """Plans as points, the fair one marked, as inline SVG."""
    return str(plots.points(places, axes, fair, title=title, about=about))


def line_sample(n: int) -> str:
    """How line ``n`` looks, for a legend."""
    return str(plots.line_sample(n))


def point_sample(*, fair: bool) -> str:
    return str(plots.point_sample(fair=fair))
