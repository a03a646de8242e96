"""The evidence of a sealed agreement, to read and to keep; and what was noted about the reader."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.languages import written
from app.usecases import evidence
from app.usecases.labels import other_readers
from app.web.agreement.always import always
from app.web.case_words import ROLES
from app.web.deps import actor, deps
from app.web.fields import Words
from app.web.guards import allow
from app.web.i18n import language
from app.web.security import download

METHODS: dict[bool, Words] = {
    False: _l("Typed their name"),
    True: _l("Typed their name and drew a signature"),
}
"""By whether somebody drew."""

bp = Blueprint("evidence", __name__, url_prefix="/agreements/<uuid:case_id>/evidence")
bp.context_processor(always)


@bp.get("")
@allow(Action.READ_AGREEMENT)
def page(case_id: UUID) -> str:
    kept = evidence.kept(deps(), actor(), case_id)
    how = tuple((ROLES[role], METHODS[drew]) for role, drew in kept.drew)
    spoken = written(language().code)
    return render_template(
        "agreement/evidence.html",
        case_id=case_id,
        kept=kept,
        how=how,
        label=kept.label[spoken],
        other_readers=other_readers(kept.label)[spoken],
    )


@bp.get("/paper")
@allow(Action.READ_AGREEMENT)
def paper(case_id: UUID) -> Response:
    body, code = evidence.paper(deps(), actor(), case_id)
    return download(body, name=f"evidence-{code}.pdf", mimetype="application/pdf")


@bp.get("/renewals")
@allow(Action.READ_AGREEMENT)
def renewals(case_id: UUID) -> Response:
    body, code = evidence.renewals(deps(), actor(), case_id)
    return download(body, name=f"renewals-{code}.json", mimetype="application/json")


@bp.get("/record")
@allow(Action.READ_AGREEMENT)
def record(case_id: UUID) -> Response:
    body, code = evidence.read(deps(), actor(), case_id)
    return download(body, name=f"evidence-{code}.json", mimetype="application/json")
