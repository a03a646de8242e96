"""How many pieces a text message is sent in. Source: 3GPP TS 23.038, 6.2.1 and 23.040, 9.2.3.24.1."""

from __future__ import annotations

MOST = 2
"""A longer text arrives torn on old telephones, and costs some people more to get."""
_PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("^{}\\[~]|€")
"""Characters of the same alphabet that take two places."""
_ONE_PLAIN, _EACH_PLAIN = 160, 153
_ONE_WIDE, _EACH_WIDE = 70, 67


def segments(words: str) -> int:
    """The pieces that ``words`` are sent in; one character outside the alphabet widens all of them."""
    if set(words) <= _PLAIN | _TWICE:
        length = sum(2 if one in _TWICE else 1 for one in words)
        return 1 if length <= _ONE_PLAIN else -(-length // _EACH_PLAIN)
    length = len(words.encode("utf-16-le")) // 2
    return 1 if length <= _ONE_WIDE else -(-length // _EACH_WIDE)
