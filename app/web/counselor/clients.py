"""One client: every creditor on one page."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask_babel import gettext as _

from app.core.access import Action
from app.core.negotiation.events import OfferMade
from app.usecases import clients, handovers
from app.usecases.clients import CreditorLine
from app.web import i18n
from app.web.case_words import ROLES, STAGES
from app.web.deps import actor, deps
from app.web.fields import Words
from app.web.guards import allow
from app.web.plans.payments import each_payment

bp = Blueprint("clients", __name__, url_prefix="/clients/<uuid:household_id>")


@bp.get("")
@allow(Action.READ_CLIENT)
def show(household_id: UUID) -> str:
    clients.viewed(deps(), actor(), household_id)
    found = clients.client(deps(), actor(), household_id)
    lines = [(line, cells(line)) for line in found.creditors]
    desk = handovers.desk(deps(), actor(), household_id)
    return render_template(
        "counselor/client.html", client=found, lines=lines, looked_after_by=desk.looked_after_by
    )


def cells(line: CreditorLine) -> tuple[Words, ...]:
    """After the creditor's name: kind, owed, stage, last offer, whose move, due day, hold."""
    return (
        _("First debt") if line.priority else _("Other debt"),
        i18n.money(line.owed),
        _stage(line),
        _offer(line.offer, is_open=line.open),
        _waiting(line),
        i18n.day(line.reply_due) if line.reply_due else _("None"),
        i18n.day(line.hold_until) if line.hold_until else _("None"),
    )


def _stage(line: CreditorLine) -> Words:
    if line.disputed:
        return _("Disputed")
    return STAGES[line.stage] if line.stage else _("By letter")


def _waiting(line: CreditorLine) -> Words:
    if line.person_since is not None:
        return _("A person looks, since %(day)s", day=i18n.day(line.person_since))
    return ROLES[line.waiting_for] if line.waiting_for else _("Nobody")


def _offer(made: OfferMade | None, *, is_open: bool) -> Words:
    if made is None:
        return _("None")
    what = {
        "amount": each_payment(made.terms.schedule),
        "every": i18n.every(made.terms.frequency),
        "who": ROLES[made.by],
        "day": i18n.day(made.at.date()),
    }
    if is_open:
        return _("%(amount)s %(every)s, by: %(who)s, %(day)s. It is open", **what)
    return _("%(amount)s %(every)s, by: %(who)s, %(day)s. It is over", **what)
