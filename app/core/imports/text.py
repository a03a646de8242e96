"""Words from files: what can be shown and printed safely, and what cannot."""

from __future__ import annotations

import re
import unicodedata

MAX_SHOWN = 60

_MOST_PARTS = 4  # code points that composing makes one
_SOON_COMPOSED = 800  # composing takes the square of the length at worst

# Control, soft hyphen, zero-width, direction marks and overrides, invisible
# letters, tags, byte order mark, half characters.
_HIDDEN = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\xad\\u034f\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2"
    "\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f"
    "\\u2800\\u3164\\ud800-\\udfff\\ufeff\\uffa0\\ufff9-\\ufffb\\U000110bd\\U000110cd"
    "\\U00013430-\\U0001345f\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]"
)
_FORMULA = re.compile("[=+\\-@＝＋－＠]")


def text_fault(text: str, limit: int) -> str | None:
    """The code of what is wrong with ``text``, or None.

    ``limit`` counts code points. Codes: ``too_long``, ``hidden_characters``,
    ``lost_characters`` (U+FFFD stands where a program already lost one).
    """
    if len(text) > limit:
        return "too_long"
    if _HIDDEN.search(text):
        return "hidden_characters"
    return "lost_characters" if "\ufffd" in text else None


def starts_like_a_formula(text: str) -> bool:
    """Would a spreadsheet run this text when the table is opened again?"""
    return _FORMULA.match(text) is not None


def beyond(text: str, limit: int) -> bool:
    """Too long even once composed; asked first, as composing a flood of accents is slow."""
    return len(text) > max(limit, min(limit * _MOST_PARTS, _SOON_COMPOSED))


def normal(text: str) -> str:
    """Composed form, so that equal names compare equal."""
    return unicodedata.normalize("NFC", text)


def shown(text: str) -> str:
    """A short, harmless form of foreign text for use in a report."""
    short = text[:MAX_SHOWN]
    return _HIDDEN.sub("\N{WHITE SQUARE}", short) + ("…" if len(text) > MAX_SHOWN else "")
