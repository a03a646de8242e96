"""Names for what the guard counts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.core.message_guard.categories import words
from app.usecases.conduct_counts import NONE
from app.web.fields import Words
from app.web.wording import bilingual

OUTCOMES: dict[str, Words] = {
    "blocked": _l("Not sent"),
    "near_miss": _l("Came near, and sent"),
    "confirmed": _l("Sent after a second look of its writer"),
    "reviewed": _l("Read first by somebody else"),
    "reported": _l("Reported by a borrower"),
}


def category(code: str) -> Words:
    """What a category is about, in the guard's own words."""
    if code == NONE:
        return _l("Nothing that the guard knows")
    said = words().category(code).speech
    return bilingual(said["en"].why, said["zh"].why)
