"""What stands where on the pages of a PDF, told by poppler."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from tempfile import NamedTemporaryFile

from lxml import etree

TOUCH = 0.6
"""Points by which boxes of neighbouring words may meet."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in points from the top left of its page."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def over(self, other: Word) -> bool:
        """Whether the two share ink: more than lines and letters that stand close."""
        across = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom - self.top, other.bottom - other.top)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > TOUCH and down > height / 3


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def pages(pdf: bytes) -> tuple[Page, ...]:
    """Every page with its words, in reading order."""
    told = _poppler("pdftotext", "-bbox", "-", "-", pdf=pdf)
    found = etree.fromstring(told, etree.XMLParser(recover=True)).iter("{*}page")
    return tuple(
        Page(
            float(page.get("width", "0")),
            float(page.get("height", "0")),
            tuple(
                Word(
                    n,
                    word.text or "",
                    *(float(word.get(side, "0")) for side in ("xMin", "yMin", "xMax", "yMax")),
                )
                for word in page.iter("{*}word")
            ),
        )
        for n, page in enumerate(found)
    )


def overlapping(page: Page) -> list[tuple[str, str]]:
    """Pairs of words drawn over each other."""
    words = sorted(page.words, key=lambda word: word.top)
    found = []
    for n, word in enumerate(words):
        for other in words[n + 1 :]:
            if other.top >= word.bottom:
                break
            if word.over(other):
                found.append((word.text, other.text))
    return found


def outside(page: Page, margin: float) -> list[str]:
    """Words nearer than ``margin`` points to the left or right edge, or off the page."""
    return [
        word.text
        for word in page.words
        if word.left < margin
        or word.right > page.width - margin
        or word.top < 0
        or word.bottom > page.height
    ]


def font_sizes(pdf: bytes) -> set[float]:
    """The sizes of all text, in points, to the nearest point."""
    with NamedTemporaryFile(suffix=".pdf") as file:  # pdftohtml reads no pipe
        file.write(pdf)
        file.flush()
        told = _poppler("pdftohtml", "-xml", "-i", "-stdout", "-zoom", "1", file.name)
    fonts = etree.fromstring(told, etree.XMLParser(recover=True)).iter("fontspec")
    return {float(font.get("size", "0")) for font in fonts}


def picture(pdf: bytes, dpi: int, left: int, top: int, right: int, bottom: int) -> bytes:
    """A part of the first page, in pixels at ``dpi``, as a PNG of greys."""
    part = ("-x", left, "-y", top, "-W", right - left, "-H", bottom - top)
    chosen = ("-r", str(dpi), "-l", "1", *map(str, part))
    return _poppler("pdftoppm", "-gray", "-png", *chosen, "-", pdf=pdf)


def lines(page: Page) -> Iterator[str]:
    """The words of each line, in order."""
    for _, row in groupby(page.words, key=lambda word: round(word.bottom)):
        yield " ".join(word.text for word in row)


def _poppler(*command: str, pdf: bytes = b"") -> bytes:
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
