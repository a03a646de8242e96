"""Let someone help: what they may do and until when is chosen, read in full, and signed."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.errors import InvalidInput, NotAllowed, OfferChanged
from app.core.mandate_text import text_sha256
from app.usecases import authority, handovers, queries, review_ends
from app.usecases.authority import Asked, Charity
from app.usecases.borrower_pages import HouseholdPage
from app.web import i18n
from app.web.again import shows_again
from app.web.borrower.authority_forms import MandateForm, SignForm, asked
from app.web.borrower.forms import AuthorityForm
from app.web.borrower.pages import find_household, show_household, today
from app.web.borrower.who_asks import look_up
from app.web.deps import actor, deps
from app.web.guards import allow

bp = Blueprint("authority", __name__, url_prefix="/household/<uuid:household_id>/help")


@bp.get("")
@allow(Action.READ_HOUSEHOLD)
def show(household_id: UUID) -> str:
    house = _mine(household_id)
    found = queries.helpers(deps(), actor(), household_id)
    registers = {one.organisation.id: look_up(one.organisation.country, "charity") for one in found}
    after = handovers.looked_after(deps(), actor(), household_id)
    return show_household(
        "authority",
        house,
        found=found,
        look_up=registers,
        looked_after=after,
        waits_for=review_ends.waited_for(deps(), actor()),
    )


@bp.get("/choose")
@allow(Action.READ_HOUSEHOLD)
def choose(household_id: UUID) -> str:
    """One charity: who there, what they may do, until when."""
    house = _mine(household_id)
    place = _charity(house, request.args.get("charity", ""))
    return _choosing(house, place, MandateForm.at(place, today()))


@bp.post("/check")
@allow(Action.GIVE_AUTHORITY)
@shows_again
def check(household_id: UUID) -> str | tuple[str, int]:
    """The words as they would be signed; nothing is stored yet."""
    house = _mine(household_id)
    place = _charity(house, request.form.get("charity", ""))
    form = MandateForm.at(place, today())
    if not form.accepted() or form.until.data is None:
        return _choosing(house, place, form), form.status
    said = asked(str(place.id), form.who.data or "", form.scopes.data, form.until.data)
    return _signing(house, said, SignForm())


@bp.post("/give")
@allow(Action.GIVE_AUTHORITY)
@shows_again
def give(household_id: UUID) -> Response | tuple[str, int]:
    house, form = _mine(household_id), SignForm.read()
    said = form.asked()
    if said is None:
        raise BadRequest("chosen")
    if not form.accepted():
        return _signing(house, said, form), form.status
    try:
        authority.sign(
            deps(),
            actor(),
            household_id,
            said,
            name=form.name.data or "",
            shown=form.shown.data or "",
            reader=i18n.language().code,
        )
    except OfferChanged:
        return _signing(house, said, form, moved=True), 409
    except InvalidInput:
        raise BadRequest("until") from None
    return redirect(url_for(".show", household_id=household_id), code=303)


@bp.post("/end")
@allow(Action.GIVE_AUTHORITY)
def end(household_id: UUID) -> Response:
    authority.revoke(deps(), actor(), household_id, _chosen())
    return redirect(url_for(".show", household_id=household_id), code=303)


def _mine(household_id: UUID) -> HouseholdPage:
    """Raises NotAllowed: who acts for the borrower lets nobody else act."""
    house = find_household(household_id)
    if not house.is_owner:
        raise NotAllowed(Action.GIVE_AUTHORITY)
    return house


def _charity(house: HouseholdPage, charity_id: str) -> Charity:
    return authority.charity(deps(), actor(), house.id, _id(charity_id))


def _choosing(house: HouseholdPage, place: Charity, form: MandateForm) -> str:
    return show_household("authority_choose", house, form=form, place=place)


def _signing(house: HouseholdPage, said: Asked, form: SignForm, *, moved: bool = False) -> str:
    try:
        lines = authority.words(deps(), actor(), house.id, said, i18n.language().code)
    except InvalidInput:
        raise BadRequest("until") from None
    return show_household(
        "authority_sign",
        house,
        form=form,
        said=said,
        lines=lines,
        shown=text_sha256(lines),
        moved=moved,
    )


def _chosen() -> UUID:
    return _id(AuthorityForm.read().chosen.data or "")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadRequest("chosen") from None
