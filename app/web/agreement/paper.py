"""A signed paper came back: the lender writes it down, and the borrower may say it is not theirs."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action, Role
from app.core.errors import InvalidInput, NotFound, OfferChanged, TransitionNotAllowed
from app.usecases import paper
from app.usecases.agreement_pages import agreement_page
from app.usecases.paper import Told, Waited
from app.web.again import shows_again
from app.web.agreement.forms import LeaveForm
from app.web.agreement.leaving import version_of
from app.web.agreement.shown import read_page
from app.web.case_words import ROLES
from app.web.deps import actor, deps
from app.web.fields import Words
from app.web.forms import ChoicesField, DateField, Form, NameField, TextField
from app.web.guards import allow
from app.web.i18n import language

bp = Blueprint("paper", __name__, url_prefix="/paper")

Page = str | tuple[str, int] | Response
PROBLEMS: dict[tuple[str, str], Words] = {
    ("/signed_on", "too_early"): _l("The agreement was not there yet on this day"),
    ("/received_on", "too_early"): _l("It cannot come back before it was signed"),
    ("/received_on", "too_late"): _l("This day has not come yet"),
    ("/scan_sha256", "malformed"): _l("Enter 64 signs: figures, and letters from a to f"),
}
"""What cannot be, by field and code of ``core.negotiation.paper``."""


class PaperForm(LeaveForm):
    """What is read from the paper, beside the version that was printed."""

    signers = ChoicesField(
        _l("Who has signed on the paper?"), missing=_l("Tick who has signed on it")
    )
    name = NameField(
        _l("The borrower's name, as it is written there"),
        missing=_l("Enter the name on the paper"),
    )
    signed_on = DateField(_l("The date on the paper"), missing=_l("Enter the date on the paper"))
    received_on = DateField(_l("When did it come back?"), missing=_l("Enter when it came back"))
    scan_sha256 = TextField(_l("SHA-256 of your scan, if you keep one"))

    def about(self, found: Waited) -> PaperForm:
        self.signers.choices = tuple((role.value, ROLES[role]) for role in found.unsigned)
        return self

    def told(self) -> Told:
        """What was written down.

        Raises:
            LookupError: the form was not accepted, so that a day may be missing.
        """
        signed_on, received_on = self.signed_on.data, self.received_on.data
        if signed_on is None or received_on is None:
            raise LookupError("accepted() has to be asked first")
        return Told(
            version_of(self),
            tuple(Role(value) for value in self.signers.data),
            self.name.data or "",
            signed_on,
            received_on,
            "".join((self.scan_sha256.data or "").split()).lower(),
        )

    def asks_again(self, refusal: InvalidInput) -> None:
        for problem in refusal.problems:
            field = self[problem.path.removeprefix("/")]
            field.errors = [*field.errors, PROBLEMS[problem.path, problem.code]]


@bp.get("/returned")
@allow(Action.READ_AGREEMENT)
def returned_page(case_id: UUID) -> Page:
    try:
        found = paper.waited(deps(), actor(), case_id)
    except NotFound:
        return redirect(url_for("agreement.read", case_id=case_id), code=303)
    return _show(case_id, found, PaperForm.read().about(found))


@bp.post("/returned")
@allow(Action.RECORD_PAPER)
@shows_again
def returned(case_id: UUID) -> Page:
    form = PaperForm.read()
    try:
        found = paper.waited(deps(), actor(), case_id)
    except NotFound:
        return _stands(case_id)
    form.about(found)
    if form.saw_another(version=found.version):
        return _stands(case_id)
    if not form.accepted():
        return _show(case_id, found, form)
    try:
        paper.came_back(deps(), actor(), case_id, form.told())
    except InvalidInput as refusal:
        form.asks_again(refusal)
        return _show(case_id, found, form)
    except OfferChanged:
        return _stands(case_id)
    except TransitionNotAllowed:
        words = _("The lender signs first, and nothing moves in a pause. Nothing was written down.")
        return _show(case_id, found, form, refusal=words)
    return redirect(url_for("agreement.read", case_id=case_id), code=303)


@bp.post("/declined")
@allow(Action.RECORD_PAPER)
def declined(case_id: UUID) -> Page:
    """The borrower's no, as easily written down as a yes."""
    form = LeaveForm.read()
    try:
        paper.declined(deps(), actor(), case_id, version_of(form))
    except (NotFound, OfferChanged):
        return _stands(case_id)
    except TransitionNotAllowed:
        found = agreement_page(deps(), actor(), case_id, language().code)
        words = _("Nothing moves in a pause. Nothing was written down.")
        return read_page(found, refusal=words), 409
    return redirect(url_for("lender.case", case_id=case_id), code=303)


@bp.post("/not-mine")
@allow(Action.RAISE_DISPUTE)
def not_mine(case_id: UUID) -> Page:
    """The borrower did not sign it: one step, and no reason is asked for."""
    Form.read()
    try:
        paper.not_mine(deps(), actor(), case_id)
    except TransitionNotAllowed:
        return _stands(case_id)
    return redirect(url_for("agreement.read", case_id=case_id), code=303)


def _stands(case_id: UUID) -> tuple[str, int]:
    found = agreement_page(deps(), actor(), case_id, language().code)
    return read_page(found, changed=True), 409


def _show(case_id: UUID, found: Waited, form: PaperForm, *, refusal: Words = "") -> tuple[str, int]:
    words = render_template(
        "agreement/paper.html", case_id=case_id, form=form, found=found, refusal=refusal
    )
    return words, 409 if refusal else form.status
