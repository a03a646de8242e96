"""An offer as a card shows it: the same facts in the same order, and why it is offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.money import Money, total
from app.core.periods import Every
from app.core.results import DebtResult, Option
from app.core.terms import Terms
from app.web import i18n
from app.web.fields import Words
from app.web.plans.grants import grants
from app.web.plans.payments import each_payment
from app.web.plans.words import BECAUSE, HEADINGS

PAYMENTS = _l("Your payments")
MOST_SEGMENTS = 4
FIELDS: tuple[tuple[Words, str], ...] = (
    (_l("You pay each time"), "instalment"),
    (_l("How often"), "frequency"),
    (_l("How many payments"), "count"),
    (_l("First payment"), "first_due"),
    (_l("Last payment"), "last_due"),
    (_l("You pay in total"), "total"),
    (_l("Yearly interest"), "rate"),
    (_l("Interest in it"), "interest"),
    (_l("Fees in it"), "fees"),
)
"""What every card and every column shows first, in this order."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One offer for ``components/offers.html``; ``more`` are facts of this offer alone.

    ``rate`` is a fraction a year. ``left_over`` also counts a plan for each of ``others``.
    """

    instalment: str
    frequency: Every
    count: int
    first_due: date
    last_due: date
    total: Money
    rate: Fraction
    interest: Money
    fees: Money
    left_over: Money | None
    reasons: tuple[str, ...]
    more: tuple[tuple[str, str], ...] = ()
    stretch: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Against:
    """What a plan is laid beside: the answer for its debt, and the contract it changes.

    ``has_payment``: the contract's payment is known. ``rules`` names pack and version,
    ``others`` the debts whose plan counts in what is left over.
    """

    result: DebtResult
    contract_rate: Fraction
    has_payment: bool
    rules: str
    others: tuple[str, ...] = ()


def of_option(option: Option, left: Money, against: Against) -> Facts:
    """An option of the engine: why it is offered, and what it changes."""
    codes = _codes(option.terms, against)
    because = tuple(str(BECAUSE[code]) for code in codes if code in BECAUSE)
    also = tuple(str(HEADINGS[label]) for label in option.also)
    reasons = (*because, *grants(option.terms), _segments(option.terms))
    if also:
        reasons = (*reasons, _("It is also: %(labels)s.", labels=_list(also)))
    return _facts(option.terms, left, (*reasons, against.rules), against, stretch=option.stretch)


def of_own(terms: Terms, left: Money, against: Against, *, stretch: bool) -> Facts:
    """A plan of the person's own size, before it is sent."""
    reasons = (*grants(terms), _segments(terms), against.rules)
    if stretch:
        reasons = (str(BECAUSE["above_recommended"]), *reasons)
    return _facts(terms, left, reasons, against, stretch=stretch)


def of_terms(terms: Terms, left: Money | None = None, others: tuple[str, ...] = ()) -> Facts:
    """An offer that was made, by either side."""
    facts = _facts(terms, left, (*grants(terms), _segments(terms)), None)
    return replace(facts, others=others)


def differences(one: Facts, other: Facts) -> tuple[tuple[Words, str, str], ...]:
    """The facts in which two offers differ: its name and both values."""
    rows = ((words, _shown(one, field), _shown(other, field)) for words, field in FIELDS)
    return tuple(row for row in rows if row[1] != row[2])


def _shown(offer: Facts, field: str) -> str:
    value = getattr(offer, field)
    if isinstance(value, Money):
        return i18n.money(value)
    if isinstance(value, date):
        return i18n.day(value)
    if isinstance(value, Fraction):
        return i18n.percent(value)
    return str(i18n.every(value) if isinstance(value, Every) else value)


def rules_used(pack: str, version: str) -> str:
    return _("Rules used: %(version)s", version=f"{pack} {version}")


def _codes(terms: Terms, against: Against) -> tuple[str, ...]:
    """The reasons of the route that hold for this very plan: its rate may be lower."""
    at_contract = terms.rate == against.contract_rate
    return tuple(c for c in against.result.reasons if at_contract or c != "contract_rate_clears")


def _facts(
    terms: Terms,
    left: Money | None,
    reasons: tuple[str, ...],
    against: Against | None,
    *,
    stretch: bool = False,
) -> Facts:
    schedule = terms.schedule
    more: list[tuple[str, str]] = [
        (_("Let go"), i18n.money(terms.waived)),
        (_("Written off"), i18n.money(terms.written_off)),
    ]
    if terms.continues:
        more.append((_("Still owed after it"), i18n.money(terms.continues)))
    if against is not None:
        more += _change(schedule.total, against)
    return Facts(
        instalment=each_payment(schedule),
        frequency=terms.frequency,
        count=schedule.payments,
        first_due=schedule.first_due,
        last_due=schedule.last_due,
        total=schedule.total,
        rate=terms.rate,
        interest=schedule.interest,
        fees=total((row.fees for row in schedule.instalments), schedule.total.currency),
        left_over=left,
        reasons=reasons,
        more=tuple(more),
        stretch=stretch,
        others=() if against is None else against.others,
    )


def _change(paid: Money, against: Against) -> list[tuple[str, str]]:
    """Against the contract paid to its end; nothing is said when no payment is known."""
    baseline, what = against.result.baseline, _("Against your contract")
    if baseline is None:
        if not against.has_payment:
            return []
        return [(what, _("the present payments never clear this debt"))]
    change = paid - baseline.total
    if change.minor == 0:
        return [(what, _("costs the same"))]
    size = i18n.money(-change if change.minor < 0 else change)
    if change.minor < 0:
        return [(what, _("costs %(amount)s less", amount=size))]
    return [(what, _("costs %(amount)s more", amount=size))]


def _segments(terms: Terms) -> str:
    """Runs of equal payments, as ``33 × £137.95, 1 × £131.23``."""
    runs = [(n, amount) for n, amount in terms.schedule.segments if amount]
    if len(runs) > MOST_SEGMENTS:
        return _("The payments differ. The table shows each one.")
    return _("Payments: %(list)s.", list=_list(f"{n} × {i18n.money(a)}" for n, a in runs))


def _list(words: Iterable[str]) -> str:
    return str(_(", ")).join(words)
