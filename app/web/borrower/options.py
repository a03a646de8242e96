"""Options side by side, a plan of one's own size, and the last look before an offer goes."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.chosen_terms import NeverClears, Own
from app.core.disclosure import Purpose
from app.core.errors import NotFound, OfferChanged, OfferRefused, TransitionNotAllowed
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.rounds import RoundsOver
from app.usecases import offers, other_terms
from app.usecases.offers import OWN, Choice, Draft
from app.usecases.pictures import schedule_picture
from app.usecases.queries import CasePage
from app.usecases.staff_words import WordsRefused
from app.web import guarded, i18n
from app.web.again import shows_again
from app.web.borrower import facts, refusals
from app.web.borrower.forms import OwnForm, SendForm
from app.web.borrower.pages import find_case, latest_day, record_of, show_case
from app.web.borrower.progress import standing, stands
from app.web.borrower.second import came_second
from app.web.borrower.sums import debt_names
from app.web.deps import actor, deps
from app.web.disclosures import terms_of
from app.web.guards import allow
from app.web.lasting import lasting
from app.web.plans import shown
from app.web.plans.next_steps import next_steps
from app.web.plans.steps import steps

bp = Blueprint("options", __name__, url_prefix="/cases/<uuid:case_id>")


@bp.get("/options")
@allow(Action.READ_OPTIONS)
def show(case_id: UUID) -> str:
    page = find_case(case_id)
    if record_of(page).told is None:
        return show_case("budget_first", page)
    return _options(page, offers.choice(deps(), actor(), case_id))


@bp.get("/offer/<label>")
@allow(Action.READ_OPTIONS)
def check(case_id: UUID, label: str) -> str:
    page = find_case(case_id)
    if record_of(page).told is None:
        return show_case("budget_first", page)
    found = offers.choice(deps(), actor(), case_id)
    return _check(page, found, offers.option_draft(found, label), SendForm())


@bp.get("/own")
@allow(Action.READ_OPTIONS)
def own(case_id: UUID) -> str:
    page = find_case(case_id)
    if record_of(page).told is None:
        return show_case("budget_first", page)
    return _own(page, offers.choice(deps(), actor(), case_id), _own_form(page))


@bp.post("/own")
@allow(Action.MAKE_OFFER)
@shows_again
def own_check(case_id: UUID) -> str | tuple[str, int]:
    """Work the plan out and show it; nothing is stored or sent yet."""
    page, found = find_case(case_id), offers.choice(deps(), actor(), case_id)
    form = _own_form(page).within(found.earliest)
    draft = _sized(found, form) if form.accepted() else None
    if draft is None:
        return _own(page, found, form), form.status
    return _check(page, found, draft, SendForm(), form.asked())


@bp.post("/offer")
@allow(Action.MAKE_OFFER)
@shows_again
def send(case_id: UUID) -> Response | tuple[str, int]:
    page, found, form = find_case(case_id), offers.choice(deps(), actor(), case_id), SendForm.read()
    asked = form.own(found.assessment.currency) if form.label.data == OWN else None
    draft = _draft(found, form.label.data or "", asked)
    if draft is None:
        return _options(page, found, moved=True), 409
    if not form.accepted():
        return _unsent(page, found, draft, form, asked)
    words = facts.explanation(draft, found, form.words.data or "")
    shown, seen = form.shown.data or "", form.seen.data or ""
    signing = page.case.stage is Stage.SIGNING
    send_it = other_terms.offer_instead if signing else offers.send
    try:
        send_it(deps(), actor(), case_id, draft, words=words, shown=shown, seen=seen)
    except WordsRefused:
        guarded.tell(form)
        return _unsent(page, found, draft, form, asked)
    except RoundsOver:
        return _check(find_case(case_id), found, draft, form, asked), 409
    except OfferChanged:
        return _check(find_case(case_id), found, draft, form, asked, moved=True), 409
    except TransitionNotAllowed as refusal:
        had = facts.of_draft(draft, found)
        return came_second(case_id, refusal, seen, had, form.words.data or "")
    return redirect(url_for("borrower.answer.show", case_id=case_id), code=303)


def _unsent(
    page: CasePage, found: Choice, draft: Draft, form: SendForm, asked: Own | None
) -> tuple[str, int]:
    """The last look with what was typed; it says so when it is not what the person looked at."""
    moved = form.saw_another(shown=draft.digest, seen=_answered(page.case))
    return _check(page, found, draft, form, asked, moved=moved), 409 if moved else form.status


def _answered(case: Case) -> str:
    """What a new offer answers: the open offer, or the file that is being signed."""
    if case.stage is Stage.SIGNING and case.agreement is not None:
        return case.agreement.frozen_sha256
    return case.offer.digest if case.offer and case.stage is Stage.OFFERED else ""


def _draft(found: Choice, label: str, asked: Own | None) -> Draft | None:
    """What was asked for, as it stands now; None when there is no such plan any more."""
    try:
        return offers.own_draft(found, asked) if asked else offers.option_draft(found, label)
    except (NotFound, NeverClears, OfferRefused):
        return None


def _sized(found: Choice, form: OwnForm) -> Draft | None:
    """The plan of the form, or None with the reason beside the field."""
    try:
        return offers.own_draft(found, form.asked())
    except NeverClears as refusal:
        form.amount.errors = [_never_clears(refusal)]
    except OfferRefused as refusal:
        form.amount.errors = [refusals.words(refusal.codes, i18n.money(found.result.hard_share))]
    return None


def _never_clears(refusal: NeverClears) -> str:
    if refusal.least is None:
        return _("This does not repay the debt. Please look at the options again")
    return _(
        "This does not repay the debt in time. It takes %(least)s each time, without interest",
        least=i18n.money(refusal.least),
    )


def _own_form(page: CasePage) -> OwnForm:
    return OwnForm.read(currency=page.case.debt.principal.currency)


def _own(page: CasePage, found: Choice, form: OwnForm) -> str:
    why = stands(page.case, latest_day())
    return show_case("own", page, form=form, found=found, stands=why)


def _options(page: CasePage, found: Choice, *, moved: bool = False) -> str:
    drafts, told = offers.drafts(found), record_of(page).told
    names = [facts.heading(d.label, found.result.route) for d in drafts]
    cards = [
        (facts.of_draft(d, found), name, url_for(".check", case_id=page.header.id, label=d.label))
        for d, name in zip(drafts, names, strict=True)
    ]
    plans = [(name, d.terms) for d, name in zip(drafts, names, strict=True)]
    return show_case(
        "options",
        page,
        found=found,
        cards=cards,
        pictures=shown.pictures(plans, found.result, found.assessment.as_of),
        noted=(
            *shown.about_household(found.assessment),
            *shown.about_debt(found.assessment, found.result.id),
        ),
        lasting=lasting(found.assessment.stress),
        worked=steps(found.assessment, debt_names(told, page.header.id)),
        moved=moved,
        steps=next_steps(found.assessment.next_steps),
        break_until=shown.break_ends(found.result),
        stands=stands(page.case, latest_day()),
        standing=standing(page.case, page.header.reply_due, latest_day()),
    )


def _check(
    page: CasePage,
    found: Choice,
    draft: Draft,
    form: SendForm,
    asked: Own | None = None,
    *,
    moved: bool = False,
) -> str:
    case = page.case
    return show_case(
        "check_offer",
        page,
        form=form,
        draft=draft,
        asked=asked,
        seen=_answered(case),
        moved=moved,
        offer=facts.of_draft(draft, found),
        heading=facts.heading(draft.label, found.result.route),
        caption=facts.PAYMENTS,
        picture=schedule_picture(draft.terms.schedule, str(facts.PAYMENTS)),
        rows=draft.terms.schedule.instalments,
        stands=stands(case, latest_day()),
        agreed=terms_of(Purpose.OFFER),
    )
