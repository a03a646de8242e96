"""Words for the values of core: what people read instead of a code."""

from __future__ import annotations

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.core.periods import Every
from app.web.fields import Words

FREQUENCIES: dict[Every, Words] = {
    Every.DAILY: _l("every day"),
    Every.WEEKLY: _l("every week"),
    Every.FORTNIGHTLY: _l("every 2 weeks"),
    Every.FOUR_WEEKLY: _l("every 4 weeks"),
    Every.TWICE_MONTHLY: _l("twice a month"),
    Every.MONTHLY: _l("every month"),
    Every.TEN_A_YEAR: _l("10 times a year"),
    Every.QUARTERLY: _l("every 3 months"),
    Every.HALF_YEARLY: _l("every 6 months"),
    Every.ANNUAL: _l("once a year"),
    Every.IRREGULAR: _l("different each month"),
}

MONTH_NAMES: tuple[Words, ...] = (
    _l("January"),
    _l("February"),
    _l("March"),
    _l("April"),
    _l("May"),
    _l("June"),
    _l("July"),
    _l("August"),
    _l("September"),
    _l("October"),
    _l("November"),
    _l("December"),
)

PLACES: dict[str, Words] = {
    "AU": _l("Australia"),
    "CN": _l("China (mainland)"),
    "EU": _l("European Union"),
    "UK": _l("United Kingdom"),
    "US": _l("United States"),
}

DEBT_KINDS: dict[str, Words] = {
    "credit_card": _l("Credit card"),
    "personal_loan": _l("Loan"),
    "private_loan": _l("Loan between people"),
    "overdraft": _l("Overdraft"),
    "store_credit": _l("Shop or catalogue credit"),
    "mortgage": _l("Mortgage"),
    "rent": _l("Rent"),
    "local_tax": _l("Local tax"),
    "energy": _l("Gas or electricity"),
    "water": _l("Water"),
    "tax": _l("Tax"),
    "child_support": _l("Child support"),
    "court_fine": _l("Court fine"),
    "other": _l("Something else"),
}


def bilingual(en: str, zh: str) -> Words:
    """A label whose two languages come from data, as in the standard budget; picked when read."""
    return LazyString(_pick, en, zh)


def _pick(en: str, zh: str) -> str:
    return zh if str(get_locale()).startswith("zh") else en
