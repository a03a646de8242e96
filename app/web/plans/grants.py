"""What a plan asks of the lender, one sentence each."""

from __future__ import annotations

from typing import assert_never

from flask_babel import gettext as _

from app.core.accommodation import (
    Accommodation,
    Capitalise,
    FeeWaiver,
    InterestFreeze,
    InterestWaiver,
    PaymentHoliday,
    PercentOfIncome,
    RateCut,
    ReAmortise,
    Seasonal,
    Settlement,
    StepUp,
    TermExtension,
    Token,
    WriteDown,
)
from app.core.terms import Terms
from app.web import i18n


def grants(terms: Terms) -> tuple[str, ...]:
    """Everything the lender grants in ``terms``, and what stays owed."""
    found = tuple(sentence(one) for one in terms.accommodations)
    if terms.continues:
        return (*found, _("%(amount)s stays owed after it.", amount=i18n.money(terms.continues)))
    return found


def sentence(granted: Accommodation) -> str:
    """One accommodation in words, with its figures."""
    match granted:
        case RateCut(was, to):
            if not to:
                return _("No interest from now on.")
            return _(
                "Interest goes down from %(was)s to %(to)s a year.",
                was=i18n.percent(was),
                to=i18n.percent(to),
            )
        case InterestFreeze(since, until):
            return _(
                "No interest from %(since)s to %(until)s.",
                since=i18n.day(since),
                until=i18n.day(until),
            )
        case InterestWaiver(amount):
            return _("%(amount)s of interest is let go.", amount=i18n.money(amount))
        case FeeWaiver(amount):
            return _("%(amount)s of fees is let go.", amount=i18n.money(amount))
        case Capitalise(amount):
            return _("%(amount)s of interest joins the principal.", amount=i18n.money(amount))
        case WriteDown(amount):
            return _("%(amount)s is written off at the end.", amount=i18n.money(amount))
        case Token(amount, review_on):
            return _(
                "A small payment of %(amount)s. You look at it again on %(day)s.",
                amount=i18n.money(amount),
                day=i18n.day(review_on),
            )
        case _:
            return _shape(granted)


def _shape(
    granted: PaymentHoliday
    | StepUp
    | Seasonal
    | TermExtension
    | ReAmortise
    | PercentOfIncome
    | Settlement,
) -> str:
    match granted:
        case PaymentHoliday(months):
            return _("Nothing is due for the first %(months)d months.", months=months)
        case StepUp():
            return _("It starts low and rises later.")
        case Seasonal():
            return _("The payments follow your months.")
        case TermExtension(extra):
            return _("It runs for %(extra)d more payments.", extra=extra)
        case ReAmortise():
            return _("What is left is spread again.")
        case PercentOfIncome(percent):
            return _("You pay %(part)s of your income.", part=i18n.percent(percent))
        case Settlement(rest):
            if rest == "written_off":
                return _("One payment settles it, and the rest is written off.")
            return _("One payment now, and the rest goes on.")
        case _:
            assert_never(granted)
