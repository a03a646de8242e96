"""The act of signing: consent to electronic records, a reading check, a typed name."""

from __future__ import annotations

import unicodedata
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.drawn import DrawingRefused
from app.core.errors import KeyReused, NotFound, OfferChanged, TransitionNotAllowed
from app.core.intent import OtherSentence
from app.usecases import agreement_shown, sign
from app.usecases.agreement_changes import Since, since
from app.usecases.agreement_pages import AgreementPage, agreement_page, key_facts
from app.usecases.borrower_pages import warnings_for
from app.usecases.signed_from import Browser
from app.web import again
from app.web.again import shows_again
from app.web.agreement.forms import Passage, SignForm, version_in
from app.web.agreement.shown import ELSEWHERE, key_rows, read_page, ways
from app.web.deps import actor, deps, maybe_who
from app.web.fields import Words
from app.web.guards import allow
from app.web.i18n import language
from app.web.security import takes_drawings

bp = Blueprint("signing", __name__)

Page = str | tuple[str, int] | Response
REFUSED = (OfferChanged, TransitionNotAllowed)
OTHER_SENTENCE = _l("The sentence you agree to is not the one you saw. Please read it again.")
PRESS_AGAIN = _l("The terms are unchanged. Nothing was signed yet. Please press Sign again.")


@bp.get("/sign")
@allow(Action.READ_AGREEMENT)
def page(case_id: UUID) -> Page:
    shown = _show(case_id)
    if isinstance(shown, tuple):
        for form in (agreement_shown.PAGE, agreement_shown.HELP):
            agreement_shown.note(deps(), actor(), case_id, form, language().code)
    return shown


@bp.post("/sign")
@allow(Action.SIGN_AGREEMENT)
@shows_again
@takes_drawings
def act(case_id: UUID) -> Page:
    found = agreement_page(deps(), actor(), case_id, language().code)
    if found.facts is None or found.reading is None:
        raise NotFound("nothing to sign now")
    form = SignForm.about(found.facts, found.reading.role)
    settled = _settled(form, found)
    if settled is not None:
        return settled
    if not form.accepted():
        return _show(case_id, form, status=form.status)
    doubts, other_name = form.passages(found.facts), not _is_their_name(form)
    if (doubts or other_name) and not form.was_asked_again:
        if doubts:
            agreement_shown.note(
                deps(), actor(), case_id, agreement_shown.PASSAGES, language().code
            )
        return _show(case_id, form, passages=doubts, name_differs=other_name, status=422)
    try:
        sign.act(deps(), actor(), case_id, _sent(form))
    except sign.RecordsRefused:
        return _choose_records(case_id)
    except sign.NonceSpent:
        return _show(case_id, form, refusal=PRESS_AGAIN, status=410)
    except OtherSentence:
        return _show(case_id, form, refusal=OTHER_SENTENCE, status=409)
    except DrawingRefused as refusal:
        form.drawing.refuse(refusal.why)
        return _show(case_id, form, status=form.status)
    except REFUSED:
        return _moved(case_id, form)
    return _signed(case_id)


def _settled(form: SignForm, found: AgreementPage) -> Page | None:
    """What is known before the answers are looked at: sent before, or about another version."""
    try:
        if again.language() is None and sign.answered(deps(), actor(), found.case_id, _sent(form)):
            return _signed(found.case_id)
    except KeyReused:
        words = _(
            "You signed with this page before, and what you signed then counts. "
            "These other answers were not taken."
        )
        return read_page(found, refusal=words), 422
    stands = found.reading
    if stands and form.saw_another(version=stands.version, shown=stands.file_sha256 or ""):
        return _moved(found.case_id, form)
    return None


def _moved(case_id: UUID, form: SignForm) -> Page:
    """The agreement is not where it was: what changed, with everything that was typed."""
    sent = _sent(form)
    came = since(deps(), actor(), case_id, sent.version, sent.shown_sha256, language().code)
    return _show(case_id, form, refusal=_said_since(came), came=came, status=409)


def _signed(case_id: UUID) -> Response:
    return redirect(url_for("agreement.read", case_id=case_id), code=303)


def _show(
    case_id: UUID,
    form: SignForm | None = None,
    *,
    passages: tuple[Passage, ...] = (),
    name_differs: bool = False,
    refusal: Words = "",
    came: Since | None = None,
    status: int = 200,
) -> Page:
    """The page with a fresh nonce and what was typed; or the agreement, when it is not their turn."""
    try:
        prepared = sign.prepare(deps(), actor(), case_id, language().code)
    except sign.RecordsRefused:
        return _choose_records(case_id)
    except NotFound:
        found = agreement_page(deps(), actor(), case_id, language().code)
        words = refusal or (ELSEWHERE if form else "")
        return read_page(found, refusal=words, came=came), status if refusal or not form else 409
    facts = key_facts(deps(), actor(), case_id, prepared.reading, language().code)
    asked = form or SignForm.about(facts, prepared.reading.role)
    words = render_template(
        "agreement/sign.html",
        case_id=case_id,
        form=asked,
        page=prepared,
        reading=prepared.reading,
        key=key_rows(facts),
        label=facts.label,
        other_readers=facts.other_readers,
        budget_shown=facts.budget_shown,
        passages=passages,
        name_differs=name_differs,
        ask_again=bool(passages or name_differs),
        refusal=refusal,
        came=came,
        warned=warnings_for(deps(), actor(), case_id),
        ways=ways(prepared.reading, AgreementPage(case_id, prepared.reading, facts))[1:],
    )
    return words, status


def _choose_records(case_id: UUID) -> Response:
    return redirect(url_for("agreement.records.page", case_id=case_id), code=303)


def _is_their_name(form: SignForm) -> bool:
    who = maybe_who()
    return who is not None and _plain(who.name) == _plain(form.typed_name.data or "")


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _sent(form: SignForm) -> sign.Act:
    return sign.Act(
        version=version_in(form.version.data or ""),
        shown_sha256=form.shown.data or "",
        nonce=form.nonce.data or "",
        key=form.key.data or "",
        typed_name=form.typed_name.data or "",
        intent=form.intent.data or "",
        language=form.language.data or "",
        agrees_to_records=form.agrees_to_records,
        answers=form.answers(),
        place=_place(),
        drawing=form.drawing.data or "",
    )


def _place() -> Browser | None:
    who = maybe_who()
    if who is None:
        return None
    agent = request.user_agent.string
    return Browser(who.session_sha256, request.remote_addr or "", agent)


def _said_since(came: Since | None) -> Words:
    if came is None:
        return _(
            "The agreement changed while this page was open. Nothing was signed. Please read it."
        )
    if came.signed_only:
        return _(
            "The terms are unchanged. Only signatures were added. "
            "Is it your turn? Then press Sign again."
        )
    return _("There is a new version of the agreement. You have signed nothing. Please read it.")
