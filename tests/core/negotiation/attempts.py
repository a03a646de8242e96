"""Attempts at everything a case takes, lawful or not, in any order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from app.core.access import Role
from app.core.errors import DomainError
from app.core.money import Currency, Money
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import (
    AcceptOffer,
    AgreeToRecords,
    AskHelp,
    AskPaper,
    CancelAgreement,
    ChooseBudgetInPaper,
    Command,
    ConfirmDebt,
    DeclineOnPaper,
    DeclineSigning,
    LapseSigning,
    LiftHold,
    OpenRound,
    PlaceHold,
    RaiseDispute,
    SendPaper,
    SettleDispute,
    ShareBudget,
    WithdrawOffer,
    WithdrawRecords,
)
from app.core.negotiation.decide import decide
from app.core.negotiation.events import (
    DisputeKind,
    Event,
    OfferAccepted,
    OfferMade,
)
from app.core.negotiation.folding import fold
from app.core.negotiation.language_commands import ChooseLanguage
from app.core.negotiation.middle_commands import (
    AllowOverlap,
    AnswerOverlap,
    AskMidpoint,
    EndOverlap,
    ExtendOffer,
    OpenOverlap,
    RefuseMidpoint,
    VetoOverlap,
)
from app.core.negotiation.proof_commands import AnswerProof, AskProof
from app.core.negotiation.proof_events import ProofKind
from app.core.negotiation.review_commands import EndReview
from app.core.periods import Every
from app.core.terms import Terms
from tests.core.negotiation.meeting import between, midpoint_shown, the_midpoint
from tests.factories import (
    AGREEMENT_ID,
    FIRST_DUE,
    NOON,
    a_correction,
    a_counter,
    a_paper,
    a_refusal,
    a_sealing,
    a_shared_budget,
    a_signature,
    an_acceptance,
    an_issue,
    an_offer,
    lines,
    shown,
    terms,
    terms_of,
)

ORDERS = ((Role.LENDER, Role.BORROWER), (Role.BORROWER, Role.COUNSELOR, Role.LENDER))
PAPERS = (
    (Role.LENDER, Role.BORROWER),
    (Role.BORROWER, Role.COUNSELOR),
    (Role.BORROWER,),
    (Role.BORROWER, Role.COUNSELOR, Role.LENDER),
)
PERSON = UUID(int=7)
RHYTHMS = (
    Every.MONTHLY,
    Every.MONTHLY,
    Every.MONTHLY,
    Every.WEEKLY,
    Every.TWICE_MONTHLY,
    Every.QUARTERLY,
    Every.ANNUAL,
)


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt: who, what, with which of its variants, after how many days."""

    by: Role
    name: str
    variant: int
    days: int


def _terms(variant: int) -> Terms:
    if variant % 4 == 0:  # a rhythm that hides how often is paid
        amounts = Money(120000, Currency.GBP).split(6)
        dues = [FIRST_DUE + timedelta(days=7 * n) for n in range(6)]
        return terms_of(amounts, dues, RHYTHMS[variant % len(RHYTHMS)])
    counts = (1, 5, 6, 9, 10, 11, 12, 24)
    return terms(count=counts[variant % len(counts)], frequency=RHYTHMS[variant % len(RHYTHMS)])


