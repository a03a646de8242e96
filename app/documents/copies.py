"""Copies of an agreement from its facts: in large print, and to be signed by hand."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.sealed import Drawn
from app.documents.drawing import draw
from app.documents.sandbox import Sandbox

COPIES: Mapping[str, str] = {
    "large_print": "large",
    "to_sign": "hand",
    "to_sign_large": "large hand",
}
"""The kinds there are, and how each is drawn."""


def draw_copy(sandbox: Sandbox, agreement: bytes, lang: str, kind: str) -> Drawn:
    """One copy in one language: the same facts and hash, no field, marked on every page.

    The bytes depend on the facts, ``lang`` and ``kind`` alone.

    Raises:
        KeyError: there is no such kind.
        SandboxError: as ``draw``.
    """
    return draw(sandbox, agreement, lang, COPIES[kind])
