"""The counselor's own look at how long a client's plans may last."""

from __future__ import annotations

from fractions import Fraction
from uuid import UUID

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from app.core.access import Action
from app.core.stress_runs import MOST_RUNS, Runs
from app.usecases.lasting import played
from app.web import i18n
from app.web.deps import actor, deps
from app.web.fields import Words
from app.web.guards import allow
from app.web.lasting import SCENARIO_NAMES, lasting

bp = Blueprint("lasting", __name__, url_prefix="/cases/<uuid:case_id>/lasting")
CHOICES = (100, 1_000, MOST_RUNS)
ERRORS_EACH_SIDE = 2


@bp.get("")
@allow(Action.PLAY_PLAN)
def show(case_id: UUID) -> str:
    asked = request.args.get("runs", type=int)
    runs = asked if asked in CHOICES else None
    found = played(deps(), actor(), case_id, runs)
    return render_template(
        "counselor/lasting.html",
        case_id=case_id,
        lasting=lasting(found.stress),
        choices=CHOICES,
        rows=[row(each) for each in found.runs],
    )


def row(found: Runs) -> tuple[Words, ...]:
    """Case, how many runs were kept, the range of two standard errors, one standard error."""
    error = Fraction(found.standard_error)
    low = max(Fraction(0), found.share - ERRORS_EACH_SIDE * error)
    high = min(Fraction(1), found.share + ERRORS_EACH_SIDE * error)
    return (
        SCENARIO_NAMES[found.scenario.name],
        _("%(kept)d of %(runs)d", kept=found.kept, runs=found.runs),
        _("%(low)s to %(high)s", low=i18n.percent(low), high=i18n.percent(high)),
        i18n.percent(error),
    )