TRIES: dict[str, Callable[[Case, Try, datetime], Command]] = {
    "confirm": lambda _c, _t, _at: ConfirmDebt(),
    "budget": lambda _c, t, _at: ShareBudget(
        a_shared_budget(f"{50 * (t.variant % 6)}.00", f"{25 * (t.variant % 6)}.00")
    ),
    "offer": lambda _c, t, _at: an_offer(_terms(t.variant)),
    "counter": lambda c, t, _at: a_counter(c, _terms(t.variant)),
    "accept": lambda c, _t, _at: an_acceptance(c),
    "accept an older offer": lambda c, _t, _at: an_acceptance(c),
    "decline": lambda c, _t, _at: a_refusal(c),
    "withdraw": lambda _c, _t, _at: WithdrawOffer(),
    "further round": lambda _c, _t, _at: OpenRound("There is news."),
    "extend": lambda c, _t, _at: ExtendOffer(shown(c)),
    "midpoint": lambda c, _t, at: AskMidpoint(between(c, at)),
    "take the midpoint": lambda c, _t, _at: the_midpoint(c),
    "no midpoint": lambda c, _t, _at: RefuseMidpoint(midpoint_shown(c), "Too low."),
    "private test": lambda _c, _t, _at: OpenOverlap(),
    "private answer": lambda _c, t, _at: AnswerOverlap(t.variant % 2 == 0),
    "private end": lambda _c, _t, _at: EndOverlap(),
    "private veto": lambda _c, _t, _at: VetoOverlap(),
    "private again": lambda _c, _t, _at: AllowOverlap(),
    "dispute": lambda _c, _t, _at: RaiseDispute(DisputeKind.WRONG_AMOUNT, ""),
    "settle": lambda _c, t, _at: SettleDispute(t.variant % 9 == 0, "The figures are right."),
    "correct": lambda c, t, at: a_correction(
        c, t.variant % 3, at.date() + timedelta(days=12 + t.variant % 9)
    ),
    "ask for proof": lambda _c, t, at: AskProof(
        tuple(ProofKind)[: t.variant % 3], "", at.date() + timedelta(days=5)
    ),
    "give proof": lambda c, t, _at: AnswerProof(lines(c)[: t.variant % 2], "See the lines."),
    "not bound": lambda _c, _t, _at: RaiseDispute(DisputeKind.ECONOMIC_ABUSE, "secret"),
    "hold": lambda _c, t, at: PlaceHold("UK-H01", at.date() + timedelta(days=t.variant % 9), ""),
    "lift": lambda _c, _t, _at: LiftHold(),
    "help": lambda _c, _t, _at: AskHelp(""),
    "records": lambda _c, _t, _at: AgreeToRecords(PERSON, "e" * 64, "pdf"),
    "no records": lambda _c, _t, _at: WithdrawRecords(PERSON),
    "paper": lambda _c, _t, _at: AskPaper(),
    "post": lambda _c, _t, _at: SendPaper(),
    "paper back": lambda _c, t, at: a_paper(PAPERS[t.variant % 4], at.date()),
    "no on paper": lambda _c, _t, _at: DeclineOnPaper(AGREEMENT_ID, 1),
    "not my signature": lambda _c, _t, _at: RaiseDispute(DisputeKind.NOT_SIGNED, ""),
    "budget in paper": lambda c, t, _at: ChooseBudgetInPaper(
        AGREEMENT_ID, c.agreement.version if c.agreement else 1, included=t.variant % 2 == 0
    ),
    "language": lambda c, t, _at: ChooseLanguage(
        AGREEMENT_ID, c.agreement.version if c.agreement else 1, ("en", "zh")[t.variant % 2]
    ),
    "end the review": lambda c, _t, _at: EndReview(
        AGREEMENT_ID, c.agreement.version if c.agreement else 1
    ),
    "issue": lambda c, t, at: an_issue(c, ORDERS[t.variant % 2], at.date() + timedelta(days=9)),
    "sign": lambda c, t, _at: a_signature(c, t.by),
    "refuse to sign": lambda _c, _t, _at: DeclineSigning(AGREEMENT_ID, 1, "It changed."),
    "lapse": lambda c, _t, _at: LapseSigning(
        AGREEMENT_ID, c.agreement.version if c.agreement else 1
    ),
    "seal": lambda c, t, at: a_sealing(c, at.date() + timedelta(days=12 + t.variant % 9)),
    "cancel": lambda c, _t, _at: CancelAgreement(
        AGREEMENT_ID, c.agreement.version if c.agreement else 1
    ),
}

# What people do most is tried most, so that long negotiations are reached.
OFTEN = ("offer", "counter", "accept", "accept an older offer", "sign", "budget", "dispute")
THE_PRODUCT = {"issue", "end the review", "lapse", "seal", "private answer", "private end"}
tries = st.lists(
    st.builds(
        Try,
        by=st.sampled_from((Role.BORROWER, Role.COUNSELOR, Role.LENDER, Role.LENDER, Role.SYSTEM)),
        name=st.sampled_from((*sorted(TRIES), *OFTEN, *OFTEN, *OFTEN, "issue", "seal")),
        variant=st.integers(0, 40),
        days=st.sampled_from((0, 0, 0, 0, 1, 3, 16)),
    ).map(lambda t: replace(t, by=Role.SYSTEM) if t.name in THE_PRODUCT and t.variant % 4 else t),
    min_size=4,
    max_size=30,
)
STARTS = (Stage.NEW, Stage.OPEN, Stage.OFFERED, Stage.OFFERED, Stage.AGREED, Stage.SIGNING)


def play(start: Sequence[Event], attempts: Sequence[Try]) -> tuple[Event, ...]:
    """What is stored when every attempt is made, and every refusal is a refusal by name."""
    history, at = list(start), NOON
    for attempt in attempts:
        at += timedelta(days=attempt.days)
        case = fold(history)
        command = TRIES[attempt.name](case, attempt, at)
        if attempt.name == "accept an older offer":
            made = [event.digest for event in history if isinstance(event, OfferMade)]
            command = AcceptOffer(made[attempt.variant % len(made)] if made else "9" * 64)
        try:
            events = decide(case, command, by=attempt.by, at=at)
        except DomainError:
            continue
        if isinstance(command, AcceptOffer):
            assert [e.digest for e in events if isinstance(e, OfferAccepted)] == [command.seen]
        history.extend(events)
    return tuple(history)
