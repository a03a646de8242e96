"""Why an own plan cannot be offered, in words, with what would fit."""

from __future__ import annotations

from flask_babel import gettext as _

from app.web.plans.law import by_law
from app.web.plans.words import FINDINGS

_DATES = frozenset({"date_not_in_future", "dates_too_close", "dates_out_of_order"})


def words(codes: tuple[str, ...], most: str) -> str:
    """One sentence for the rules ``codes``; ``most`` is what the tightest month can bear."""
    if "above_affordable" in codes:
        return _("This is more than your budget can bear. The most is %(most)s a month", most=most)
    if "too_many_instalments" in codes:
        return _("This takes too many payments. Choose a larger amount, or pay less often")
    if _DATES & set(codes):
        return _("Choose another first day")
    if law := [said for code in codes if (said := by_law(code, FINDINGS))]:
        return law[0]
    return _("This plan breaks a safety rule. Please talk to a person")
