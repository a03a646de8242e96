"""Support needs in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from app.core.support import Said, needs, settled
from app.web.fields import Words
from app.web.wording import bilingual


def notes(codes: Iterable[str]) -> tuple[Words, ...]:
    """What is set up on the pages of somebody with these needs."""
    return tuple(_read(need.note) for need in settled(codes))


def hints() -> dict[str, Words]:
    """What each choice of the form changes."""
    return {need.code: _read(need.note) for need in needs()}


def said(instructions: Iterable[Said]) -> tuple[Words, ...]:
    """What a lender is asked to do."""
    return tuple(map(_read, instructions))


def _read(words: Said) -> Words:
    return bilingual(words.en, words.zh)
