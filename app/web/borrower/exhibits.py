"""Papers that show a figure: which is enough, what was sent, and which lender sees them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.core.access import Action, Role
from app.core.exhibits import About, ExhibitRefused, about_of, told_abouts
from app.usecases import exhibit_checks, exhibit_sight, exhibits
from app.usecases.exhibit_names import names_of
from app.web.again import shows_again
from app.web.borrower.pages import find_household, show_household
from app.web.deps import actor, deps
from app.web.exhibit_forms import CheckForm, PaperForm
from app.web.exhibit_words import enough, named, shown, version_of
from app.web.forms import ChoiceField, Form
from app.web.guards import allow
from app.web.security import download, picture, takes_uploads

bp = Blueprint("exhibits", __name__)

HOME = "/household/<uuid:household_id>/papers"
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
    house = find_household(household_id)
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
    told, form = _told(household_id, about), PaperForm.read()
    if not form.accepted():
        return _page(household_id, told, form), form.status
    brought = form.file.filename, form.file.data or b""
    try:
        exhibits.add(deps(), actor(), household_id, told, *brought)
    except ExhibitRefused as refusal:
        form.file.refuse(refusal.why)
        return _page(household_id, told, form), 422
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
    house = find_household(household_id)
    papers = exhibits.papers(deps(), actor(), household_id)
    paper, version = version_of(shown(papers, names_of(deps(), papers)), exhibit_id, number)
    checks = house.role is Role.COUNSELOR
    return show_household("exhibit", house, paper=paper, version=version, form=form, checks=checks)


def _told(household_id: UUID, text: str) -> About:
    """Raises NotFound: the household told no such thing."""
    about = about_of(text)
    if about is None or about not in told_abouts(find_household(household_id).record.told):
        raise NotFound
    return about


def _page(household_id: UUID, about: About, form: PaperForm) -> str:
    least, because = enough(about)
    return show_household(
        "exhibit_add",
        find_household(household_id),
        form=form,
        about=about,
        name=named(about),
        least=least,
        because=because,
    )
