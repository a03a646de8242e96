"""What text we accept from people: composed, bounded, and with nothing invisible in it."""

from __future__ import annotations

import unicodedata

# Zero-width or blank-looking characters that Unicode does not class as format characters.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2028\u2029")
_LINE_BREAKS = frozenset("\n\t")
_BYTES_PER_CODE_POINT = 4


def tidy(typed: str) -> str:
    """NFC, one kind of line break, no space around; the words stay as typed.

    Raises:
        ValueError: a surrogate stands alone, which no real keyboard sends.
    """
    text = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(unicodedata.category(c) == "Cs" for c in text):
        raise ValueError("unpaired character")
    return unicodedata.normalize("NFC", text)


def hidden_characters(text: str, *, many_lines: bool) -> tuple[str, ...]:
    """The code points in ``text`` a reader cannot see, as ``U+202E``.

    Control, bidi, zero-width, tag and line-separator characters and noncharacters. Line
    breaks and tabs are fine where ``many_lines`` is.
    Source: security.md section 7.
    """
    return tuple(
        f"U+{ord(c):04X}" for c in text if _is_hidden(c) and not (many_lines and c in _LINE_BREAKS)
    )


def is_too_long(text: str, most: int) -> bool:
    """Whether ``text`` has above ``most`` code points, or bytes that many could not need."""
    return len(text) > most or len(text.encode()) > most * _BYTES_PER_CODE_POINT


def _is_hidden(char: str) -> bool:
    if unicodedata.category(char) in {"Cc", "Cf", "Cs"} or char in _INVISIBLE:
        return True
    point = ord(char)
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF  # noqa: PLR2004 - the noncharacters
