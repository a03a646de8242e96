"""What can be asked between two offers now, and the fair midpoint in words: alike for both sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from app.core.money import Money, total
from app.core.negotiation.case import Case, Stage, ended, latest_date
from app.core.negotiation.middle_events import Fairness, MidpointFound, MidpointNotFound
from app.core.negotiation.middle_now import could_last_until, may_ask_midpoint, open_midpoint
from app.core.negotiation.middle_state import MIDPOINT
from app.core.negotiation.outdated_events import Because
from app.core.schedule import Instalment
from app.core.terms import Terms
from app.usecases.offer_again import is_past
from app.usecases.pictures import schedule_picture
from app.web import i18n
from app.web.fields import Words
from app.web.plans.grants import grants
from app.web.plans.payments import each_payment, opening

Rows = tuple[tuple[Words, Words], ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """What a page about an offer leads to. ``longer_until``: the day more time would reach.

    ``found_until`` and ``test_until`` are the last days of an open midpoint and private test.
    """

    longer_until: date | None = None
    seen: str = ""
    ended: bool = False
    past: bool = False
    middle: bool = False
    found_until: date | None = None
    test_until: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Terms as facts in one order, a drawing, and every payment."""

    facts: Rows
    grants: tuple[str, ...]
    picture: str
    caption: str
    rows: tuple[Instalment, ...]


@dataclass(frozen=True, slots=True)
class MidpointPage:
    """``state``: offers (a side has not offered), ask, found, none, over, or still (a pause).

    Or unshared: a lender that may not see the budget sees no plan made with it. ``because``
    is why an earlier midpoint counts no more.
    """

    state: str
    plan: Plan | None = None
    why: tuple[str, ...] = ()
    digest: str = ""
    until: date | None = None
    taken: bool = False
    because: Because | None = None


def ways(case: Case, at: datetime, *, lends: bool = False) -> Ways:
    """While the case stands still, more time is for the borrower's side alone; ``lends`` is not."""
    if case.stage not in (Stage.OPEN, Stage.OFFERED):
        return Ways()
    offer = case.offer if case.stage is Stage.OFFERED else None
    still = stands_still(case, at)
    longer = could_last_until(offer, at, lends=lends) if offer else None
    test = case.middle.overlap
    found = None if still or case.budget is None else open_midpoint(case, at)
    return Ways(
        longer_until=None if lends and still else longer,
        seen=offer.digest if offer else "",
        ended=offer is not None and ended(offer.expires_on, at),
        past=is_past(case, at) and not still,
        middle=case.middle.between is not None,
        found_until=found.until if found else None,
        test_until=test.until if test and not still and not ended(test.until, at) else None,
    )


def stands_still(case: Case, at: datetime) -> bool:
    """Whether a dispute, awaited proof or a hold keeps both sides from answering."""
    return case.stopped or case.on_hold(latest_date(at))


def is_open(case: Case, seen: str, at: datetime) -> bool:
    """Whether the offer of digest ``seen`` can be answered still."""
    offer = case.offer if case.stage is Stage.OFFERED else None
    return offer is not None and offer.digest == seen and not ended(offer.expires_on, at)


def midpoint_page(case: Case, at: datetime) -> MidpointPage:
    found = case.middle.midpoint
    now = open_midpoint(case, at)
    if case.stage not in (Stage.OPEN, Stage.OFFERED) or case.middle.between is None:
        return MidpointPage("offers")
    if case.budget is None:
        return MidpointPage("unshared")
    if stands_still(case, at):
        return MidpointPage("still", *_found(now))
    if now is not None:
        return MidpointPage("found", *_found(now))
    if may_ask_midpoint(case, at):
        return MidpointPage("ask", because=case.middle.midpoint_because)
    if isinstance(found, MidpointNotFound):
        return MidpointPage("none", why=too_far(found))
    return MidpointPage("over", taken=_is_taken(case))


def _is_taken(case: Case) -> bool:
    offer = case.offer if case.stage is Stage.OFFERED else None
    return offer is not None and offer.label == MIDPOINT


def plan(terms: Terms) -> Plan:
    schedule = terms.schedule
    caption = str(_("Every payment of this plan"))
    return Plan(
        facts=_facts(terms),
        grants=grants(terms),
        picture=schedule_picture(schedule, caption),
        caption=caption,
        rows=schedule.instalments,
    )


def explanation(found: MidpointFound) -> str:
    """The words that go with the midpoint when a side offers it: what both were shown."""
    return "\n".join((in_words(found.terms), *why_fair(found.why)))


def in_words(terms: Terms) -> str:
    """Terms as one sentence with figures."""
    schedule = terms.schedule
    return _(
        "%(amount)s %(every)s, %(count)d payments from %(first)s, %(total)s in all.",
        amount=opening(each_payment(schedule)),
        every=i18n.every(terms.frequency),
        count=schedule.payments,
        first=i18n.day(schedule.first_due),
        total=i18n.money(schedule.total),
    )


def why_fair(why: Fairness) -> tuple[str, ...]:
    """Shares are rounded down, so that neither side is told more than it gets."""
    return (
        _("This plan lies between the two last offers. Plainpact worked it out."),
        _(
            "The borrower comes %(share)s of the way from the worst of these plans to the best.",
            share=_share(why.borrower_gain.numerator, why.borrower_gain.denominator),
        ),
        _(
            "The lender comes %(share)s of the way.",
            share=_share(why.lender_gain.numerator, why.lender_gain.denominator),
        ),
        _("Of all plans between the offers that fit, this one treats both sides most alike."),
        _("Every payment is within what its month can bear."),
        _("Rules used: %(version)s", version=why.pack_version),
    )


def too_far(found: MidpointNotFound) -> tuple[str, ...]:
    why = found.why
    bears = _(
        "The tightest month can bear %(amount)s for one payment.", amount=i18n.money(why.bears)
    )
    if why.least is None:
        return (bears, _("No payment repays this debt within the longest term."))
    return (
        bears,
        _(
            "The smallest payment that repays the debt in time is %(amount)s.",
            amount=i18n.money(why.least),
        ),
    )


def most_for_budget(most: Money) -> str:
    return _("Your budget can bear %(most)s a month at the most", most=i18n.money(most))


def most_for_debt(most: Money) -> str:
    return _("No more is owed than %(most)s", most=i18n.money(most))


def _found(found: MidpointFound | None) -> tuple[Plan | None, tuple[str, ...], str, date | None]:
    if found is None:
        return None, (), "", None
    return plan(found.terms), why_fair(found.why), found.digest, found.until


def _share(part: int, whole: int) -> str:
    return f"{part * 100 // whole}%"


def _facts(terms: Terms) -> Rows:
    schedule = terms.schedule
    fees = total((row.fees for row in schedule.instalments), schedule.total.currency)
    return (
        (_("Each payment"), each_payment(schedule)),
        (_("How often"), i18n.every(terms.frequency)),
        (_("How many payments"), str(schedule.payments)),
        (_("First payment"), i18n.day(schedule.first_due)),
        (_("Last payment"), i18n.day(schedule.last_due)),
        (_("Paid in total"), i18n.money(schedule.total)),
        (_("Yearly interest"), i18n.percent(terms.rate)),
        (_("Interest in it"), i18n.money(schedule.interest)),
        (_("Fees in it"), i18n.money(fees)),
        (_("Let go or written off"), i18n.money(terms.waived + terms.written_off)),
    )
