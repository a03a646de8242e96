"""How far a case has come, as tasks and as one sentence on what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _l

from app.core.access import Role
from app.core.negotiation.case import Case, Stage, side
from app.usecases.borrower_pages import CaseAt, HouseholdPage
from app.usecases.queries import ON_PAPER, CasePage, Moment
from app.web import i18n
from app.web.fields import Words

AGREED = frozenset({Stage.AGREED, Stage.SIGNING, Stage.SIGNED, Stage.SEALED})
ENDS_OF_OFFERS = frozenset(
    {
        "offer-made",
        "offer-declined",
        "offer-withdrawn",
        "signing-declined",
        "signing-lapsed",
        "agreement-cancelled",
    }
)
Task = tuple[Words, str, bool, Words]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case on the first page."""

    at: CaseAt
    standing: Words
    tasks: tuple[Task, ...]


def lines(house: HouseholdPage, today: date) -> tuple[CaseLine, ...]:
    return tuple(
        CaseLine(at, standing(at.case, at.header.reply_due, today), tasks(house, at))
        for at in house.cases
    )


def standing(case: Case, reply_due: date | None, today: date) -> Words:
    """What happens next, and who does it. ``today`` is the date where it is latest."""
    stopped = _stopped(case, today)
    if stopped is not None:
        return stopped
    if case.stage is Stage.NEW:
        return _l("Please look at the debt first. Nothing is agreed by looking.")
    if case.rounds_over is not None:
        return _with_a_person(case, reply_due)
    if case.stage is Stage.OPEN:
        return _l("You can make an offer when you are ready.")
    if case.stage is Stage.OFFERED:
        return _offered(case, reply_due, today)
    return _after_agreement(case)


def _after_agreement(case: Case) -> Words:
    if case.stage is Stage.SEALED:
        return _l("Your agreement is signed and sealed.")
    if case.stage is Stage.SIGNED:
        return _l("Everybody has signed. The agreement is being sealed.")
    if case.stage is Stage.SIGNING and case.paper_asked:
        return _l("You asked for the agreement on paper. There is no last day.")
    if case.agreement is not None and case.waiting_for is Role.BORROWER:
        until = i18n.day(case.agreement.expires_on)
        return _l("You can read and sign the agreement until %(day)s.", day=until)
    return _l("You agree. The agreement is being written and signed.")


def signs_next(case: Case) -> Words | None:
    """Who signs before the borrower does; None where it is nobody else's turn."""
    if case.stage is not Stage.SIGNING or case.stopped or case.paper_asked:
        return None
    if case.waiting_for is Role.LENDER:
        return _l("The lender signs next. You need to do nothing until then.")
    return _l("Your counselor signs next.") if case.waiting_for is Role.COUNSELOR else None


def _stopped(case: Case, today: date) -> Words | None:
    """Why nothing is asked of the borrower now; None when nothing stands still."""
    if case.stage is Stage.CLOSED:
        return _l("This case is closed. Nothing is asked of you.")
    if case.late_since is not None:
        return _l("The lender's answer is late. A supervisor looks at it. You need to do nothing.")
    if case.dispute is not None:
        return _l("You dispute this debt. Everything stands still until the lender answers.")
    if case.proof_stops and case.proof_late_since is not None:
        return _l("The proof is late. A supervisor looks at it. You need to do nothing.")
    if case.proof_stops and case.proof is not None:
        return _l(
            "You asked for proof. Nothing is asked of you until it is here, by %(day)s.",
            day=i18n.day(case.proof.due_on),
        )
    if case.on_hold(today) and case.hold is not None and case.stage not in AGREED:
        return _l(
            "You have time until %(day)s. Nobody asks anything of you.",
            day=i18n.day(case.hold.until),
        )
    return None


def _with_a_person(case: Case, reply_due: date | None) -> Words:
    if case.waiting_for is Role.BORROWER:
        return _l("The lender's offer still stands, and a person looks at the case now.")
    if reply_due is None:
        return _l("A person at the lender looks at the case now. Nobody chases you meanwhile.")
    return _l(
        "A person at the lender looks at the case, and answers by %(day)s.",
        day=i18n.day(reply_due),
    )


def refusal_of(page: CasePage) -> Moment | None:
    """The lender's no, as long as no offer came after it."""
    if page.case.stage is not Stage.OPEN:
        return None
    about_offers = (m for m in reversed(page.timeline) if m.kind in ENDS_OF_OFFERS)
    last = next(about_offers, None)
    said_no = last is not None and last.kind == "offer-declined" and last.by is Role.LENDER
    return last if said_no else None


