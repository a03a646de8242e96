"""A borrower's papers for whom they let see them: pictures of the pages, and never the files."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action
from app.usecases import exhibit_checks, exhibit_sight
from app.usecases.exhibit_names import names_of
from app.usecases.exhibit_sight import Seen
from app.web.again import shows_again
from app.web.deps import actor, deps
from app.web.exhibit_forms import CheckForm
from app.web.exhibit_words import Paper, shown, version_of
from app.web.guards import allow
from app.web.security import picture

bp = Blueprint("exhibits", __name__, url_prefix="/cases/<uuid:case_id>/papers")

VERSION = "/<uuid:exhibit_id>/<int:number>"
UNCHECKED = _l("Nobody in your team has checked it yet. The figure is as told.")
"""Others may have: which houses the borrower shows a paper is not told."""


@bp.get("")
@allow(Action.READ_SHARED_EXHIBITS)
def page(case_id: UUID) -> str:
    seen = exhibit_sight.seen(deps(), actor(), case_id)
    lends = bool(actor().organisations("lender"))
    return render_template("exhibits/page.html", seen=seen, papers=_papers(seen), lends=lends)


@bp.get(VERSION)
@allow(Action.READ_SHARED_EXHIBITS)
def one(case_id: UUID, exhibit_id: UUID, number: int) -> str:
    return _one(case_id, exhibit_id, number, CheckForm.read())


@bp.get(f"{VERSION}/<int:page>")
@allow(Action.READ_SHARED_EXHIBITS)
def one_page(case_id: UUID, exhibit_id: UUID, number: int, page: int) -> Response:
    found = exhibit_sight.shared_picture(deps(), actor(), case_id, exhibit_id, number, page)
    return picture(found)


@bp.post(f"{VERSION}/check")
@allow(Action.CHECK_SHARED_EXHIBIT)
@shows_again
def check(case_id: UUID, exhibit_id: UUID, number: int) -> Response | tuple[str, int]:
    form = CheckForm.read()
    if not form.accepted():
        return _one(case_id, exhibit_id, number, form), form.status
    words = form.words.data or ""
    exhibit_checks.mark_shared(deps(), actor(), case_id, exhibit_id, number, words)
    return redirect(url_for(".one", case_id=case_id, exhibit_id=exhibit_id, number=number), 303)


def _one(case_id: UUID, exhibit_id: UUID, number: int, form: CheckForm) -> str:
    seen = exhibit_sight.seen(deps(), actor(), case_id)
    paper, version = version_of(_papers(seen), exhibit_id, number)
    return render_template(
        "exhibits/one.html",
        seen=seen,
        paper=paper,
        version=version,
        form=form,
        lends=bool(actor().organisations("lender")),
    )


def _papers(seen: Seen) -> tuple[Paper, ...]:
    names = names_of(deps(), seen.exhibits, {seen.borrower_id: seen.borrower})
    return shown(seen.exhibits, names, UNCHECKED)
