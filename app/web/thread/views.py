"""The thread of a case: reading, writing, reporting, and reading first."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.access import Action, Role
from app.core.errors import InvalidInput, TransitionNotAllowed
from app.core.thread.deciding import EnoughToday, OnlyAnswers
from app.core.thread.thread import State
from app.usecases import message_reading, messages, queries
from app.usecases.borrower_pages import warnings_for
from app.usecases.conduct import NoPass
from app.usecases.messages import Line, NotConfirmed, ThreadPage
from app.usecases.staff_words import WordsRefused
from app.web.again import shows_again
from app.web.case_words import ROLES
from app.web.deps import actor, deps
from app.web.fields import Words
from app.web.forms import Form
from app.web.guards import allow
from app.web.thread.forms import (
    APPROVE,
    MessageForm,
    ReportForm,
    ReviewForm,
    digest,
    named,
)
from app.web.thread.words import QUIET, STATES, because

bp = Blueprint("thread", __name__, url_prefix="/cases/<uuid:case_id>/messages")

Page = str | tuple[str, int] | Response


@bp.get("")
@allow(Action.READ_MESSAGES)
def page(case_id: UUID) -> Page:
    return _show(case_id, MessageForm.read())


@bp.post("")
@allow(Action.SEND_MESSAGE)
@shows_again
def write(case_id: UUID) -> Page:
    form = MessageForm.read()
    message_id = named(form.message.data)
    if not form.accepted() or message_id is None:
        return _show(case_id, form), 422
    words = form.words.data or ""
    try:
        messages.write(deps(), actor(), case_id, message_id, words, confirmed=form.is_meant)
    except WordsRefused:
        form.words.refuse()
        return _show(case_id, form), 422
    except NotConfirmed as asked:
        form.doubt(asked.weight)
        return _show(case_id, form), 422
    except (NoPass, EnoughToday, OnlyAnswers) as refusal:
        return _show(case_id, form, _said(refusal)), 409
    return redirect(url_for(".page", case_id=case_id), code=303)


@bp.get("/report")
@allow(Action.READ_OPTIONS)
def report_page(case_id: UUID) -> Page:
    return _one("report", case_id, ReportForm.read(), request.args.get("message"))


@bp.post("/report")
@allow(Action.REPORT_MESSAGE)
@shows_again
def report(case_id: UUID) -> Page:
    form = ReportForm.read()
    message_id = named(form.message.data)
    if not form.accepted() or message_id is None:
        return _one("report", case_id, form, form.message.data)
    try:
        words = form.words.data or ""
        message_reading.report(deps(), actor(), case_id, message_id, words)
    except TransitionNotAllowed:
        return _show(case_id, MessageForm(), _("There is no such message to report.")), 409
    return redirect(url_for(".page", case_id=case_id), code=303)


@bp.get("/read-first")
@allow(Action.READ_MESSAGES)
def review_page(case_id: UUID) -> Page:
    return _one("review", case_id, ReviewForm.read(), request.args.get("message"))


@bp.post("/read-first")
@allow(Action.REVIEW_MESSAGE)
@shows_again
def review(case_id: UUID) -> Page:
    form = ReviewForm.read()
    message_id = named(form.message.data)
    if not form.accepted() or message_id is None:
        return _one("review", case_id, form, form.message.data)
    try:
        if form.answer.data == APPROVE:
            message_reading.approve(deps(), actor(), case_id, message_id)
        else:
            why = form.why.data or ""
            message_reading.give_back(deps(), actor(), case_id, message_id, why)
    except InvalidInput:
        form.why.errors = [_("Say why, in plain words")]
        return _one("review", case_id, form, form.message.data)
    except (NoPass, TransitionNotAllowed) as refusal:
        return _show(case_id, MessageForm(), _said(refusal)), 409
    return redirect(url_for(".page", case_id=case_id), code=303)


@bp.post("/taken-over")
@allow(Action.TAKE_CARE)
def taken_over(case_id: UUID) -> Page:
    Form.read()
    message_reading.take_care(deps(), actor(), case_id)
    return redirect(url_for(".page", case_id=case_id), code=303)


def _show(case_id: UUID, form: MessageForm, refusal: Words = "") -> str:
    found = messages.page(deps(), actor(), case_id)
    return _render(
        "page",
        case_id,
        found,
        form=form,
        refusal=refusal,
        name=named(form.message.data) or uuid4(),
        about=digest(form.words.data or "") if form.asks else "",
        may_write=found.may_begin and (found.quiet is None or found.is_asked),
        states=STATES,
        quiet=QUIET,
        because=because,
    )


def _one(template: str, case_id: UUID, form: Form, named_by: str | None) -> Page:
    """A page about one message; the whole thread when this person has no such message to act on."""
    found = messages.page(deps(), actor(), case_id)
    line = _line(found, named(named_by), template)
    if line is None:
        return redirect(url_for(".page", case_id=case_id), code=303)
    return _render(template, case_id, found, form=form, line=line), form.status


def _line(found: ThreadPage, message_id: UUID | None, template: str) -> Line | None:
    for line in found.lines:
        at = line.message.state
        fits = (
            found.may_review and at is State.REVIEW and not line.is_mine
            if template == "review"
            else at is State.DELIVERED and line.message.written.by is not found.role
        )
        if line.message.id == message_id and fits:
            return line
    return None


def _render(template: str, case_id: UUID, found: ThreadPage, **more: Any) -> str:
    case = queries.case_page(deps(), actor(), case_id, Action.READ_MESSAGES)
    theirs = found.role is Role.LENDER
    return render_template(
        f"thread/{template}.html",
        frame="thread/_staff.html" if theirs else "borrower/case.html",
        page=case,
        warned=None if theirs else warnings_for(deps(), actor(), case_id),
        acts_for=case.borrower if found.role is Role.COUNSELOR else None,
        found=found,
        roles=ROLES,
        home=url_for("lender.case" if theirs else "borrower.debt.show", case_id=case_id),
        **more,
    )


def _said(refusal: Exception) -> Words:
    if isinstance(refusal, NoPass):
        return _("You need a valid conduct pass before you write. Take the test first.")
    if isinstance(refusal, EnoughToday):
        return _("You have written a lot today. From tomorrow you can write again here.")
    if isinstance(refusal, OnlyAnswers):
        return QUIET[refusal.quiet]
    return _("Somebody else was first. This is how it is now.")
