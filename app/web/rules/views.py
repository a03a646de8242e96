"""Every rule that the product keeps to, with where it comes from and who checked it."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.core.errors import NotFound
from app.usecases.confirmed import rules_today
from app.web.deps import deps
from app.web.guards import public
from app.web.rules import contact, rows
from app.web.wording import PLACES

bp = Blueprint("rules", __name__, url_prefix="/rules")


@bp.get("")
@public
def places() -> str:
    return render_template("rules/places.html", places=PLACES)


@bp.get("/<place>")
@public
def pack(place: str) -> str:
    if place.upper() not in PLACES or place != place.lower():
        raise NotFound(place)
    rules = rules_today(deps(), place.upper())
    return render_template(
        "rules/pack.html",
        place=PLACES[rules.pack.id],
        pack=rules.pack,
        groups=rows.groups(rules),
        living=rows.living(rules),
        house=rows.house(rules.pack),
        holds=rows.holds(rules.pack),
        windows=contact.windows(rules.pack),
        caps=contact.caps(rules.pack),
        tongue=rows.tongue,
    )
