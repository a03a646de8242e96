"""An offer as a card shows it: the same facts in the same order, and why it is offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.money import Money, total
from app.core.negotiation.events import OfferMade
from app.core.periods import Every
from app.core.results import Label
from app.core.terms import Terms
from app.usecases.offers import OWN, Choice, Draft
from app.web import i18n
from app.web.plans.grants import grants
from app.web.fields import Words

HEADINGS: dict[str, Words] = {
    Label.BALANCED: _l("Fair to both sides"),
    Label.LOWEST_PAYMENT: _l("Lowest payments"),
    Label.FASTEST: _l("Done soonest"),
    Label.LOWEST_COST: _l("Lowest total"),
    Label.BREAK_FIRST: _l("A break first"),
    Label.HIGHEST_VALUE: _l("Most to the lender"),
    Label.SEASONAL: _l("Follows your months"),
    OWN: _l("Your own amount"),
}
PAYMENTS = _l("Your payments")
BECAUSE: dict[str, Words] = {
    "contract_rate_clears": _l("It repays the debt at the rate of your contract."),
    "contract_rate_does_not_clear": _l(
        "At the rate of your contract you could not finish. So it asks for a lower rate."
    ),
    "priority_arrears_first": _l("This debt comes first. The plan is for what is late."),
    "follows_the_months": _l("You pay more in good months and less in bad ones."),
    "above_recommended": _l("It takes more than we recommend. Only you may offer that."),
    "lump_sum_covers_share": _l("You have one sum that can settle it."),
    "no_rate_clears": _l("Even without interest it takes too long. So it asks to end early."),
    "hardship_expected_to_end": _l("It keeps things going until times are better."),
    "small_share": _l("It keeps things going with what you can spare."),
    "income_recovers": _l("You can pay more later. So nothing is due until then."),
    "hardship_ends": _l("Things should get better. So nothing is due until then."),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """One offer for ``components/offers.html``; ``more`` are facts of this offer alone."""

    instalment: Money
    frequency: Every
    count: int
    first_due: date
    last_due: date
    total: Money
    interest: Money
    fees: Money
    left_over: Money | None
    reasons: tuple[str, ...]
    more: tuple[tuple[str, str], ...] = ()


def of_draft(draft: Draft, found: Choice) -> Facts:
    """An option, or an own plan, before it is sent."""
    because = tuple(str(BECAUSE[code]) for code in _codes(draft, found) if code in BECAUSE)
    option = draft.option
    also = tuple(str(HEADINGS[label]) for label in option.also) if option else ()
    reasons = (*(because if option else ()), *grants(draft.terms), _segments(draft.terms))
    if also:
        reasons = (*reasons, _("It is also: %(labels)s.", labels=_list(also)))
    if option is None and draft.stretch:
        reasons = (str(BECAUSE["above_recommended"]), *reasons)
    return _facts(draft.terms, draft.left, (*reasons, _rules(found)), _change(draft, found))


def of_offer(offer: OfferMade, left: Money | None = None) -> Facts:
    """An offer that was made, by either side."""
    return _facts(offer.terms, left, (*grants(offer.terms), _segments(offer.terms)), None)


def heading(label: str) -> Words:
    return HEADINGS.get(label, HEADINGS[OWN])


def explanation(draft: Draft, found: Choice, own_words: str) -> str:
    """What goes to the lender with an offer: figures, the rules used, and the person's words."""
    schedule = draft.terms.schedule
    lines = [
        _(
            "%(amount)s %(every)s, %(count)d payments, %(total)s in all.",
            amount=i18n.money(schedule.highest),
            every=i18n.every(draft.terms.frequency),
            count=schedule.payments,
            total=i18n.money(schedule.total),
        ),
        _(
            "It keeps living costs safe in every month. In the tightest month %(left)s is left.",
            left=i18n.money(draft.left),
        ),
        _rules(found),
    ]
    return "\n".join((*lines, own_words) if own_words else lines)


def differences(one: Facts, other: Facts) -> tuple[tuple[Words, str, str], ...]:
    """The facts in which two offers differ: its name and both values."""
    rows: tuple[tuple[Words, str, str], ...] = (
        (_l("You pay each time"), i18n.money(one.instalment), i18n.money(other.instalment)),
        (_l("How often"), str(i18n.every(one.frequency)), str(i18n.every(other.frequency))),
        (_l("How many payments"), str(one.count), str(other.count)),
        (_l("First payment"), i18n.day(one.first_due), i18n.day(other.first_due)),
        (_l("Last payment"), i18n.day(one.last_due), i18n.day(other.last_due)),
        (_l("You pay in total"), i18n.money(one.total), i18n.money(other.total)),
        (_l("Interest in it"), i18n.money(one.interest), i18n.money(other.interest)),
        (_l("Fees in it"), i18n.money(one.fees), i18n.money(other.fees)),
    )
    return tuple(row for row in rows if row[1] != row[2])


def _codes(draft: Draft, found: Choice) -> tuple[str, ...]:
    """The reasons of the route that hold for this very plan: its rate may be lower."""
    at_contract = draft.terms.rate == Fraction(found.scene.case.debt.annual_rate)
    return tuple(c for c in found.result.reasons if at_contract or c != "contract_rate_clears")


def _facts(
    terms: Terms, left: Money | None, reasons: tuple[str, ...], change: tuple[str, str] | None
) -> Facts:
    schedule = terms.schedule
    rows = schedule.instalments
    return Facts(
        instalment=schedule.highest,
        frequency=terms.frequency,
        count=schedule.payments,
        first_due=schedule.first_due,
        last_due=schedule.last_due,
        total=schedule.total,
        interest=schedule.interest,
        fees=total((row.fees for row in rows), schedule.total.currency),
        left_over=left,
        reasons=reasons,
        more=(change,) if change else (),
    )


def _change(draft: Draft, found: Choice) -> tuple[str, str] | None:
    """Against the contract paid to its end; nothing is said when no payment is known."""
    baseline = found.result.baseline
    if baseline is None and found.scene.case.debt.contractual_payment is None:
        return None
    if baseline is None:
        return (_("Against your contract"), _("the contract never ends"))
    change = draft.terms.schedule.total - baseline.total
    if change.minor == 0:
        return (_("Against your contract"), _("the same total"))
    size = i18n.money(-change if change.minor < 0 else change)
    words = (
        _("%(amount)s less", amount=size) if change.minor < 0 else _("%(amount)s more", amount=size)
    )
    return (_("Against your contract"), words)


def _segments(terms: Terms) -> str:
    """Runs of equal payments, as ``33 × £137.95, 1 × £131.23``."""
    runs = [(n, amount) for n, amount in terms.schedule.segments if amount]
    if len(runs) > 4:  # noqa: PLR2004 - longer ones are read in the table
        return _("The payments differ. The table shows each one.")
    return _("Payments: %(list)s.", list=_list(f"{n} × {i18n.money(a)}" for n, a in runs))


def _rules(found: Choice) -> str:
    assessment = found.assessment
    return _("Rules used: %(version)s", version=f"{assessment.pack_id} {assessment.pack_version}")


def _list(words: Iterable[str]) -> str:
    return str(_(", ")).join(words)
