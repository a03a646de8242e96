"""Offers to all creditors: the whole split first, then one press; and letters for those outside."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.errors import OfferChanged, TransitionNotAllowed
from app.usecases import clients, offers_to_all
from app.usecases.offers_to_all import ToAll
from app.usecases.staff_words import WordsRefused
from app.web import guarded
from app.web.again import shows_again
from app.web.counselor import to_all_words
from app.web.deps import actor, deps
from app.web.forms import Form, HiddenField
from app.web.guarded import GuardedField
from app.web.guards import allow

bp = Blueprint("to_all", __name__, url_prefix="/clients/<uuid:household_id>")
SHORT_NOTE = 500


class ToAllForm(Form):
    """``shown`` is the digest of the split that was looked at, ``key`` names this press."""

    shown = HiddenField()
    key = HiddenField()
    words = GuardedField(_l("Words to every lender, if you wish"), most=SHORT_NOTE, many_lines=True)

    @property
    def press(self) -> UUID:
        """Raises BadRequest: it is no key of ours."""
        try:
            return UUID(self.key.data or "")
        except ValueError:
            raise BadRequest("key") from None


@bp.get("/offers")
@allow(Action.READ_CLIENT)
def check(household_id: UUID) -> str:
    return _page(household_id, _found(household_id), ToAllForm.read())


@bp.post("/offers")
@allow(Action.OFFER_TO_ALL)
@shows_again
def send(household_id: UUID) -> Response | tuple[str, int]:
    found, form = _found(household_id), ToAllForm.read()
    if found is None or not form.accepted():
        moved = found is not None and form.saw_another(shown=found.digest)
        return _page(household_id, found, form, moved=moved), 409 if moved else form.status
    note = form.words.data or ""
    words = {c.case_id: to_all_words.offer(c, found, note) for c in found.offers if c.case_id}
    shown = form.shown.data or ""
    try:
        offers_to_all.send(deps(), actor(), household_id, key=form.press, shown=shown, words=words)
    except WordsRefused:
        guarded.tell(form)
        return _page(household_id, found, form), form.status
    except OfferChanged:
        return _page(household_id, _found(household_id), form, moved=True), 409
    return redirect(url_for("counselor.clients.show", household_id=household_id), code=303)


@bp.get("/letters")
@allow(Action.READ_CLIENT)
def letters(household_id: UUID) -> str:
    found = _found(household_id)
    return render_template(
        "counselor/letters.html",
        client=clients.client(deps(), actor(), household_id),
        today=deps().now().date(),
        letters=[(c.name, to_all_words.letter(c, found)) for c in found.letters] if found else [],
    )


def _found(household_id: UUID) -> ToAll | None:
    """The split as it stands now; None while there is no budget or no open case."""
    try:
        return offers_to_all.to_all(deps(), actor(), household_id)
    except TransitionNotAllowed:
        return None


def _page(household_id: UUID, found: ToAll | None, form: ToAllForm, *, moved: bool = False) -> str:
    note = form.words.data or ""
    return render_template(
        "counselor/to_all.html",
        client=clients.client(deps(), actor(), household_id),
        found=found,
        form=form,
        moved=moved,
        key=form.key.data or uuid4(),
        rows=to_all_words.rows(found) if found else (),
        kept_back=to_all_words.kept_back(found) if found else (),
        said=[(c.name, to_all_words.offer(c, found, note)) for c in found.offers] if found else (),
    )
