"""The two languages. Readers choose by short code; catalogs and documents name the script."""

from __future__ import annotations

WRITTEN = {"en": "en", "zh": "zh_Hans"}


def written(code: str) -> str:
    """The written form of a reader's language: ``zh`` is Simplified Chinese, unknown is English."""
    return WRITTEN.get(code[:2], "en")


def read_in(tag: str) -> str:
    """The reader's code of a written form: ``zh_Hans`` is ``zh``, unknown is English."""
    return next((code for code, one in WRITTEN.items() if one == tag), "en")
