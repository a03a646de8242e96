"""Copies to download: in large print, and to be signed by hand. Whoever asks waits for no drawing."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action, Role
from app.core.languages import WRITTEN, written
from app.usecases import agreement_shown, copies
from app.usecases.copies import LARGE_PRINT, TO_SIGN, TO_SIGN_LARGE, CopiesPage
from app.web.deps import actor, deps
from app.web.fields import Words
from app.web.forms import Form, HiddenField
from app.web.guards import allow
from app.web.i18n import LANGUAGES
from app.web.security import download

bp = Blueprint("copies", __name__, url_prefix="/copies")

KINDS = {"large-print": LARGE_PRINT, "to-sign": TO_SIGN, "to-sign-large": TO_SIGN_LARGE}
NAMES: dict[str, Words] = {
    LARGE_PRINT: _l("To read, in large print"),
    TO_SIGN: _l("To sign by hand"),
    TO_SIGN_LARGE: _l("To sign by hand, in large print"),
}


class CopyForm(Form):
    kind = HiddenField(missing=_l("Open the page again"))
    spoken = HiddenField(missing=_l("Open the page again"))


@bp.get("")
@allow(Action.READ_AGREEMENT)
def page(case_id: UUID) -> str:
    found = copies.page(deps(), actor(), case_id)
    return render_template(
        "agreement/copies.html",
        case_id=case_id,
        rows=_rows(case_id, found),
        waits="waits" in found.standing.values(),
        by_hand=found.paper_asked,
        lender=found.role is Role.LENDER,
    )


@bp.post("")
@allow(Action.ASK_COPY)
def ask(case_id: UUID) -> Response:
    form = CopyForm.read()
    if form.accepted():
        kind = KINDS.get(form.kind.data or "", "")
        copies.ask(deps(), actor(), case_id, kind, written(form.spoken.data or ""))
    return redirect(url_for("agreement.copies.page", case_id=case_id), code=303)


@bp.get("/<any('large-print','to-sign','to-sign-large'):kind>/<any('en','zh'):spoken>")
@allow(Action.READ_AGREEMENT)
def file(case_id: UUID, kind: str, spoken: str) -> Response:
    """Under a name that tells nobody what it is; what is not drawn yet is asked for on the page."""
    body, code = copies.read(deps(), actor(), case_id, KINDS[kind], written(spoken))
    if body is None:
        return redirect(url_for("agreement.copies.page", case_id=case_id), code=303)
    agreement_shown.note(deps(), actor(), case_id, KINDS[kind], spoken)
    return download(body, name=f"document-{code}-{kind}.pdf", mimetype="application/pdf")


def _rows(case_id: UUID, found: CopiesPage) -> list[dict[str, Words]]:
    spoken = {WRITTEN[code]: language for code, language in LANGUAGES.items()}
    shown = {(LARGE_PRINT, name) for name in spoken}
    if found.paper_asked:
        shown |= {(kind, found.language) for kind in (TO_SIGN, TO_SIGN_LARGE)}
    slugs = {kind: slug for slug, kind in KINDS.items()}
    return [
        {
            "words": _(
                "%(what)s, %(language)s", what=NAMES[kind], language=spoken[written_in].name
            ),
            "standing": standing,
            "kind": slugs[kind],
            "spoken": spoken[written_in].code,
            "href": url_for(
                "agreement.copies.file",
                case_id=case_id,
                kind=slugs[kind],
                spoken=spoken[written_in].code,
            ),
        }
        for (kind, written_in), standing in found.standing.items()
        if (kind, written_in) in shown or standing != "never"
    ]
