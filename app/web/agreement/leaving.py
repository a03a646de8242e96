"""Declining to sign, or asking for a change: the version is laid aside, and nothing gets worse."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.access import Action, Role
from app.core.errors import OfferChanged, TransitionNotAllowed
from app.core.negotiation.commands import DeclineSigning
from app.usecases import negotiate
from app.usecases.agreement_pages import standing
from app.usecases.agreement_reading import Reading
from app.usecases.staff_words import WordsRefused
from app.web import guarded
from app.web.again import shows_again
from app.web.agreement.forms import ChangeForm, DeclineForm, LeaveForm, version_in
from app.web.agreement.shown import HOME
from app.web.deps import actor, deps
from app.web.guards import allow
from app.web.i18n import language

bp = Blueprint("leaving", __name__)

Page = str | tuple[str, int] | Response


@bp.get("/decline")
@allow(Action.READ_AGREEMENT)
def decline_page(case_id: UUID) -> Page:
    reading = _reading(case_id)
    return _show("decline", case_id, reading, DeclineForm.of(reading.role))


@bp.post("/decline")
@allow(Action.DECLINE_SIGNING)
@shows_again
def decline(case_id: UUID) -> Page:
    reading = _reading(case_id)
    return _leave("decline", case_id, reading, DeclineForm.of(reading.role))


@bp.get("/change")
@allow(Action.READ_AGREEMENT)
def change_page(case_id: UUID) -> Page:
    return _show("change", case_id, _reading(case_id), ChangeForm.read())


@bp.post("/change")
@allow(Action.DECLINE_SIGNING)
@shows_again
def change(case_id: UUID) -> Page:
    return _leave("change", case_id, _reading(case_id), ChangeForm.read())


def version_of(form: LeaveForm) -> int:
    """The version the person saw.

    Raises:
        OfferChanged: the page named none.
    """
    number = version_in(form.version.data or "")
    if not number:
        raise OfferChanged("no version was named")
    return number


def _leave(name: str, case_id: UUID, reading: Reading, form: DeclineForm | ChangeForm) -> Page:
    if not form.accepted():
        return _show(name, case_id, reading, form)
    words = form.explanation.data or ""
    try:
        wants_change = isinstance(form, ChangeForm)
        command = DeclineSigning(reading.agreement_id, version_of(form), words, wants_change)
        negotiate.submit(deps(), actor(), case_id, command)
    except WordsRefused:
        guarded.tell(form)
        return _show(name, case_id, _reading(case_id), form)
    except (OfferChanged, TransitionNotAllowed):
        return _show(name, case_id, _reading(case_id), form, changed=True)
    new_offer = wants_change and reading.role is Role.LENDER
    there = "lender.answers.offer_page" if new_offer else HOME[reading.role]
    return redirect(url_for(there, case_id=case_id), code=303)


def _show(
    name: str,
    case_id: UUID,
    reading: Reading,
    form: DeclineForm | ChangeForm,
    *,
    changed: bool = False,
) -> tuple[str, int]:
    changed = changed or form.saw_another(version=reading.version)
    refusal = _("The agreement does not stand where it did. Please look again.") if changed else ""
    page = render_template(
        f"agreement/{name}.html", case_id=case_id, reading=reading, form=form, refusal=refusal
    )
    return page, 409 if changed else form.status


def _reading(case_id: UUID) -> Reading:
    return standing(deps(), actor(), case_id, language().code)[0]
