"""Papers that show a figure: which is enough, what was sent, and which lender sees them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.core.access import Action, Role
from app.core.exhibits import About, ExhibitRefused, about_of, told_abouts
from app.usecases import exhibit_checks, exhibit_sight, exhibit_statements, exhibits
from app.usecases.exhibit_names import names_of
from app.web.again import shows_again
from app.web.borrower.pages import find_papers, show_household
from app.web.deps import actor, deps
from app.web.exhibit_forms import CheckForm, PaperForm, StatementForm
from app.web.exhibit_words import enough, named, shown, version_of
from app.web.forms import ChoiceField, Form
from app.web.guards import allow
from app.web.security import download, picture, takes_uploads

bp = Blueprint("exhibits", __name__)

HOME = "/household/<uuid:household_id>/papers"
NEWER = f"{HOME}/<uuid:exhibit_id>/newer"
VERSION = f"{HOME}/<uuid:exhibit_id>/<int:number>"
KEPT_AS = {
    "PDF": ("pdf", "application/pdf"),
    "JPEG": ("jpg", "image/jpeg"),
    "PNG": ("png", "image/png"),
    "WEBP": ("webp", "image/webp"),
}
UNKNOWN = ("bin", "application/octet-stream")


class SightForm(Form):
    sees = ChoiceField(
        _l("May they see your papers?"),
        choices=[("yes", _l("Yes")), ("no", _l("No"))],
        missing=_l("Choose yes or no"),
    )


@bp.get(HOME)
@allow(Action.READ_EXHIBITS)
def page(household_id: UUID) -> str:
    house = find_papers(household_id)
    found = exhibits.papers(deps(), actor(), household_id)
    abouts = told_abouts(house.record.told)
    return show_household(
        "exhibits",
        house,
        papers=shown(found, names_of(deps(), found)),
        lines=tuple((named(one), *enough(one), one.text) for one in abouts),
        since=exhibit_sight.lenders_see(deps(), actor(), household_id),
    )


@bp.get(f"{HOME}/add/<about>")
@allow(Action.READ_EXHIBITS)
def ask(household_id: UUID, about: str) -> str:
    return _page(household_id, _told(household_id, about), PaperForm.read())


@bp.post(f"{HOME}/add/<about>")
@allow(Action.ADD_EXHIBIT)
@takes_uploads
@shows_again
def add(household_id: UUID, about: str) -> Response | tuple[str, int]:
    """A refused file is answered with the page again, which says why and what to send instead."""
    return _add(household_id, _told(household_id, about), None)


@bp.get(NEWER)
@allow(Action.READ_EXHIBITS)
def ask_newer(household_id: UUID, exhibit_id: UUID) -> str:
    about = _about(household_id, exhibit_id)
    return _page(household_id, about, PaperForm.read(), newer_than=exhibit_id)


@bp.post(NEWER)
@allow(Action.ADD_EXHIBIT)
@takes_uploads
@shows_again
def add_newer(household_id: UUID, exhibit_id: UUID) -> Response | tuple[str, int]:
    """As ``add``, whatever the file is called."""
    return _add(household_id, _about(household_id, exhibit_id), exhibit_id)


@bp.post(f"{HOME}/state/<about>")
@allow(Action.CHECK_EXHIBIT)
@shows_again
def state(household_id: UUID, about: str) -> Response | tuple[str, int]:
    """A counselor says what they saw, instead of a file."""
    told, form = _told(household_id, about), StatementForm.read()
    if not form.accepted():
        return _page(household_id, told, PaperForm(), stated=form), form.status
    words = form.words.data or ""
    exhibit_statements.state(deps(), actor(), household_id, told, words)
    return redirect(url_for(".page", household_id=household_id), code=303)


@bp.get(VERSION)
@allow(Action.READ_EXHIBITS)
def one(household_id: UUID, exhibit_id: UUID, number: int) -> str:
    return _one(household_id, exhibit_id, number, CheckForm.read())


@bp.get(f"{VERSION}/<int:page>")
@allow(Action.READ_EXHIBITS)
def one_page(household_id: UUID, exhibit_id: UUID, number: int, page: int) -> Response:
    return picture(exhibits.page_picture(deps(), actor(), household_id, exhibit_id, number, page))


@bp.get(f"{VERSION}/file")
@allow(Action.KEEP_OWN_EXHIBIT)
def original(household_id: UUID, exhibit_id: UUID, number: int) -> Response:
    """The file as it was sent, under a name that tells nobody what it is."""
    body, version = exhibits.original(deps(), actor(), household_id, exhibit_id, number)
    ending, mimetype = KEPT_AS.get(version.told.kind, UNKNOWN)
    return download(body, name=f"paper-{version.number}.{ending}", mimetype=mimetype)


@bp.post(f"{VERSION}/check")
@allow(Action.CHECK_EXHIBIT)
@shows_again
def check(household_id: UUID, exhibit_id: UUID, number: int) -> Response | tuple[str, int]:
    form = CheckForm.read()
    if not form.accepted():
        return _one(household_id, exhibit_id, number, form), form.status
    words = form.words.data or ""
    exhibit_checks.mark(deps(), actor(), household_id, exhibit_id, number, words)
    return redirect(url_for(".page", household_id=household_id), code=303)


@bp.post("/cases/<uuid:case_id>/papers/sight")
@allow(Action.CHOOSE_WHO_SEES)
def sight(case_id: UUID) -> Response:
    form = SightForm.read()
    if not form.accepted():
        raise NotFound
    household = exhibit_sight.let_see(deps(), actor(), case_id, sees=form.sees.data == "yes")
    return redirect(url_for(".page", household_id=household), code=303)


def _one(household_id: UUID, exhibit_id: UUID, number: int, form: CheckForm) -> str:
    house = find_papers(household_id)
    papers = exhibits.papers(deps(), actor(), household_id)
    paper, version = version_of(shown(papers, names_of(deps(), papers)), exhibit_id, number)
    return show_household(
        "exhibit",
        house,
        paper=paper,
        version=version,
        form=form,
        checks=house.role is Role.COUNSELOR,
        may_renew=about_of(paper.exhibit.about) in told_abouts(house.record.told),
    )


def _add(household_id: UUID, about: About, newer_than: UUID | None) -> Response | tuple[str, int]:
    form = PaperForm.read()
    if not form.accepted():
        return _page(household_id, about, form, newer_than=newer_than), form.status
    brought = form.file.filename, form.file.data or b""
    try:
        exhibits.add(deps(), actor(), household_id, about, *brought, newer_than)
    except ExhibitRefused as refusal:
        form.file.refuse(refusal.why)
        return _page(household_id, about, form, newer_than=newer_than), 422
    return redirect(url_for(".page", household_id=household_id), code=303)


def _about(household_id: UUID, exhibit_id: UUID) -> About:
    """Raises NotFound: there is no such paper, or the household tells no such thing now."""
    papers = exhibits.papers(deps(), actor(), household_id)
    texts = (one.about for one in papers if one.id == exhibit_id)
    return _told(household_id, next(texts, ""))


def _told(household_id: UUID, text: str) -> About:
    """Raises NotFound: the household told no such thing."""
    about = about_of(text)
    if about is None or about not in told_abouts(find_papers(household_id).record.told):
        raise NotFound
    return about


def _page(
    household_id: UUID,
    about: About,
    form: PaperForm,
    *,
    stated: StatementForm | None = None,
    newer_than: UUID | None = None,
) -> str:
    least, because = enough(about)
    house = find_papers(household_id)
    saw = house.role is Role.COUNSELOR and newer_than is None
    return show_household(
        "exhibit_add",
        house,
        form=form,
        stated=(stated or StatementForm()) if saw else None,
        newer_than=newer_than,
        about=about,
        name=named(about),
        least=least,
        because=because,
    )
