"""Pictures as small inline SVG: one path a series, a title for people who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import segno
from markupsafe import Markup, escape

WIDTH, HEIGHT, GAP = 640, 96, 0.25
_SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="0 0 {width} {height}"'
    ' preserveAspectRatio="{fit}" role="img"><title>{title}</title>{body}</svg>'
)
_PATH = Markup('<path fill="{fill}" d="{path}"></path>')
_DARK, _LIGHT, _AXIS = "#1d4f91", "#9db8dc", "#555555"


def bars(rows: Sequence[tuple[int, int]], title: str) -> Markup:
    """Stacked bars of (principal, the rest) in minor units; rounded to tenths of a unit."""
    highest = max((first + rest for first, rest in rows), default=0) or 1
    step = WIDTH / max(len(rows), 1)
    width = step * (1 - GAP)
    dark, light = [], []
    for n, (principal, rest) in enumerate(rows):
        left = n * step + (step - width) / 2
        low = HEIGHT * principal / highest
        dark.append(_bar(left, 0, width, low))
        light.append(_bar(left, low, width, HEIGHT * rest / highest))
    body = Markup("").join(
        _PATH.format(fill=fill, path=path)
        for fill, path in (
            (_DARK, "".join(dark)),
            (_LIGHT, "".join(light)),
            (_AXIS, f"M0 {HEIGHT}h{WIDTH}v1h-{WIDTH}z"),
        )
        if path
    )
    return _SVG.format(
        kind="bars", fit="none", width=WIDTH, height=HEIGHT + 1, title=title, body=body
    )


def qr(url: str, title: str) -> Markup:
    """A QR code with a quiet zone of four modules."""
    matrix = list(segno.make(url, error="m", micro=False).matrix_iter(border=4))
    path = "".join(
        f"M{x} {y}h{width}v1h-{width}z"
        for y, row in enumerate(matrix)
        for x, width in _dark_runs(row)
    )
    body = _PATH.format(fill="#000000", path=path)
    size = len(matrix)
    return _SVG.format(
        kind="qr", fit="xMidYMid", width=size, height=size, title=escape(title), body=body
    )


def _dark_runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where the dark modules that lie side by side begin, and how many they are."""
    x = 0
    for dark, run in groupby(row, bool):
        width = len(list(run))
        if dark:
            yield x, width
        x += width


def _bar(left: float, below: float, width: float, height: float) -> str:
    if not height:
        return ""
    return f"M{left:.1f} {HEIGHT - below:.1f}h{width:.1f}v-{height:.1f}h-{width:.1f}z"