def no_on_paper(page: CasePage) -> bool:
    """Whether the lender wrote down a no of the borrower's, and no offer came after it."""
    if page.case.stage is not Stage.OPEN:
        return False
    last = next((m for m in reversed(page.timeline) if m.kind in ENDS_OF_OFFERS), None)
    return last is not None and last.detail == ON_PAPER


def _offered(case: Case, reply_due: date | None, today: date) -> Words:
    if case.offer is not None and case.offer.expires_on < today:
        if case.waiting_for is Role.BORROWER:
            return _l(
                "The lender's offer has ended, and nothing is agreed. You can ask for it again."
            )
        return _l(
            "Your offer has ended, and nothing is agreed. You can keep it open, or change it."
        )
    if case.waiting_for is Role.BORROWER:
        return _l("The lender has made an offer. It is your turn, when you are ready.")
    if reply_due is None:
        return _l("Your offer is with the lender. Nobody chases you meanwhile.")
    return _l(
        "Your offer is with the lender, who answers by %(day)s. Nobody chases you meanwhile.",
        day=i18n.day(reply_due),
    )


def tasks(house: HouseholdPage, at: CaseAt) -> tuple[Task, ...]:
    """The six steps; one that cannot be taken yet has no address."""
    case, case_id = at.case, at.header.id
    stands = case.stopped or case.stage is Stage.CLOSED
    agreed = case.stage in AGREED
    confirmed = case.stage is not Stage.NEW
    ready = confirmed and house.told and not stands

    def to(endpoint: str, *, when: bool) -> str:
        return url_for(endpoint, case_id=case_id) if when else ""

    mine = case.offer is not None and side(case.offer.by) is Role.BORROWER
    return (
        (
            _l("Check the debt"),
            to("borrower.debt.show", when=True),
            confirmed or case.dispute is not None,
            "",
        ),
        (
            _l("Tell us your budget"),
            url_for("borrower.household.show", household_id=house.id),
            house.told,
            _l("You tell it once, for all your lenders."),
        ),
        (
            _l("See what you can afford"),
            to("borrower.affordable.show", when=house.told),
            case.budget is not None,
            "",
        ),
        (
            _l("See your options"),
            to("borrower.options.show", when=ready and not agreed),
            agreed or mine,
            "",
        ),
        (
            _l("Offer and answer"),
            to("borrower.answer.show", when=case.stage is Stage.OFFERED),
            agreed,
            "",
        ),
        (
            _l("Read and sign the agreement"),
            f"/agreements/{case_id}" if agreed else "",
            case.stage is Stage.SEALED,
            "",
        ),
    )


def stands(case: Case, today: date) -> str | None:
    """Why no offer can be made now, as a code of the page; None when one can.

    What is being signed can still be answered with another offer.
    """
    if case.stage is Stage.CLOSED:
        return "closed"
    if case.stopped:
        return "dispute"
    if case.stage in AGREED and case.stage is not Stage.SIGNING:
        return "agreed"
    if case.on_hold(today):
        return "hold"
    if case.stage is Stage.NEW:
        return "new"
    if case.rounds_over is not None:
        return "rounds"
    mine = case.offer is not None and side(case.offer.by) is Role.BORROWER
    return "mine" if case.stage is Stage.OFFERED and mine else None


def next_step(case: Case, case_id: UUID, household_id: UUID, *, told: bool) -> Task | None:
    """The page that comes next, with the words of its button; nothing while all stands still."""

    def to(endpoint: str) -> str:
        return url_for(endpoint, case_id=case_id)

    if case.stage is Stage.CLOSED or case.stopped:
        return None
    if case.stage in AGREED:
        return (_l("See the agreement"), f"/agreements/{case_id}", False, "")
    if case.stage is Stage.NEW:
        return (_l("Work out payments"), to("borrower.debt.confirm"), False, "")
    if case.stage is Stage.OFFERED:
        mine = case.offer is not None and side(case.offer.by) is Role.BORROWER
        words = _l("See your offer") if mine else _l("See the lender's offer")
        return (words, to("borrower.answer.show"), False, "")
    if not told:
        there = url_for("borrower.household.show", household_id=household_id)
        return (_l("Tell us your budget"), there, False, "")
    there = "borrower.options.show" if case.budget else "borrower.affordable.show"
    words = _l("See your options") if case.budget else _l("See what you can afford")
    return (words, to(there), False, "")
