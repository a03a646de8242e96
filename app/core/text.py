"""What text we take from people and files: composed, bounded, and with nothing hidden in it."""

from __future__ import annotations

import re
import unicodedata

from app.core.marks import (
    MOST_ON_PAPER,
    begins_with_mark,
    first_covering,
    first_stack,
    first_undrawn,
    has_letter,
)
from app.core.shapes import first_without_shape

NAME_LIMIT = 200
TEXT_LIMIT = 2000
MAX_SHOWN = 60

_BYTES_EACH = 3  # a code point of any living script; a text of rarer ones alone is cut short
_MOST_PARTS = 4  # code points that composing makes one
_SOON_COMPOSED = 800  # composing takes the square of the length at worst

# All of Cc, Cf, Cs, Zl and Zp, the whole blocks they stand in where only part is given out
# yet, blank letters and marks, and what is no character at all. Written out: a newer table
# of characters must not change what an agreement may hold, and a large file is read at once.
_BLANK = (
    r"\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    r"\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufeff\uffa0"
    r"\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_NO_CHARACTER = r"\ufdd0-\ufdef" + "".join(
    rf"\U{plane:04x}fffe-\U{plane:04x}ffff" for plane in range(17)
)
_HIDDEN = re.compile(rf"[\x00-\x1f\x7f-\x9f{_BLANK}{_NO_CHARACTER}]")
_HIDDEN_IN_LINES = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BLANK}{_NO_CHARACTER}]")
_LOST = "\N{REPLACEMENT CHARACTER}"


class TextFault(ValueError):
    """Text that is not taken. The code is the message; ``which`` names a character, U+202E."""

    def __init__(self, code: str, which: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.which = which


def tidy(typed: str, most: int, *, many_lines: bool = False) -> str:
    """What a person typed: as ``composed``, with one kind of line break and no space around."""
    text = typed.strip().replace("\r\n", "\n").replace("\r", "\n")
    return composed(text, most, many_lines=many_lines)


def printable(typed: str, *, or_figure: bool = False) -> str:
    """A name as it will stand in a document: as ``tidy``, and with no ``paper_fault``.

    Raises:
        TextFault: as ``tidy`` and ``paper_fault``.
    """
    name = tidy(typed, NAME_LIMIT)
    if found := paper_fault(name, or_figure=or_figure):
        raise found
    return name


def paper_fault(text: str, *, or_figure: bool) -> TextFault | None:
    """Why a document may not repeat ``text``, which is composed, or None.

    Codes: ``hidden_characters``, ``covering_marks``, ``stacked_marks``, ``no_shape`` (with
    the character itself) and ``no_letter``: nothing in it is a letter, nor a figure where
    ``or_figure`` lets one do, or its first mark would stand on what is printed before it.
    """
    if undrawn := first_undrawn(text):
        return TextFault("hidden_characters", undrawn)
    if covering := first_covering(text):
        return TextFault("covering_marks", covering)
    if stacked := first_stack(text, MOST_ON_PAPER):
        return TextFault("stacked_marks", stacked)
    if missing := first_without_shape(text):
        return TextFault("no_shape", missing)
    if begins_with_mark(text) or not has_letter(text, or_figure=or_figure):
        return TextFault("no_letter")
    return None


def composed(text: str, most: int, *, many_lines: bool = False) -> str:
    """The text in NFC, so that equal texts compare equal; nothing else changes.

    ``most`` counts code points of the result; the length is asked first, as composing a
    flood of accents is slow.

    Raises:
        TextFault: as ``fault`` says.
    """
    if len(text) > max(most, min(most * _MOST_PARTS, _SOON_COMPOSED)):
        raise TextFault("too_long")
    text = unicodedata.normalize("NFC", text)
    if found := fault(text, most, many_lines=many_lines):
        raise found
    return text


def fault(text: str, most: int, *, many_lines: bool = False) -> TextFault | None:
    """What is wrong with ``text`` as it stands, or None.

    Codes: ``too_long``, ``hidden_characters``, ``stacked_marks``, ``lost_characters``
    (U+FFFD stands where a program already lost one).
    """
    if is_too_long(text, most):
        return TextFault("too_long")
    if hidden := first_hidden(text, many_lines=many_lines):
        return TextFault("hidden_characters", hidden)
    if stacked := first_stack(text):
        return TextFault("stacked_marks", stacked)
    return TextFault("lost_characters") if _LOST in text else None


def is_too_long(text: str, most: int) -> bool:
    """Above ``most`` code points, or above three bytes for each of them."""
    return len(text) > most or len(text.encode("utf-8", "surrogatepass")) > most * _BYTES_EACH


def first_hidden(text: str, *, many_lines: bool = False) -> str:
    """The first code point that a reader cannot see, as ``U+202E``; empty when there is none.

    Line breaks and tabs are fine where ``many_lines`` is.
    Source: security.md section 7.
    """
    found = (_HIDDEN_IN_LINES if many_lines else _HIDDEN).search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def shown(text: str) -> str:
    """A short, harmless form of foreign text for use in a report."""
    short = text[:MAX_SHOWN]
    return _HIDDEN.sub("\N{WHITE SQUARE}", short) + ("…" if len(text) > MAX_SHOWN else "")
