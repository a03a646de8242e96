"""A meeting: the borrower asks for it, says where, and knows who comes."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Blueprint, redirect, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.core.access import Action
from app.usecases import meetings
from app.web.again import shows_again
from app.web.borrower.forms import Press
from app.web.borrower.pages import find_case, show_case
from app.web.borrower.reach_forms import MeetingForm
from app.web.deps import actor, deps
from app.web.guards import allow

bp = Blueprint("meeting", __name__, url_prefix="/cases/<uuid:case_id>/meeting")


@bp.get("")
@allow(Action.READ_OPTIONS)
def page(case_id: UUID) -> str:
    return _show(case_id, MeetingForm.read())


@bp.post("")
@allow(Action.ASK_MEETING)
@shows_again
def ask(case_id: UUID) -> Response | tuple[str, int]:
    form = MeetingForm.read()
    if not form.accepted():
        return _show(case_id, form), 422
    try:
        name = UUID(form.meeting.data or "")
    except ValueError:
        raise BadRequest("meeting") from None
    meetings.ask(deps(), actor(), case_id, name, form.words.data or "")
    return redirect(url_for(".page", case_id=case_id), code=303)


@bp.post("/take-back")
@allow(Action.ASK_MEETING)
def take_back(case_id: UUID) -> Response:
    Press.read()
    meetings.take_back(deps(), actor(), case_id)
    return redirect(url_for(".page", case_id=case_id), code=303)


def _show(case_id: UUID, form: MeetingForm) -> str:
    found = meetings.page(deps(), actor(), case_id)
    name = form.meeting.data or uuid4()
    return show_case("meeting", find_case(case_id), form=form, found=found, name=name)
