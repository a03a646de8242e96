"""Which language decides in the agreement: the borrower's choice, on a page of its own."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.errors import NotFound, OfferChanged, TransitionNotAllowed
from app.core.languages import WRITTEN
from app.usecases import language_of_record
from app.usecases.agreement_pages import agreement_page
from app.web.agreement.forms import LeaveForm
from app.web.agreement.leaving import version_of
from app.web.agreement.shown import read_page
from app.web.deps import actor, deps
from app.web.forms import HiddenField
from app.web.guards import allow
from app.web.i18n import LANGUAGES, language

bp = Blueprint("language", __name__, url_prefix="/language")


class DecidesForm(LeaveForm):
    """``decides`` is the language whose words decide in the next version."""

    decides = HiddenField(missing=_l("Open the page again"))


@bp.get("")
@allow(Action.READ_AGREEMENT)
def page(case_id: UUID) -> str:
    return _show(case_id)


@bp.post("")
@allow(Action.CHOOSE_LANGUAGE)
def choose(case_id: UUID) -> Response | tuple[str, int]:
    form = DecidesForm.read()
    wanted = form.decides.data or ""
    if wanted not in WRITTEN:
        return _show(case_id), 422
    try:
        language_of_record.choose(deps(), actor(), case_id, version_of(form), wanted)
    except (NotFound, OfferChanged, TransitionNotAllowed):
        found = agreement_page(deps(), actor(), case_id, language().code)
        words = _("The agreement does not stand where it did. Please look again.")
        return read_page(found, refusal=words), 409
    return redirect(url_for("agreement.read", case_id=case_id), code=303)


def _show(case_id: UUID) -> str:
    found = language_of_record.page(deps(), actor(), case_id)
    others = [one for one in LANGUAGES.values() if one.code != found.decides]
    return render_template(
        "agreement/language.html",
        case_id=case_id,
        page=found,
        decides=LANGUAGES[found.decides].name,
        others=others,
    )
