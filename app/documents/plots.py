"""Lines and points as inline SVG: no script, no style, readable on a small phone.

Coordinates are whole tenths of a unit of a picture that is 360 units wide, so
that its words stay legible at 360 px. Colour never stands alone: each line has
its own dashes and each point its own shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, TOP, BOTTOM, HEIGHT = 360, 18, 22, 200
EDGE = 8
_FLOOR = HEIGHT - BOTTOM
_LOOKS = (
    ("#1d4f91", ""),
    ("#a3421a", "7 3"),
    ("#1b6148", "2 3"),
    ("#6b3fa0", "10 3 2 3"),
    ("#7a5f00", "4 5"),
)
_SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="0 0 {width} {height}"'
    ' role="img"><title>{title}</title><desc>{about}</desc>{body}</svg>'
)
_SWATCH = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="swatch" viewBox="0 0 40 14"'
    ' aria-hidden="true" focusable="false">{body}</svg>'
)
_LINE = Markup(
    '<path fill="none" stroke="{colour}" stroke-width="{width}" stroke-dasharray="{dashes}"'
    ' stroke-linejoin="round" d="{path}"></path>'
)
_SHAPE = Markup('<path fill="{colour}" stroke="#ffffff" stroke-width="1" d="{path}"></path>')
_WORDS = Markup('<text x="{x}" y="{y}" font-size="13" fill="#333333" text-anchor="{at}">{}</text>')
_FAIR, _OTHER, _GRID = "#a3421a", "#1d4f91", "#c9c9c9"

Tick = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Axes:
    """Marks below (places in the unit of x, rising) and beside (values of y, from 0)."""

    across: tuple[Tick, ...]
    up: tuple[Tick, ...]

    def x(self, place: int) -> float:
        first, last = self.across[0][0], self.across[-1][0]
        return EDGE + (WIDTH - 2 * EDGE) * (place - first) / max(last - first, 1)

    def y(self, value: int) -> float:
        return _FLOOR - (_FLOOR - TOP) * value / (max(v for v, _ in self.up) or 1)


def lines(
    series: Sequence[Sequence[tuple[int, int]]],
    axes: Axes,
    *,
    title: str,
    about: str,
    stepped: bool = False,
) -> Markup:
    """One line a series of (place, value); ``stepped`` keeps a value until the next place."""
    drawn = [
        _LINE.format(
            colour=_look(n)[0],
            dashes=_look(n)[1] or "none",
            width="2.5",
            path=_path([(axes.x(x), axes.y(y)) for x, y in one], stepped=stepped),
        )
        for n, one in enumerate(series)
        if one
    ]
    body = Markup("").join((*_frame(axes), *drawn))
    return _SVG.format(kind="plot", width=WIDTH, height=HEIGHT, title=title, about=about, body=body)


def points(
    places: Sequence[tuple[int, int]], axes: Axes, fair: int | None, *, title: str, about: str
) -> Markup:
    """Points joined in their order; the one at ``fair`` is a diamond, the others are dots."""
    at = [(axes.x(x), axes.y(y)) for x, y in places]
    joined = _LINE.format(colour=_OTHER, dashes="none", width="1", path=_path(at, stepped=False))
    marks = [_dot(x, y) for n, (x, y) in enumerate(at) if n != fair]
    if fair is not None:
        marks.append(_diamond(*at[fair]))
    body = Markup("").join((*_frame(axes), joined, *marks))
    return _SVG.format(kind="plot", width=WIDTH, height=HEIGHT, title=title, about=about, body=body)


def line_sample(n: int) -> Markup:
    """The look of line ``n``, for a legend."""
    colour, dashes = _look(n)
    path = _LINE.format(colour=colour, dashes=dashes or "none", width="3", path="M0 7h40")
    return _SWATCH.format(body=path)


def point_sample(*, fair: bool) -> Markup:
    return _SWATCH.format(body=_diamond(20, 7) if fair else _dot(20, 7))


def _look(n: int) -> tuple[str, str]:
    return _LOOKS[n % len(_LOOKS)]


def _frame(axes: Axes) -> Iterator[Markup]:
    for value, words in axes.up:
        y = axes.y(value)
        yield _LINE.format(colour=_GRID, dashes="none", width="1", path=f"M0 {y:.1f}h{WIDTH}")
        # On the right: a balance falls, so that corner is the free one.
        if words:
            yield _WORDS.format(words, x=WIDTH - 2, y=f"{y - 4:.1f}", at="end")
    last = len(axes.across) - 1
    for n, (place, words) in enumerate(axes.across):
        at = "start" if n == 0 else "end" if n == last else "middle"
        yield _WORDS.format(words, x=f"{axes.x(place):.1f}", y=HEIGHT - 6, at=at)


def _path(at: Sequence[tuple[float, float]], *, stepped: bool) -> str:
    (x, y), *rest = at
    parts = [f"M{x:.1f} {y:.1f}"]
    for right, below in rest:
        parts.append(f"H{right:.1f}V{below:.1f}" if stepped else f"L{right:.1f} {below:.1f}")
    return "".join(parts)


def _dot(x: float, y: float) -> Markup:
    path = f"M{x - 5:.1f} {y:.1f}a5 5 0 1 0 10 0a5 5 0 1 0-10 0z"
    return _SHAPE.format(colour=_OTHER, path=path)


def _diamond(x: float, y: float) -> Markup:
    path = f"M{x:.1f} {y - 8:.1f}l8 8l-8 8l-8-8z"
    return _SHAPE.format(colour=_FAIR, path=path)
