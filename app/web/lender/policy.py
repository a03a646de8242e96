"""The lender's policy: what holds, its history, a new version, a dry run, a second person."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.access import Action, permits
from app.core.errors import InvalidInput, TransitionNotAllowed
from app.core.negotiation.rounds import HOUSE_ROUNDS
from app.usecases import lender_policy, policy_trial
from app.web.again import shows_again
from app.web.deps import actor, deps
from app.web.fields import Words
from app.web.forms import Form
from app.web.guards import allow
from app.web.lender.policy_fields import PolicyForm
from app.web.lender.policy_form import read_form, show_faults, wants_more, written
from app.web.lender.policy_rows import (
    limit_changes,
    limit_rows,
    term_rows,
    trial_rows,
    version_rows,
)
from app.web.lender.policy_words import STATES, fault_words

bp = Blueprint("policy", __name__, url_prefix="/policy")

Page = str | tuple[str, int] | Response


@bp.get("")
@allow(Action.READ_POLICY)
def overview() -> str:
    found = lender_policy.overview(deps(), actor())
    return render_template(
        "lender/policies.html",
        found=found,
        terms=term_rows(found.current.base) if found.current else (),
        states=STATES,
        may_write=permits(actor(), Action.EDIT_POLICY),
    )


@bp.get("/new")
@allow(Action.TRY_POLICY)
def new() -> Page:
    return _form_page(read_form(lender_policy.starting_point(deps(), actor())))


@bp.post("/new")
@allow(Action.EDIT_POLICY)
@shows_again
def draft() -> Page:
    start = lender_policy.starting_point(deps(), actor())
    form = read_form(start)
    if wants_more(form):
        return _form_page(form)
    if not form.accepted():
        wrong = lender_policy.faults(deps(), actor(), written(form, start.currency))
        show_faults(form, wrong, start.currency)
        return _form_page(form)
    try:
        policy_id = lender_policy.draft(deps(), actor(), written(form, start.currency))
    except InvalidInput as refusal:
        show_faults(form, refusal.problems, start.currency)
        return _form_page(form)
    return redirect(url_for(".show", policy_id=policy_id), code=303)


@bp.get("/<uuid:policy_id>")
@allow(Action.READ_POLICY)
def show(policy_id: UUID) -> Page:
    return _version_page(policy_id)


@bp.get("/<uuid:policy_id>/try")
@allow(Action.TRY_POLICY)
def dry_run(policy_id: UUID) -> str:
    trial = policy_trial.try_out(deps(), actor(), policy_id)
    found = lender_policy.one(deps(), actor(), policy_id)
    return render_template(
        "lender/policy_trial.html",
        found=found,
        trial=trial,
        rows=trial_rows(trial),
        limits=limit_changes(trial),
    )


@bp.post("/<uuid:policy_id>/publish")
@allow(Action.PUBLISH_POLICY)
def publish(policy_id: UUID) -> Page:
    Form.read()
    try:
        lender_policy.publish(deps(), actor(), policy_id)
    except InvalidInput as refusal:
        currency = lender_policy.one(deps(), actor(), policy_id).line.policy.currency
        said = [fault_words(problem, currency) for problem in refusal.problems]
        return _version_page(policy_id, said, 422)
    except TransitionNotAllowed:
        return _version_page(policy_id, [_("Somebody has published it.")], 409)
    return redirect(url_for(".show", policy_id=policy_id), code=303)


def _form_page(form: PolicyForm) -> tuple[str, int]:
    return render_template("lender/policy_form.html", form=form), form.status


def _version_page(policy_id: UUID, refusal: list[Words] | None = None, status: int = 200) -> Page:
    found = lender_policy.one(deps(), actor(), policy_id)
    words = render_template(
        "lender/policy.html",
        found=found,
        parts=version_rows(found.line.policy),
        limits=limit_rows(found.line.policy.limits),
        rounds=found.line.policy.most_offers or HOUSE_ROUNDS,
        states=STATES,
        refusal=refusal or [],
        may_try=permits(actor(), Action.TRY_POLICY),
        mine=found.line.stored.made_by == actor().person_id,
    )
    return words, status
