"""How and when the borrower of a case may be reached, and what staff did of it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.contact import Channel
from app.core.errors import NotFound
from app.usecases import calls, meetings, queries
from app.usecases.calls import NotNow
from app.usecases.staff_words import WordsRefused
from app.web import guarded, reach_words
from app.web.again import shows_again
from app.web.deps import actor, deps
from app.web.fields import Words
from app.web.guards import allow
from app.web.lender.contact_forms import CallOffForm, NoteForm, PlanForm, VisitorForm, named

bp = Blueprint("contacts", __name__, url_prefix="/cases/<uuid:case_id>/contacts")

Page = str | tuple[str, int] | Response


@bp.get("")
@allow(Action.READ_REACH)
def page(case_id: UUID) -> Page:
    return _show(case_id, PlanForm.read(), VisitorForm.read())


@bp.post("/plan")
@allow(Action.RECORD_CONTACT)
@shows_again
def plan(case_id: UUID) -> Page:
    form, now = PlanForm.read(), deps().now()
    name = named(form.contact)
    if not form.accepted() or name is None:
        return _show(case_id, form, VisitorForm()), 422
    try:
        channel = Channel(form.channel.data or "")
        calls.plan(deps(), actor(), case_id, name, channel, form.at(now))
    except NotNow as refused:
        said = _("It may be: %(when)s", when=reach_words.when(refused.answer))
        return _show(case_id, form, VisitorForm(), said), 409
    return redirect(url_for(".page", case_id=case_id), code=303)


@bp.post("/call-off")
@allow(Action.RECORD_CONTACT)
def call_off(case_id: UUID) -> Response:
    form = CallOffForm.read()
    if not form.accepted():
        raise BadRequest("contact")
    calls.call_off(deps(), actor(), case_id, form.contact.data or "")
    return redirect(url_for(".page", case_id=case_id), code=303)


@bp.get("/note")
@allow(Action.READ_REACH)
def note_page(case_id: UUID) -> Page:
    """The outline of a call, and the form for what was said."""
    return _note(case_id, NoteForm.read(), request.args.get("planned", ""))


@bp.post("/note")
@allow(Action.RECORD_CONTACT)
@shows_again
def note(case_id: UUID) -> Page:
    form = NoteForm.read()
    planned, name = form.planned.data or "", named(form.contact)
    if not form.accepted() or name is None:
        return _note(case_id, form, planned), 422
    try:
        calls.write_down(deps(), actor(), case_id, form.made(name, deps().now()), planned)
    except WordsRefused:
        guarded.tell(form)
        return _note(case_id, form, planned), 422
    return redirect(url_for(".page", case_id=case_id), code=303)


@bp.post("/visitor")
@allow(Action.RECORD_CONTACT)
@shows_again
def visitor(case_id: UUID) -> Page:
    form = VisitorForm.read()
    form.visitor.choices = _visitors(calls.desk(deps(), actor(), case_id))
    if not form.accepted() or form.day.data is None or form.hour.data is None:
        return _show(case_id, PlanForm(), form), 422
    when = datetime.combine(form.day.data, form.hour.data, UTC)
    try:
        meetings.name_visitor(deps(), actor(), case_id, UUID(form.visitor.data or ""), when)
    except NotNow as refused:
        said = _("It may be: %(when)s", when=reach_words.when(refused.answer))
        return _show(case_id, PlanForm(), form, said), 409
    except NotFound:
        said = _("The borrower has not asked for a meeting, or does not want it any more.")
        return _show(case_id, PlanForm(), form, said), 409
    return redirect(url_for(".page", case_id=case_id), code=303)


def _show(case_id: UUID, form: PlanForm, visitor_form: VisitorForm, refusal: Words = "") -> str:
    desk = calls.desk(deps(), actor(), case_id)
    visitor_form.visitor.choices = _visitors(desk)
    return render_template(
        "lender/contacts.html",
        page=queries.case_page(deps(), actor(), case_id, Action.READ_CASE),
        desk=desk,
        form=form,
        visitor_form=visitor_form,
        name=named(form.contact) or uuid4(),
        refusal=refusal,
        words=reach_words,
    )


def _note(case_id: UUID, form: NoteForm, planned: str) -> str:
    return render_template(
        "lender/call.html",
        page=queries.case_page(deps(), actor(), case_id, Action.READ_CASE),
        desk=calls.desk(deps(), actor(), case_id),
        form=form,
        name=named(form.contact) or uuid4(),
        planned=planned,
        words=reach_words,
    )


def _visitors(desk: calls.Desk) -> list[tuple[str, Words]]:
    return [(str(one), name) for one, name in desk.visitors]
