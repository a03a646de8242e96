"""Hand a client over to a colleague, with what the colleague needs to know on one page."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action
from app.usecases import clients, handovers, notes
from app.usecases.handovers import Desk
from app.web.again import shows_again
from app.web.counselor.clients import cells
from app.web.deps import actor, deps
from app.web.forms import FREE_TEXT_LENGTH, ChoiceField, Form, TextField
from app.web.guards import allow

bp = Blueprint("handover", __name__, url_prefix="/clients/<uuid:household_id>/hand-over")


class HandoverForm(Form):
    """The colleagues are put in before the form is judged."""

    colleague = ChoiceField(_l("Who takes over?"), missing=_l("Choose who takes over"))
    words = TextField(
        _l("What do they need to know?"),
        most=FREE_TEXT_LENGTH,
        many_lines=True,
        missing=_l("Say what comes next for the client"),
    )

    @classmethod
    def at(cls, desk: Desk) -> HandoverForm:
        form = cls.read()
        form.colleague.choices = [(str(one), name) for one, name in desk.colleagues]
        return form


@bp.get("")
@allow(Action.READ_CLIENT)
def show(household_id: UUID) -> str:
    desk = handovers.desk(deps(), actor(), household_id)
    return _page(household_id, desk, HandoverForm.at(desk))


@bp.post("")
@allow(Action.HAND_OVER)
@shows_again
def hand_over(household_id: UUID) -> Response | tuple[str, int]:
    desk = handovers.desk(deps(), actor(), household_id)
    form = HandoverForm.at(desk)
    if not form.accepted():
        return _page(household_id, desk, form), form.status
    to_id, words = UUID(form.colleague.data or ""), form.words.data or ""
    handovers.hand_over(deps(), actor(), household_id, to_id, words)
    return redirect(url_for("counselor.clients.show", household_id=household_id), code=303)


def _page(household_id: UUID, desk: Desk, form: HandoverForm) -> str:
    found = clients.client(deps(), actor(), household_id)
    return render_template(
        "counselor/handover.html",
        client=found,
        desk=desk,
        form=form,
        lines=[(line, cells(line)) for line in found.creditors],
        notes=notes.notes(deps(), actor(), household_id),
    )
