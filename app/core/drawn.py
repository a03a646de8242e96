"""A signature drawn by hand beside the typed name: how it arrives, and how large it may be."""

from __future__ import annotations

from binascii import Error, a2b_base64
from enum import StrEnum

from app.core.errors import DomainError

PREFIX = "data:image/png;base64,"
MOST_BYTES = 200_000
WIDEST, HIGHEST = 1_200, 400  # dots


class Why(StrEnum):
    """Why a drawing cannot stand in a document."""

    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    BLANK = "blank"


class DrawingRefused(DomainError):
    """The drawing cannot be used. Nothing was signed: the typed name alone is enough."""

    code = "drawing_refused"

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def png_of(sent: str) -> bytes:
    """The bytes in a data URL, not yet looked into.

    A form field with a data URL, not a file part: it is what a canvas gives of itself, the
    form stays an ordinary one, a page that asks again can hold the drawing, and there is
    no file name. The cost is a third more bytes, of which a drawing has few.

    Raises:
        DrawingRefused: too many bytes, or no data URL of a PNG.
    """
    if len(sent) > len(PREFIX) + 4 * (MOST_BYTES // 3 + 1):
        raise DrawingRefused(Why.TOO_LARGE)
    try:
        found = a2b_base64(sent.removeprefix(PREFIX), strict_mode=True)
    except (Error, ValueError):
        raise DrawingRefused(Why.UNREADABLE) from None
    if len(found) > MOST_BYTES:
        raise DrawingRefused(Why.TOO_LARGE)
    if not found or not sent.startswith(PREFIX):
        raise DrawingRefused(Why.UNREADABLE)
    return found
