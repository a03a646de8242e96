"""A file or paper: what to read first, a file to try out, and the choice. Apart from signing."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.errors import TransitionNotAllowed
from app.usecases import records
from app.web.again import shows_again
from app.web.deps import actor, deps
from app.web.forms import ChoiceField, Form, TextField
from app.web.guards import allow
from app.web.i18n import language
from app.web.security import download

bp = Blueprint("records", __name__)

Page = str | tuple[str, int] | Response
FILE, PAPER = "file", "paper"


class RecordsForm(Form):
    choice = ChoiceField(
        _l("How do you want to get the agreement?"),
        choices=((FILE, _l("As a file, on this site")), (PAPER, _l("On paper, by post"))),
        missing=_l("Choose one of the answers"),
    )
    word = TextField(_l("Type the word from the test file"))


@bp.get("/records")
@allow(Action.READ_AGREEMENT)
def page(case_id: UUID) -> Page:
    return _show(case_id, RecordsForm.read())


@bp.post("/records")
@allow(Action.CHOOSE_RECORDS)
@shows_again
def choose(case_id: UUID) -> Page:
    form = RecordsForm.read()
    if not form.accepted():
        return _show(case_id, form)
    try:
        return _chosen(case_id, form)
    except records.OtherWord:
        words = _("This is not the word in the file. Open it again, or choose paper.")
        form.word.errors = [*form.word.errors, words]
        return _show(case_id, form)
    except TransitionNotAllowed:
        return _show(case_id, form, refused=True)


@bp.post("/records/withdraw")
@allow(Action.CHOOSE_RECORDS)
def withdraw(case_id: UUID) -> Page:
    Form.read()
    try:
        records.withdraw(deps(), actor(), case_id)
    except TransitionNotAllowed:
        return _show(case_id, RecordsForm(), refused=True)
    return redirect(url_for("agreement.records.page", case_id=case_id), code=303)


@bp.get("/records/test-file")
@allow(Action.READ_AGREEMENT)
def trial_file(case_id: UUID) -> Response:
    records.page(deps(), actor(), case_id, language().code)
    body = records.trial_file(deps(), case_id, language().code)
    return download(body, name="test.pdf", mimetype="application/pdf")


@bp.get("/records/test-page")
@allow(Action.READ_AGREEMENT)
def trial_page(case_id: UUID) -> Page:
    """The same test for whoever reads with a screen reader."""
    records.page(deps(), actor(), case_id, language().code)
    word = records.trial_words(case_id, language().code)["page"]
    return render_template("agreement/trial.html", case_id=case_id, word=word)


@bp.post("/paper/sent")
@allow(Action.SEND_PAPER)
def paper_sent(case_id: UUID) -> Page:
    """A person of the lender has posted it."""
    Form.read()
    try:
        records.paper_posted(deps(), actor(), case_id)
    except TransitionNotAllowed:
        return redirect(url_for("agreement.read", case_id=case_id), code=303)
    return redirect(url_for("agreement.read", case_id=case_id), code=303)


def _chosen(case_id: UUID, form: RecordsForm) -> Response:
    if form.choice.data == PAPER:
        records.ask_for_paper(deps(), actor(), case_id)
        return redirect(url_for("agreement.read", case_id=case_id), code=303)
    records.agree(deps(), actor(), case_id, form.word.data or "", language().code)
    return redirect(url_for("agreement.signing.page", case_id=case_id), code=303)


def _show(case_id: UUID, form: RecordsForm, *, refused: bool = False) -> tuple[str, int]:
    found = records.page(deps(), actor(), case_id, language().code)
    refusal = _("This does not fit how the case stands now. Please look again.") if refused else ""
    if found.signed:
        refusal = refusal and _("You have signed here. Paper to sign is not sent any more.")
        form.choice.choices = tuple(one for one in form.choice.choices if one[0] != PAPER)
    words = render_template(
        "agreement/records.html", case_id=case_id, form=form, page=found, refusal=refusal
    )
    return words, 409 if refused else form.status
