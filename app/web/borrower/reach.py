"""How the borrower may be reached, who has reached them, and a word against it."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.contact import Channel
from app.core.reach import WAYS
from app.usecases import contact_book, wishes
from app.usecases.borrower_pages import HouseholdPage
from app.usecases.wishes import Wished
from app.web import reach_words
from app.web.again import shows_again
from app.web.borrower.pages import find_household, show_household
from app.web.borrower.reach_forms import DetailsForm, ReportForm, StopForm, WishesForm
from app.web.deps import actor, deps
from app.web.guards import allow

bp = Blueprint("reach", __name__, url_prefix="/household/<uuid:household_id>")

Page = str | tuple[str, int] | Response


@bp.get("/reach")
@allow(Action.READ_HOUSEHOLD)
def page(household_id: UUID) -> Page:
    house, found = _found(household_id)
    return _show(house, found, _form(house, found))


@bp.post("/reach")
@allow(Action.SET_WISHES)
@shows_again
def say(household_id: UUID) -> Page:
    house, found = _found(household_id)
    form = _form(house, found)
    if not form.accepted():
        return _show(house, found, form), 422
    wishes.say(
        deps(), actor(), household_id, form.to_said(), form.phone.data, form.tongue.data or ""
    )
    return redirect(url_for(".page", household_id=household_id), code=303)


@bp.post("/reach/stop")
@allow(Action.SET_WISHES)
def stop(household_id: UUID) -> Response:
    form = StopForm.read()
    if not form.accepted():
        raise BadRequest("way")
    wishes.stop_now(
        deps(), actor(), household_id, Channel(form.way.data) if form.way.data else None
    )
    return redirect(url_for(".page", household_id=household_id), code=303)


@bp.post("/reach/details")
@allow(Action.SET_WISHES)
def details(household_id: UUID) -> Response:
    form = DetailsForm.read()
    if not form.accepted():
        raise BadRequest("details")
    wishes.tell_details(deps(), actor(), household_id, details=form.details.data == "on")
    return redirect(url_for(".page", household_id=household_id), code=303)


@bp.get("/contacts")
@allow(Action.READ_HOUSEHOLD)
def contacts(household_id: UUID) -> Page:
    house = find_household(household_id)
    return show_household(
        "contacts",
        house,
        lines=contact_book.lines(deps(), actor(), household_id),
        words=reach_words,
        now=deps().now(),
        may_stop=Channel.TELEPHONE in wishes.page(deps(), actor(), household_id).said.ways,
    )


@bp.get("/contacts/report")
@allow(Action.READ_HOUSEHOLD)
def report_page(household_id: UUID) -> Page:
    key = request.args.get("contact", "")
    if not key:
        return redirect(url_for(".contacts", household_id=household_id), code=303)
    return _report(household_id, ReportForm.read(), key)


@bp.post("/contacts/report")
@allow(Action.REPORT_CONTACT)
@shows_again
def report(household_id: UUID) -> Page:
    form = ReportForm.read()
    accepted, key = form.accepted(), form.contact.data or ""
    if not key:
        raise BadRequest("contact")
    if not accepted:
        return _report(household_id, form, key), 422
    contact_book.report(deps(), actor(), household_id, key, form.words.data or "")
    return redirect(url_for(".contacts", household_id=household_id), code=303)


def _report(household_id: UUID, form: ReportForm, key: str) -> str:
    house = find_household(household_id)
    found = contact_book.line(deps(), actor(), household_id, key)
    return show_household("report", house, form=form, line=found, words=reach_words)


def _found(household_id: UUID) -> tuple[HouseholdPage, Wished]:
    return find_household(household_id), wishes.page(deps(), actor(), household_id)


def _show(house: HouseholdPage, found: Wished, form: WishesForm) -> str:
    return show_household("reach", house, form=form, found=found, words=reach_words, ways=WAYS)


def _form(house: HouseholdPage, found: Wished) -> WishesForm:
    form = WishesForm.read(currency=house.record.currency, stored=_stored(found))
    zones = [(zone, reach_words.place(zone)) for zone in found.zones]
    form.offer(zones, texts=found.has_texts, number=found.phone)
    return form


def _stored(found: Wished) -> object | None:
    """What the person chose before; nothing of what holds for everybody."""
    said = found.said
    if not found.is_said:
        return None
    return SimpleNamespace(
        ways=[way.value for way in WAYS if way in said.ways],
        news=said.news.value,
        phone=found.phone,
        from_hour=None if said.from_hour is None else str(said.from_hour),
        until_hour=None if said.until_hour is None else str(said.until_hour),
        zone=said.zone,
        tongue=found.language,
    )
