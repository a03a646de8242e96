"""What studies found, in the reader's language."""

from __future__ import annotations

from app.core.studies import studies
from app.web.fields import Words
from app.web.wording import bilingual


def found() -> tuple[tuple[Words, str], ...]:
    """(what was found, its source)."""
    return tuple((bilingual(one.en, one.zh), one.source) for one in studies())
