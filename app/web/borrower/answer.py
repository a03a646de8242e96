"""Answer the lender's offer, or wait for its answer: five choices of equal weight."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.core.access import Action, Role
from app.core.errors import OfferChanged, TransitionNotAllowed
from app.core.negotiation.case import Stage, side
from app.core.negotiation.commands import AcceptOffer, DeclineOffer, WithdrawOffer
from app.core.negotiation.events import DeclineReason, OfferMade
from app.usecases import negotiate, offers
from app.usecases.pictures import schedule_picture
from app.usecases.queries import CasePage
from app.usecases.staff_words import WordsRefused
from app.web import guarded
from app.web.again import shows_again
from app.web.borrower import facts
from app.web.borrower.facts import Facts
from app.web.borrower.forms import AcceptForm, DeclineForm, Press
from app.web.borrower.middle import addresses
from app.web.borrower.pages import find_case, record_of, show_case
from app.web.borrower.second import came_second
from app.web.deps import actor, deps
from app.web.guards import allow
from app.web.i18n import LANGUAGES
from app.web.middle.shown import ways

bp = Blueprint("answer", __name__, url_prefix="/cases/<uuid:case_id>")


@bp.get("/answer")
@allow(Action.READ_OPTIONS)
def show(case_id: UUID) -> str | Response:
    page = find_case(case_id)
    if page.case.stage is not Stage.OFFERED or page.case.offer is None:
        return redirect(url_for("borrower.debt.show", case_id=case_id), code=303)
    if side(page.case.offer.by) is Role.BORROWER:
        return _page("waiting", page)
    return _page("answer", page)


@bp.get("/accept")
@allow(Action.READ_OPTIONS)
def accept(case_id: UUID) -> str | Response:
    return _asked("accept", case_id, of=Role.LENDER)


@bp.post("/accept")
@allow(Action.ANSWER_OFFER)
def accepted(case_id: UUID) -> Response | tuple[str, int]:
    find_case(case_id)
    form = AcceptForm.read()
    seen, language = form.seen.data or "", form.decides.data or ""
    if language not in LANGUAGES:
        return _page("accept", find_case(case_id), unsaid=True), 422
    try:
        negotiate.submit(deps(), actor(), case_id, AcceptOffer(seen, language))
    except OfferChanged:
        page = find_case(case_id)
        return _page("accept", page, moved=True, before=_shown_before(page, seen)), 409
    except TransitionNotAllowed as refusal:
        page = find_case(case_id)
        if ways(page.case, deps().now()).ended:
            return _page("accept", page), 409
        return came_second(case_id, refusal, seen, _shown_before(page, seen))
    return redirect(url_for("borrower.debt.show", case_id=case_id), code=303)


@bp.get("/decline")
@allow(Action.READ_OPTIONS)
def decline(case_id: UUID) -> str | Response:
    return _asked("decline", case_id, of=Role.LENDER, form=DeclineForm.read())


@bp.post("/decline")
@allow(Action.ANSWER_OFFER)
@shows_again
def declined(case_id: UUID) -> Response | tuple[str, int]:
    page, form = find_case(case_id), DeclineForm.read()
    if not form.accepted():
        return _declining(page, form)
    seen = form.seen.data or ""
    command = DeclineOffer(seen, DeclineReason(form.reason.data or ""), form.words.data or "")
    try:
        negotiate.submit(deps(), actor(), case_id, command)
    except WordsRefused:
        guarded.tell(form)
        return _declining(page, form)
    except OfferChanged:
        return _declining(find_case(case_id), form)
    except TransitionNotAllowed:
        if not _declined_already(find_case(case_id), seen):
            raise
    return redirect(url_for("borrower.debt.show", case_id=case_id), code=303)


@bp.get("/withdraw")
@allow(Action.READ_OPTIONS)
def withdraw(case_id: UUID) -> str | Response:
    return _asked("withdraw", case_id, of=Role.BORROWER)


@bp.post("/withdraw")
@allow(Action.WITHDRAW_OFFER)
def withdrawn(case_id: UUID) -> Response:
    find_case(case_id)
    Press.read()
    try:
        negotiate.submit(deps(), actor(), case_id, WithdrawOffer())
    except TransitionNotAllowed:
        # Pressed twice, it is taken back once; an offer that was accepted is another thing.
        if find_case(case_id).case.stage is not Stage.OPEN:
            raise
    return redirect(url_for("borrower.options.show", case_id=case_id), code=303)


def _asked(
    template: str, case_id: UUID, *, of: Role, form: DeclineForm | None = None
) -> str | Response:
    """The question about the open offer of a side; whoever goes back to it later sees the case."""
    page = find_case(case_id)
    offer = page.case.offer if page.case.stage is Stage.OFFERED else None
    if offer is None or side(offer.by) is not of:
        return redirect(url_for("borrower.debt.show", case_id=case_id), code=303)
    return _page(template, page, form=form)


def _declined_already(page: CasePage, seen: str) -> bool:
    """Whether the last thing that happened is this side's no to the offer of digest ``seen``."""
    last = page.timeline[-1]
    made = [m.offer for m in page.timeline if m.offer is not None]
    no = last.kind == "offer-declined" and side(last.by) is Role.BORROWER
    return no and bool(made) and made[-1].digest == seen


def _declining(page: CasePage, form: DeclineForm) -> tuple[str, int]:
    """The page with what was typed; it says so when another offer is open than it showed."""
    made = page.case.offer
    moved = made is not None and form.saw_another(seen=made.digest)
    before = _shown_before(page, form.seen.data or "") if moved else None
    words = _page("decline", page, form=form, moved=moved, before=before)
    return words, 409 if moved else form.status


def _page(
    template: str,
    page: CasePage,
    *,
    moved: bool = False,
    before: Facts | None = None,
    form: DeclineForm | None = None,
    unsaid: bool = False,
) -> str:
    """Any page about the open offer; ``unsaid`` when nobody said which language decides.

    Raises:
        TransitionNotAllowed: no offer is open any more.
    """
    if page.case.stage is not Stage.OFFERED or page.case.offer is None:
        raise TransitionNotAllowed("there is no open offer")
    made = page.case.offer
    open_now, mine = _facts(page, made), _last_of_mine(page)
    return show_case(
        template,
        page,
        made=made,
        offer=open_now,
        mine=mine,
        apart=facts.differences(mine, open_now) if mine else (),
        before=before,
        news=facts.differences(before, open_now) if before else (),
        moved=moved,
        form=form,
        unsaid=unsaid,
        languages=tuple(LANGUAGES.values()),
        picture=schedule_picture(made.terms.schedule, str(facts.PAYMENTS)),
        caption=facts.PAYMENTS,
        rows=made.terms.schedule.instalments,
        ways=ways(page.case, deps().now()),
        to=addresses(page.header.id),
    )


def _facts(page: CasePage, made: OfferMade) -> Facts:
    if record_of(page).told is None:
        return facts.of_offer(made)
    return facts.of_offer(made, offers.choice(deps(), actor(), page.header.id))


def _last_of_mine(page: CasePage) -> Facts | None:
    """The borrower side's last offer, to lay beside the lender's."""
    for moment in reversed(page.timeline):
        if moment.offer is not None and side(moment.by) is Role.BORROWER:
            return facts.of_offer(moment.offer)
    return None


def _shown_before(page: CasePage, seen: str) -> Facts | None:
    """The offer that the person was looking at, from the case's own story."""
    for moment in page.timeline:
        if moment.offer is not None and moment.offer.digest == seen:
            return facts.of_offer(moment.offer)
    return None
