"""Numbers that have no place in a message: cards, identity numbers, mobile telephones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_APART = r"[ \-.·]{0,5}"
_BETWEEN = r"[ \-.·]{1,5}"


def _more(digits: str) -> str:
    return rf"(?:{_APART}\d){{{digits}}}"


def _number(inside: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d){inside}(?!\d)", re.IGNORECASE)


_CARD = _number(rf"\d{_more('12,18')}")
_ALWAYS = (
    # An identity number of China: six of the place, a year from 1900 on, the day, a check.
    _number(rf"[1-9]{_more('5')}{_APART}(?:1{_APART}9|2{_APART}0){_more('9')}{_APART}[\dx]"),
    _number(rf"1{_APART}[3-9]{_more('9')}"),  # a mobile telephone of China
    _number(
        rf"\d{_more('2')}{_BETWEEN}\d{_more('1')}{_BETWEEN}\d{_more('3')}"
    ),  # US social security
)
_UNSEEN = frozenset({"Cf", "Mn"})
_NINE = 9


def numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where such numbers stand, digits of any script and width among them."""
    plain = "".join(map(_digit, text))
    for pattern in _ALWAYS:
        yield from (found.span() for found in pattern.finditer(plain))
    yield from (found.span() for found in _CARD.finditer(plain) if _is_card(found[0]))


def _digit(letter: str) -> str:
    """One character for one: places stay what they are."""
    value = unicodedata.digit(letter, None)
    if value is not None:
        return str(value)
    plain = unicodedata.normalize("NFKC", letter)
    return "·" if len(plain) != 1 or unicodedata.category(plain) in _UNSEEN else plain


def _is_card(typed: str) -> bool:
    """The check digit of ISO/IEC 7812-1, which nine in ten other numbers do not pass."""
    digits = [int(one) for one in typed if one.isdigit()][::-1]
    doubled = (2 * one - (_NINE if 2 * one > _NINE else 0) for one in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
