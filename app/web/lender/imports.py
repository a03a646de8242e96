"""Files of debts: what they need, what came in, and every fault with its row."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.imports.columns import OPTIONAL, Column
from app.usecases.imports import ImportReport, import_debts, imported_file, imported_files
from app.web.deps import actor, deps
from app.web.guards import allow
from app.web.lender.forms import ImportForm
from app.web.lender.import_words import COLUMNS, FAULTS
from app.web.security import takes_uploads

bp = Blueprint("imports", __name__, url_prefix="/imports")


@bp.get("")
@allow(Action.READ_IMPORTS)
def page() -> str:
    return _page(ImportForm.read(), None)


@bp.post("")
@allow(Action.IMPORT_DEBTS)
@takes_uploads
def upload() -> str | tuple[str, int] | Response:
    form = ImportForm.read()
    if not form.accepted():
        return _page(form, None), form.status
    tenant = actor().organisations("lender")[0]
    report = import_debts(deps(), actor(), tenant, form.file.data or b"", partial=form.partial.data)
    if not report.stored:
        return _page(form, report), 422
    return redirect(url_for(".report", sha256=report.sha256, again=report.again or None), code=303)


@bp.get("/<string(length=64):sha256>")
@allow(Action.READ_IMPORTS)
def report(sha256: str) -> str:
    found = imported_file(deps(), actor(), sha256)
    again = "again" in request.args
    return render_template("lender/import_report.html", report=found, faults=FAULTS, again=again)


def _page(form: ImportForm, refused: ImportReport | None) -> str:
    return render_template(
        "lender/imports.html",
        form=form,
        refused=refused,
        faults=FAULTS,
        files=imported_files(deps(), actor()),
        columns=[(column, COLUMNS[column], column not in OPTIONAL) for column in Column],
    )
