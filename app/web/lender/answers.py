"""What lender staff can do in a case: each answer has its page, its form and its reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.access import Action, Role
from app.core.chosen_terms import NeverClears
from app.core.errors import DomainError, OfferChanged, OfferRefused, TransitionNotAllowed
from app.core.ledger import CannotCompose
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import (
    AcceptOffer,
    Command,
    DeclineOffer,
    OpenRound,
    PlaceHold,
    WithdrawOffer,
)
from app.core.negotiation.events import DeclineReason
from app.core.negotiation.rounds import RoundsOver
from app.usecases import approvals, lender_desk, lender_draft, queries
from app.usecases.conduct import NoPass
from app.usecases.lender_draft import LenderDraft
from app.usecases.staff_words import WordsRefused
from app.web import guarded, i18n
from app.web.again import shows_again
from app.web.case_words import MOMENTS, ROLES
from app.web.deps import actor, deps
from app.web.fields import Words
from app.web.forms import Form
from app.web.guards import allow
from app.web.lender.forms import AcceptForm, DeclineForm, HoldForm, RoundForm
from app.web.lender.offer_form import OfferForm
from app.web.lender.preview import Preview, preview
from app.web.lender.rows import case_view, offer_facts, terms_facts
from app.web.lender.words import LAW, OTHERWISE, REFUSALS, TOGETHER
from app.web.plans.law import by_law

bp = Blueprint("answers", __name__, url_prefix="/cases/<uuid:case_id>")

HOUSE_HOLD = "house:hold"
MOVED = 409
Page = str | tuple[str, int] | Response
Facts = tuple[tuple[str, Words], ...]


@bp.get("/accept")
@allow(Action.READ_CASE)
def accept_page(case_id: UUID) -> Page:
    return _page("accept", case_id, AcceptForm.read())


@bp.post("/accept")
@allow(Action.ANSWER_OFFER)
@shows_again
def accept(case_id: UUID) -> Page:
    form = AcceptForm.read()
    return _submit("accept", case_id, form, lambda: AcceptOffer(form.seen.data or ""))


@bp.get("/decline")
@allow(Action.READ_CASE)
def decline_page(case_id: UUID) -> Page:
    return _page("decline", case_id, DeclineForm.read())


@bp.post("/decline")
@allow(Action.ANSWER_OFFER)
@shows_again
def decline(case_id: UUID) -> Page:
    form = DeclineForm.read()
    return _submit(
        "decline",
        case_id,
        form,
        lambda: DeclineOffer(
            form.seen.data or "", DeclineReason(form.reason.data or ""), form.explanation.data or ""
        ),
    )


@bp.get("/offer")
@allow(Action.READ_CASE)
def offer_page(case_id: UUID) -> Page:
    return _page("offer", case_id, _offer_form(case_id))


@bp.post("/offer")
@allow(Action.MAKE_OFFER)
@shows_again
def offer(case_id: UUID) -> Page:
    form = _offer_form(case_id)
    if not form.accepted():
        return _page("offer", case_id, form)
    drafted = None
    try:
        drafted = lender_draft.draft(deps(), actor(), case_id, form.proposed())
        if not form.confirms(drafted.digest):
            return _drafted(case_id, form, drafted)
        lender_desk.propose(
            deps(),
            actor(),
            case_id,
            form.proposed(),
            explanation=form.explanation.data or "",
            seen=form.seen.data or "",
        )
    except (
        OfferRefused,
        OfferChanged,
        TransitionNotAllowed,
        NeverClears,
        CannotCompose,
        NoPass,
    ) as no:
        return _refused("offer", case_id, form, no, terms_facts(drafted.terms) if drafted else ())
    return _back(case_id)


@bp.get("/hold")
@allow(Action.READ_CASE)
def hold_page(case_id: UUID) -> Page:
    return _page("hold", case_id, HoldForm.read())


@bp.post("/hold")
@allow(Action.PLACE_HOLD)
@shows_again
def hold(case_id: UUID) -> Page:
    form = HoldForm.read()
    return _submit(
        "hold",
        case_id,
        form,
        lambda: PlaceHold(
            HOUSE_HOLD, form.until.data or deps().now().date(), form.explanation.data or ""
        ),
    )


@bp.get("/further-round")
@allow(Action.READ_CASE)
def further_round_page(case_id: UUID) -> Page:
    return _page("further_round", case_id, RoundForm.read())


@bp.post("/further-round")
@allow(Action.OPEN_ROUND)
@shows_again
def further_round(case_id: UUID) -> Page:
    form = RoundForm.read()
    return _submit("further_round", case_id, form, lambda: OpenRound(form.explanation.data or ""))


@bp.post("/withdraw")
@allow(Action.WITHDRAW_OFFER)
@shows_again
def withdraw(case_id: UUID) -> Page:
    return _submit("withdraw", case_id, Form.read(), WithdrawOffer)


def _offer_form(case_id: UUID) -> OfferForm:
    case = queries.case_page(deps(), actor(), case_id).case
    form = OfferForm.read(currency=case.debt.principal.currency)
    months = case.budget.months if case.budget else ()
    first = date.fromisoformat(f"{months[0].month}-01") if months else None
    return form.about(case.debt, first)


def _drafted(case_id: UUID, form: OfferForm, draft: LenderDraft) -> Page:
    """The plan as it would be sent, with the form as it was filled in; nothing is sent yet."""
    refusal = _said(OfferRefused(draft.blocked)) if draft.blocked else []
    status = 422 if draft.blocked else 0
    return _page("offer", case_id, form, refusal=refusal, status=status, preview=preview(draft))


def _submit(name: str, case_id: UUID, form: Form, command: Callable[[], Command]) -> Page:
    """Do it, or show the same page again with what was typed and why it did not work."""
    if not form.accepted():
        return _page(name, case_id, form)
    try:
        approvals.submit(deps(), actor(), case_id, command())
    except (OfferRefused, OfferChanged, TransitionNotAllowed, NoPass) as refusal:
        return _refused(name, case_id, form, refusal)
    return _back(case_id)


def _refused(name: str, case_id: UUID, form: Form, refusal: DomainError, had: Facts = ()) -> Page:
    """``had``: the facts of a plan that was about to be sent, to lay beside what stands now."""
    if isinstance(refusal, WordsRefused):
        guarded.tell(form)
        return _page(name, case_id, form)
    if not isinstance(refusal, OfferChanged | TransitionNotAllowed):
        return _page(name, case_id, form, refusal=_said(refusal), status=422)
    said = [*_first(case_id, form), *_said(refusal)]
    return _page(name, case_id, form, refusal=said, status=MOVED, had=had)


def _first(case_id: UUID, form: Form) -> list[Words]:
    """What somebody else did since the offer that this form is about; empty for nothing."""
    last = queries.case_page(deps(), actor(), case_id).timeline[-1]
    seen = getattr(form, "seen", None)
    if seen is None or (last.offer is not None and last.offer.digest == seen.data):
        return []
    words, by = MOMENTS[last.kind], ROLES[last.by]
    return [_("%(what)s (%(by)s, %(at)s).", what=words, by=by, at=i18n.moment(last.at))]


def _said(refusal: DomainError) -> list[Words]:
    if isinstance(refusal, NoPass):
        return [_("You need a valid conduct pass before you make an offer. Take the test first.")]
    if isinstance(refusal, OfferRefused):
        return [REFUSALS.get(code) or by_law(code, LAW) or OTHERWISE for code in refusal.codes]
    if isinstance(refusal, NeverClears):
        if refusal.least is None:
            return [_("No payment repays this debt within the longest term.")]
        least = i18n.money(refusal.least)
        return [_("This never repays the debt. %(least)s each time would.", least=least)]
    if isinstance(refusal, CannotCompose):
        return [TOGETHER[refusal.code]]
    if isinstance(refusal, approvals.AlreadyDecided):
        return [_("A decision on this case waits for a second person already.")]
    if isinstance(refusal, RoundsOver):
        return [_("The offers ran out. A person opens a further round first.")]
    if isinstance(refusal, OfferChanged):
        return [_("The offer changed while this page was open. This is the new one.")]
    return [OTHERWISE]


def _page(
    name: str,
    case_id: UUID,
    form: Form,
    *,
    refusal: list[Words] | None = None,
    status: int = 0,
    preview: Preview | None = None,
    had: Facts = (),
) -> Page:
    found = lender_desk.desk(deps(), actor(), case_id)
    if found.page.role is not Role.LENDER:
        return redirect(url_for("borrower.debt.show", case_id=case_id), code=303)
    seen, stands = getattr(form, "seen", None), _answered(found)
    if status != MOVED and seen and form.saw_another(seen=stands):
        moved = OfferChanged("another offer") if stands else TransitionNotAllowed("no offer")
        refusal, status = [*_said(moved), *(refusal or [])], MOVED
    shown = [o for o in found.earlier if status == MOVED and seen and o.digest == seen.data]
    words = render_template(
        f"lender/{name}.html",
        **case_view(found),
        form=form,
        refusal=refusal or [],
        preview=preview,
        shown_before=had or (offer_facts(shown[-1]) if shown else ()),
    )
    return words, status or form.status


def _answered(found: lender_desk.Desk) -> str:
    """The digest of the offer that an answer is about; empty when none waits for one."""
    offer = found.standing
    is_theirs = offer is not None and (found.may_answer or found.case.stage is Stage.AGREED)
    return offer.digest if offer and is_theirs else ""


def _back(case_id: UUID) -> Response:
    return redirect(url_for("lender.case", case_id=case_id), code=303)
