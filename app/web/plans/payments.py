"""What is paid each time, in words: one amount, or its smallest and its largest."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from app.core.money import Money
from app.core.schedule import Schedule
from app.web import i18n


def each_payment(schedule: Schedule) -> str:
    """``£103.56``, or ``between £66.35 and £731.35`` when the payments differ."""
    return amounts_paid(row.amount for row in schedule.instalments)


def amounts_paid(amounts: Iterable[Money]) -> str:
    """The same for the amounts of a schedule in order, the empty ones of a break among them.

    A last payment that is smaller than all the others makes no range: every plan ends so.
    """
    rows = tuple(amounts)
    due = tuple(amount for amount in rows if amount) or rows
    low, high = min(due, key=_minor), max(due, key=_minor)
    if any(amount != high for amount in due[:-1]) or due[-1] > due[0]:
        return _("between %(low)s and %(high)s", low=i18n.money(low), high=i18n.money(high))
    return i18n.money(high)


def opening(words: str) -> str:
    """``words`` as the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def _minor(amount: Money) -> int:
    return amount.minor
