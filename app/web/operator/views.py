"""Packs, their figures, and a name for each one that was checked."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.errors import NotFound
from app.usecases import confirming
from app.usecases.confirmed import ConfirmedRules
from app.web.again import shows_again
from app.web.deps import actor, deps, maybe_who
from app.web.guards import allow
from app.web.operator import rows
from app.web.operator.forms import FigureForm, WithdrawForm
from app.web.wording import PLACES

bp = Blueprint("operator", __name__, url_prefix="/admin/rules")


@bp.get("")
@allow(Action.READ_RULES)
def packs() -> str:
    found = [(place, words, rows.figures(_rules(place.lower()))) for place, words in PLACES.items()]
    return render_template("operator/packs.html", packs=found)


@bp.get("/<place>")
@allow(Action.READ_RULES)
def pack(place: str) -> str:
    rules = _rules(place)
    return render_template(
        "operator/pack.html",
        place=place,
        words=PLACES[rules.pack.id],
        pack=rules.pack,
        figures=rows.figures(rules),
    )


@bp.get("/<place>/figure/<path:figure>")
@allow(Action.READ_RULES)
def show(place: str, figure: str) -> str:
    return _page(place, _rules(place), figure, FigureForm.read(), None)


@bp.post("/<place>/figure/<path:figure>")
@allow(Action.CONFIRM_FIGURE)
@shows_again
def confirm(place: str, figure: str) -> Response | tuple[str, int]:
    rules, form = _rules(place), FigureForm.read()
    is_complete, said = form.accepted(), form.said(figure)
    form.ask_again(confirming.what_is_wrong(rules, said))
    if form.errors or not is_complete:
        return _page(place, rules, figure, form, None), form.status
    confirming.confirm(deps(), actor(), rules.pack.id, said)
    return redirect(url_for(".show", place=place, figure=figure), code=303)


@bp.post("/<place>/withdraw/<path:figure>")
@allow(Action.WITHDRAW_FIGURE)
@shows_again
def withdraw(place: str, figure: str) -> Response | tuple[str, int]:
    rules, form = _rules(place), WithdrawForm.read()
    form.which.choices = rows.choices(rows.row(rules, rules.figure(figure)))
    if not form.accepted():
        return _page(place, rules, figure, None, form), form.status
    confirmation_id = UUID(form.which.data)
    confirming.withdraw(deps(), actor(), rules.pack.id, confirmation_id, form.reason.data or "")
    return redirect(url_for(".show", place=place, figure=figure), code=303)


def _rules(place: str) -> ConfirmedRules:
    if place.upper() not in PLACES or place != place.lower():
        raise NotFound(place)
    return confirming.rules_to_confirm(deps(), actor(), place.upper())


def _page(
    place: str,
    rules: ConfirmedRules,
    figure: str,
    form: FigureForm | None,
    back: WithdrawForm | None,
) -> str:
    """The page of one figure; of its two forms the one that was sent keeps what was typed."""
    found, who = rows.row(rules, rules.figure(figure)), maybe_who()
    taken_back = back or WithdrawForm(meta={"currency": None})
    taken_back.which.choices = rows.choices(found)
    return render_template(
        "operator/figure.html",
        place=place,
        pack=rules.pack,
        figure=found,
        form=form or FigureForm(meta={"currency": None}),
        back=taken_back,
        sent=back or form,
        name=who.name if who else "",
    )
