"""Ways to write around the guard: each keeps a text readable, and is undone by nobody's eye."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.core.message_guard.lookalikes import SIMPLIFIED

Evasion = Callable[[str], str]

_TRADITIONAL = {ord(plain): chr(look) for look, plain in SIMPLIFIED.items()}
_CYRILLIC = str.maketrans("aceopxyijsdhkmtbn", "асеорхуіјѕԁһкмтьп")
_GREEK = str.maketrans("aeionptuvxk", "αειοηρτυνχκ")
_LEET = str.maketrans("aeiost", "431057")
_SYMBOLS = str.maketrans("as", "@$")


def capitals(text: str) -> str:
    return text.upper()


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def mathematical(text: str) -> str:
    return "".join(chr(0x1D41A + ord(c) - ord("a")) if "a" <= c <= "z" else c for c in text.lower())


def cyrillic(text: str) -> str:
    return text.translate(_CYRILLIC)


def greek(text: str) -> str:
    return text.translate(_GREEK)


def accents(text: str) -> str:
    return "".join(f"{c}\u0301" if c.isascii() and c.isalpha() else c for c in text)


def zero_width(text: str) -> str:
    return "\u200b".join(text)


def spaced(text: str) -> str:
    return " ".join(text)


def dotted(text: str) -> str:
    return " ".join(".".join(word) for word in text.split(" "))


def hyphens(text: str) -> str:
    return " ".join("-".join(word) for word in text.split(" "))


def leet(text: str) -> str:
    return text.lower().translate(_LEET)


def symbols(text: str) -> str:
    return text.lower().translate(_SYMBOLS)


def repeated(text: str) -> str:
    return "".join(c * 4 if c in "aeiou" else c for c in text)


def many_sentences(text: str) -> str:
    return ". ".join(text.split(" "))


def one_line_each(text: str) -> str:
    return "\n".join(text.split(" "))


def traditional(text: str) -> str:
    return text.translate(_TRADITIONAL)


ENGLISH: tuple[Evasion, ...] = (
    capitals,
    full_width,
    mathematical,
    cyrillic,
    greek,
    accents,
    zero_width,
    spaced,
    dotted,
    hyphens,
    leet,
    symbols,
    repeated,
    many_sentences,
)
CHINESE: tuple[Evasion, ...] = (traditional, full_width, zero_width, spaced, dotted, one_line_each)
EVASIONS: Mapping[str, tuple[Evasion, ...]] = {"en": ENGLISH, "zh": CHINESE}
OF_NUMBERS: tuple[Evasion, ...] = (full_width, zero_width, dotted)
"""Those that leave a number a number."""
