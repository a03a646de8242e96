"""Notes about a client, on a page of their own, so that other pages can be looked at together."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action
from app.usecases import clients, notes
from app.web.again import shows_again
from app.web.deps import actor, deps
from app.web.forms import FREE_TEXT_LENGTH, Form, TextField
from app.web.guards import allow

bp = Blueprint("notes", __name__, url_prefix="/clients/<uuid:household_id>/notes")


class NoteForm(Form):
    words = TextField(
        _l("New note"), most=FREE_TEXT_LENGTH, many_lines=True, missing=_l("Write a note first")
    )


@bp.get("")
@allow(Action.READ_CLIENT)
def show(household_id: UUID) -> str:
    return _page(household_id, NoteForm.read())


@bp.post("")
@allow(Action.WRITE_NOTE)
@shows_again
def write(household_id: UUID) -> Response | tuple[str, int]:
    form = NoteForm.read()
    if not form.accepted():
        return _page(household_id, form), form.status
    notes.write(deps(), actor(), household_id, form.words.data or "")
    return redirect(url_for(".show", household_id=household_id), code=303)


def _page(household_id: UUID, form: NoteForm) -> str:
    return render_template(
        "counselor/notes.html",
        client=clients.client(deps(), actor(), household_id),
        notes=notes.notes(deps(), actor(), household_id),
        form=form,
    )
