"""Let someone help: a charity may read and act, until the borrower ends it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.errors import NotAllowed
from app.usecases import authority, handovers, queries
from app.web.borrower.forms import AuthorityForm
from app.web.borrower.pages import find_household, show_household
from app.web.borrower.who_asks import look_up
from app.web.deps import actor, deps
from app.web.guards import allow

bp = Blueprint("authority", __name__, url_prefix="/household/<uuid:household_id>/help")


@bp.get("")
@allow(Action.READ_HOUSEHOLD)
def show(household_id: UUID) -> str:
    house = find_household(household_id)
    if not house.is_owner:
        raise NotAllowed(Action.GIVE_AUTHORITY)
    found = queries.helpers(deps(), actor(), household_id)
    registers = {one.organisation.id: look_up(one.organisation.country, "charity") for one in found}
    after = handovers.looked_after(deps(), actor(), household_id)
    return show_household(
        "authority", house, found=found, look_up=registers, looked_after=after
    )


@bp.post("/give")
@allow(Action.GIVE_AUTHORITY)
def give(household_id: UUID) -> Response:
    authority.give(deps(), actor(), household_id, _chosen())
    return redirect(url_for(".show", household_id=household_id), code=303)


@bp.post("/end")
@allow(Action.GIVE_AUTHORITY)
def end(household_id: UUID) -> Response:
    authority.revoke(deps(), actor(), household_id, _chosen())
    return redirect(url_for(".show", household_id=household_id), code=303)


def _chosen() -> UUID:
    try:
        return UUID(AuthorityForm.read().chosen.data or "")
    except ValueError:
        raise BadRequest("chosen") from None
