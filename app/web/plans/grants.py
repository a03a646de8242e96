"""What a plan asks of the lender, one sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from flask_babel import gettext as _

from app.core.accommodation import (
    Accommodation,
    Capitalise,
    ExtraPayment,
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
from app.core.results import DebtResult
from app.core.terms import Terms
from app.web import i18n


def grants(terms: Terms) -> tuple[str, ...]:
    """Everything the lender grants in ``terms``, and what stays owed."""
    found = tuple(sentence(one) for one in terms.accommodations)
    if terms.continues:
        return (*found, _("%(amount)s stays owed after it.", amount=i18n.money(terms.continues)))
    return found


def cuts_rate(result: DebtResult) -> bool:
    """Whether a plan of this debt asks for less interest than the contract has."""
    granted = (one for option in result.options for one in option.terms.accommodations)
    return any(isinstance(one, RateCut | InterestFreeze) for one in granted)


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
        case WriteDown(amount, when):
            return _written_off(i18n.money(amount), at_once=when == "at_once")
        case Token(amount, review_on):
            return _(
                "A small payment of %(amount)s. You look at it again on %(day)s.",
                amount=i18n.money(amount),
                day=i18n.day(review_on),
            )
        case PaymentHoliday():
            return " ".join(_holiday(granted))
        case _:
            return _shape(granted)


def _written_off(amount: str, *, at_once: bool) -> str:
    if at_once:
        return _("%(amount)s is written off at once.", amount=amount)
    return _("%(amount)s is written off at the end.", amount=amount)


def _holiday(granted: PaymentHoliday) -> Iterator[str]:
    """A break: what is paid in it, then what is not as the house does it."""
    months, after = granted.months, granted.after
    match granted.pays:
        case "nothing" if after:
            yield _(
                "Nothing is due for %(months)d months after payment %(after)d.",
                months=months,
                after=after,
            )
        case "nothing":
            yield _("Nothing is due for the first %(months)d months.", months=months)
        case pays:
            yield _("There is a break of %(months)d months.", months=months)
            if after:
                yield _("It starts after payment %(after)d.", after=after)
            if pays == "interest":
                yield _("In it you pay the interest only.")
            else:
                yield _("In it you pay the principal part only.")
    if granted.put_off and granted.recover != "capitalise":
        amount = i18n.money(granted.put_off)
        yield _("%(amount)s of interest from the break is paid after it.", amount=amount)
        yield _("Until then it stands beside the balance.")
    elif granted.put_off:
        amount = i18n.money(granted.put_off)
        yield _("%(amount)s of interest from the break joins the principal.", amount=amount)
        yield _("Then it bears interest too.")
    if granted.recover == "spread":
        yield _("The payments after it are higher, so the last date stays.")
    elif granted.recover == "lump":
        yield _("What was put off is due with the first payment after it.")


def _shape(
    granted: StepUp
    | Seasonal
    | TermExtension
    | ReAmortise
    | PercentOfIncome
    | Settlement
    | ExtraPayment,
) -> str:
    match granted:
        case StepUp(steps):
            sizes = [each.minor for _count, each in steps]
            if sizes == sorted(sizes):
                return _("It starts low and rises later.")
            return _("The payments change in steps.")
        case ExtraPayment():
            return _extra(granted)
        case Seasonal():
            return _("The payments follow your months.")
        case TermExtension(extra):
            return _("It runs for %(extra)d more payments.", extra=extra)
        case ReAmortise(count, after):
            if not after:
                return _("All of it is spread over %(count)d payments.", count=count)
            return _(
                "After payment %(after)d what is left is spread over %(count)d more.",
                after=after,
                count=count,
            )
        case PercentOfIncome(percent):
            return _("You pay %(part)s of your income.", part=i18n.percent(percent))
        case Settlement(rest):
            if rest == "written_off":
                return _("One payment settles it, and the rest is written off.")
            return _("One payment now, and the rest goes on.")
        case _:
            assert_never(granted)


def _extra(granted: ExtraPayment) -> str:
    amount = i18n.money(granted.amount)
    match granted.effect:
        case "shorten":
            return _(
                "%(amount)s more with payment %(n)d ends it sooner.", amount=amount, n=granted.n
            )
        case "lower_instalment":
            return _(
                "%(amount)s more with payment %(n)d lowers the later ones.",
                amount=amount,
                n=granted.n,
            )
        case _:
            return _(
                "%(amount)s more with payment %(n)d comes off the next ones.",
                amount=amount,
                n=granted.n,
            )
