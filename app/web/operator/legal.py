"""Cases under lock for a court: one asks, another lets it, and the file is open for a day."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.text import TEXT_LIMIT
from app.usecases import legal_export
from app.web.again import shows_again
from app.web.deps import actor, deps
from app.web.fields import ChoiceField, TextField
from app.web.forms import CSRF_FIELD, Form, refuse_unknown
from app.web.guards import allow
from app.web.security import download

bp = Blueprint("legal", __name__, url_prefix="/admin/legal")


class LegalForm(Form):
    lender = ChoiceField(_l("Which lender?"), missing=_l("Choose a lender"))
    account = TextField(_l("The account at the lender"), missing=_l("Enter the account"))
    reason = TextField(
        _l("Which court asks, and under what number?"),
        most=TEXT_LIMIT,
        many_lines=True,
        missing=_l("Enter the court and the number"),
    )


@bp.get("")
@allow(Action.READ_LEGAL_EXPORTS)
def page() -> str:
    return _page(_form())


@bp.post("")
@allow(Action.ASK_LEGAL_EXPORT)
@shows_again
def ask() -> Response | tuple[str, int]:
    form = _form()
    if not form.accepted():
        return _page(form), form.status
    lender, account = UUID(form.lender.data), form.account.data or ""
    try:
        legal_export.ask(deps(), actor(), lender, account, form.reason.data or "")
    except legal_export.NoSuchCase:
        form.account.errors = [str(_l("This lender has no locked case with this account"))]
        return _page(form), 422
    return redirect(url_for(".page"), code=303)


@bp.post("/<uuid:export_id>/approve")
@allow(Action.APPROVE_LEGAL_EXPORT)
def approve(export_id: UUID) -> Response | tuple[str, int]:
    refuse_unknown(request.form, frozenset({CSRF_FIELD}))
    try:
        legal_export.approve(deps(), actor(), export_id)
    except legal_export.NeedsAnother:
        return _page(_form(), another=True), 422
    return redirect(url_for(".page"), code=303)


@bp.get("/<uuid:export_id>/case.zip")
@allow(Action.TAKE_LEGAL_EXPORT)
def file(export_id: UUID) -> Response:
    body = legal_export.take(deps(), actor(), export_id)
    return download(body, name="case.zip", mimetype="application/zip")


def _form() -> LegalForm:
    form = LegalForm.read()
    form.lender.choices = [(str(key), name) for key, name in legal_export.lenders(deps())]
    return form


def _page(form: LegalForm, *, another: bool = False) -> str:
    found = legal_export.lines(deps(), actor())
    return render_template("operator/legal.html", form=form, lines=found, another=another)
