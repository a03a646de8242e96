"""A desk as its page shows it: plain rows, sentences and drawings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.alike import mixes_scripts
from app.core.drafting import payment_reference
from app.core.fields import given
from app.core.money import Currency, Money, total
from app.core.negotiation.case import Stage
from app.core.negotiation.events import OfferMade
from app.core.schedule import Schedule
from app.core.terms import Terms
from app.usecases.lender_desk import Desk, WorkList
from app.usecases.pictures import schedule_picture
from app.web import i18n
from app.web.case_words import DISPUTES, MOMENTS, ROLES, STAGES
from app.web.fields import Words
from app.web.lender.budget_rows import opened
from app.web.lender.policy_words import past_words
from app.web.lender.words import REASONS, ROUTES
from app.web.plans.payments import each_payment


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case in the queue. ``days`` counts whole days since anything happened.

    ``due`` is whichever answer comes first; ``complaint`` says that it is a complaint's.
    """

    id: UUID
    borrower: str
    account: str
    owed: Money
    stage: Words
    waiting_for: Words
    due: date | None
    complaint: bool
    overdue: bool
    days: int


def queue_rows(found: WorkList, at: datetime) -> tuple[QueueRow, ...]:
    return tuple(
        QueueRow(
            id=line.case.id,
            borrower=line.borrower,
            account=line.account,
            owed=Money(line.case.owed_minor, Currency(line.case.currency)),
            stage=_("Disputed")
            if line.case.disputed
            else _("With a supervisor")
            if line.case.late_since
            else _("With a person")
            if line.case.person_since
            else STAGES[line.case.stage],
            waiting_for=ROLES[line.case.waiting_for] if line.case.waiting_for else _("Nobody"),
            **_due(line.case.reply_due, line.case.complaint_due, at.date()),
            days=(at - line.case.updated_at).days,
        )
        for line in found.lines
    )


def _due(reply: date | None, complaint: date | None, today: date) -> dict[str, Any]:
    due = min((day for day in (reply, complaint) if day is not None), default=None)
    return {
        "due": due,
        "complaint": due is not None and due != reply,
        "overdue": due is not None and due < today,
    }


def case_view(desk: Desk) -> dict[str, Any]:
    """What ``lender/case.html`` and the answer pages need."""
    offer = desk.standing
    return {
        "desk": desk,
        "page": desk.page,
        "mixed": mixes_scripts(desk.page.borrower),
        "case": desk.case,
        "stage": STAGES[desk.case.stage],
        "stages": STAGES,
        "moments": MOMENTS,
        "roles": ROLES,
        "disputes": DISPUTES,
        "dispute_words": next(
            (
                m.words
                for m in reversed(desk.page.timeline)
                if m.kind == "dispute-raised" and m.detail == desk.case.dispute
            ),
            "",
        ),
        "contract_rate": Fraction(desk.case.debt.annual_rate),
        "why": why(desk),
        "budget": given(desk.case.budget, desk.sees.opens) if desk.case.budget else None,
        "shown": opened(given(desk.shown, desk.sees.opens)) if desk.shown else None,
        "offer": offer,
        "past": [past_words(one) for one in desk.past],
        "offer_facts": offer_facts(offer) if offer else (),
        "picture": picture(offer.terms.schedule) if offer else "",
        "reference": payment_reference(str(desk.page.header.id)) if agreed(desk) else "",
        "earlier": [(o, offer_facts(o)) for o in reversed(desk.earlier)],
    }


def agreed(desk: Desk) -> bool:
    """Whether there is a plan whose payments carry a reference."""
    return desk.case.stage in {Stage.AGREED, Stage.SIGNING, Stage.SIGNED, Stage.SEALED}


def offer_facts(offer: OfferMade) -> tuple[tuple[str, Words], ...]:
    return terms_facts(offer.terms)


def terms_facts(terms: Terms) -> tuple[tuple[str, Words], ...]:
    """The facts of a plan in one order: what is paid, when, and what it costs."""
    schedule = terms.schedule
    fees = total((row.fees for row in schedule.instalments), schedule.total.currency)
    waived = terms.waived + terms.written_off
    return (
        (_("Each payment"), each_payment(schedule)),
        (_("How often"), i18n.every(terms.frequency)),
        (_("How many payments"), str(schedule.payments)),
        (_("First payment"), i18n.day(schedule.first_due)),
        (_("Last payment"), i18n.day(schedule.last_due)),
        (_("Paid in total"), i18n.money(schedule.total)),
        (_("Interest in it"), i18n.money(schedule.interest)),
        (_("Fees in it"), i18n.money(fees)),
        (_("Let go or written off"), i18n.money(waived)),
        (_("Yearly interest"), i18n.percent(terms.rate)),
    )


def picture(schedule: Schedule) -> str:
    """The drawing of a schedule with a title in the reader's language."""
    title = ngettext(
        "%(num)d payment, the largest %(most)s",
        "%(num)d payments, the largest %(most)s",
        schedule.payments,
        most=i18n.money(schedule.highest),
    )
    return schedule_picture(schedule, title)


def why(desk: Desk) -> tuple[Words, ...]:
    """Why the figures are what they are, as sentences: route, reasons, the standing offer."""
    budget = desk.case.budget
    if budget is None:
        return ()
    said = [ROUTES[budget.route], *(REASONS[r] for r in budget.reasons if r in REASONS)]
    if desk.standing is not None:
        said.append(
            _("This offer is above the recommended ceilings. You may accept it.")
            if desk.above_recommended
            else _("Every payment of this offer is within the recommended ceiling of its month.")
        )
    return tuple(said)
