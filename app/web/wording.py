"""Words for the values of core: what people read instead of a code."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

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
