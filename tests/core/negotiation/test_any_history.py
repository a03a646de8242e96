"""Whatever people try, in whatever order: what is stored is lawful, and can always be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.access import Role
from app.core.errors import DomainError
from app.core.money import Currency, Money
from app.core.negotiation.case import Case, Stage, fold
from app.core.negotiation.commands import (
    AcceptOffer,
    AskHelp,
    CancelAgreement,
    Command,
    ConfirmDebt,
    DeclineSigning,
    LiftHold,
    PlaceHold,
    RaiseDispute,
    SettleDispute,
    ShareBudget,
    WithdrawOffer,
)
from app.core.negotiation.decide import decide
from app.core.negotiation.events import (
    AgreementIssued,
    AgreementSealed,
    AgreementSigned,
    BudgetShared,
    DisputeKind,
    DisputeRaised,
    DisputeSettled,
    Event,
    HoldLifted,
    HoldPlaced,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
    OfferWithdrawn,
    SharedBudget,
)
from app.core.periods import TIMES_A_YEAR, Every
from app.core.terms import Terms
from tests.factories import (
    AGREEMENT_ID,
    FIRST_DUE,
    NOON,
    a_counter,
    a_history,
    a_refusal,
    a_sealing,
    a_shared_budget,
    a_signature,
    an_acceptance,
    an_issue,
    an_offer,
    terms,
    terms_of,
)

ORDERS = ((Role.LENDER, Role.BORROWER), (Role.BORROWER, Role.COUNSELOR, Role.LENDER))
RHYTHMS = (Every.MONTHLY, Every.WEEKLY, Every.TWICE_MONTHLY, Every.QUARTERLY, Every.ANNUAL)


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
    "accept blindly": lambda _c, _t, _at: AcceptOffer("9" * 64),
    "decline": lambda c, _t, _at: a_refusal(c),
    "withdraw": lambda _c, _t, _at: WithdrawOffer(),
    "dispute": lambda _c, _t, _at: RaiseDispute(DisputeKind.WRONG_AMOUNT, ""),
    "settle": lambda _c, t, _at: SettleDispute(t.variant % 9 == 0, "The figures are right."),
    "hold": lambda _c, t, at: PlaceHold("UK-H01", at.date() + timedelta(days=t.variant % 9), ""),
    "lift": lambda _c, _t, _at: LiftHold(),
    "help": lambda _c, _t, _at: AskHelp(""),
    "issue": lambda c, t, at: an_issue(c, ORDERS[t.variant % 2], at.date() + timedelta(days=9)),
    "sign": lambda c, t, _at: a_signature(c, t.by),
    "refuse to sign": lambda _c, _t, _at: DeclineSigning(AGREEMENT_ID, 1, "It changed."),
    "seal": lambda c, t, at: a_sealing(c, at.date() + timedelta(days=12 + t.variant % 9)),
    "cancel": lambda c, _t, _at: CancelAgreement(
        AGREEMENT_ID, c.agreement.version if c.agreement else 1
    ),
}

tries = st.lists(
    st.builds(
        Try,
        by=st.sampled_from(Role),
        name=st.sampled_from(sorted(TRIES)),
        variant=st.integers(0, 40),
        days=st.sampled_from((0, 0, 0, 0, 1, 3, 20)),
    ),
    max_size=40,
)


def play(start: Sequence[Event], attempts: Sequence[Try]) -> tuple[Event, ...]:
    """What is stored when every attempt is made, and every refusal is a refusal by name."""
    history, at = list(start), NOON
    for attempt in attempts:
        at += timedelta(days=attempt.days)
        case = fold(history)
        command = TRIES[attempt.name](case, attempt, at)
        try:
            history.extend(decide(case, command, by=attempt.by, at=at))
        except DomainError:
            continue
    return tuple(history)


@given(start=st.sampled_from(Stage), offer_by=st.sampled_from(Role), attempts=tries)
@settings(max_examples=400, deadline=None)
def test_no_sequence_of_attempts_stores_anything_unlawful(
    start: Stage, offer_by: Role, attempts: list[Try]
) -> None:
    by = Role.LENDER if offer_by is Role.SYSTEM else offer_by
    history = play(a_history(start, offer_by=by), attempts)

    for length in range(len(history) + 1):
        assert fold(history[:length]).version == length
    _only_the_open_offer_of_the_other_side_is_accepted(history)
    _no_offer_is_above_the_ceiling_of_any_month(history)
    _people_sign_in_order_and_each_version_is_sealed_once(history)
    _nothing_moves_in_a_dispute_or_hold(history)


def _only_the_open_offer_of_the_other_side_is_accepted(history: Sequence[Event]) -> None:
    standing: OfferMade | None = None
    for event in history:
        if isinstance(event, OfferMade):
            assert standing is None or event.answers == standing.digest
            standing = event
        elif isinstance(event, OfferDeclined | OfferWithdrawn):
            standing = None
        elif isinstance(event, OfferAccepted):
            assert standing is not None
            assert event.digest == standing.digest
            assert (event.by is Role.LENDER) is not (standing.by is Role.LENDER)
            assert event.at.date() <= standing.expires_on
            standing = None


def _no_offer_is_above_the_ceiling_of_any_month(history: Sequence[Event]) -> None:
    budget: SharedBudget | None = None
    for event in history:
        if isinstance(event, BudgetShared):
            budget = event.budget
        if isinstance(event, OfferMade):
            assert budget is not None
            _is_within(event, budget)


def _is_within(offer: OfferMade, budget: SharedBudget) -> None:
    """By the dates alone, whatever rhythm the offer claims: months added up, weeks spread out."""
    ceilings = budget.ceilings()
    paid: dict[str, Fraction] = {}
    weekly = offer.terms.frequency is Every.WEEKLY
    every = TIMES_A_YEAR[offer.terms.frequency]
    for row in offer.terms.schedule.instalments:
        share = Fraction(row.amount.minor * every, 12) if weekly or every < 12 else row.amount.minor
        month = f"{row.due_on:%Y-%m}"
        paid[month] = (
            max(paid.get(month, Fraction(0)), Fraction(share))
            if weekly
            else (paid.get(month, Fraction(0)) + share)
        )
    for month, amount in paid.items():
        limit = ceilings[month].recommended if offer.by is Role.LENDER else ceilings[month].hard
        assert amount <= limit.minor


def _people_sign_in_order_and_each_version_is_sealed_once(history: Sequence[Event]) -> None:
    issued: AgreementIssued | None = None
    signed: list[Role] = []
    sealed: set[int] = set()
    for event in history:
        if isinstance(event, AgreementIssued):
            assert issued is None or event.version == issued.version + 1
            issued, signed = event, []
        elif isinstance(event, AgreementSigned):
            assert issued is not None
            assert event.version == issued.version
            signed.append(event.signer)
            assert tuple(signed) == issued.signers[: len(signed)]
            assert event.at.date() <= issued.expires_on
        elif isinstance(event, AgreementSealed):
            assert issued is not None
            assert tuple(signed) == issued.signers
            assert event.version not in sealed
            assert event.cooling_off_until >= (event.at + timedelta(days=14)).date()
            sealed.add(event.version)


def _nothing_moves_in_a_dispute_or_hold(history: Sequence[Event]) -> None:
    disputed, held_until = False, date.min
    for event in history:
        match event:
            case DisputeRaised():
                disputed = True
            case DisputeSettled():
                disputed = False
            case HoldPlaced():
                held_until = event.until
            case HoldLifted():
                held_until = date.min
            case OfferMade() | OfferAccepted() | AgreementSigned():
                assert not disputed
                assert event.at.date() > held_until
            case _:
                continue


def _every_event() -> list[Event]:
    found: list[Event] = []
    for stage in Stage:
        found += a_history(stage, signers=ORDERS[1])
    found += play(
        a_history(Stage.OFFERED),
        [Try(Role.BORROWER, n, 1, 0) for n in ("hold", "lift", "help", "decline", "offer")],
    )
    found += play(a_history(Stage.OFFERED), [Try(Role.LENDER, "withdraw", 0, 0)])
    found += play(a_history(Stage.SIGNING), [Try(Role.LENDER, "refuse to sign", 0, 0)])
    found += play(a_history(Stage.SEALED), [Try(Role.BORROWER, "cancel", 0, 0)])
    found += play(a_history(Stage.OPEN), [Try(Role.BORROWER, "dispute", 0, 0)])
    return found


EVENTS = _every_event()


def test_the_pool_of_events_holds_every_kind() -> None:
    assert {type(event) for event in EVENTS} == set(Event.__args__)


@given(st.lists(st.sampled_from(EVENTS), max_size=30))
@settings(max_examples=300, deadline=None)
def test_history_is_read_in_any_order_without_refusal(history: list[Event]) -> None:
    case = fold(history)
    assert case.version == len(history)
    assert case.stage in Stage
    assert case.waiting_for in {None, *Role} - {Role.SYSTEM}


@given(st.lists(st.sampled_from(EVENTS), max_size=30), st.integers(0, 30))
@settings(max_examples=50, deadline=None)
def test_a_case_can_be_folded_in_two_parts(history: list[Event], cut: int) -> None:
    assert fold(history[cut:], fold(history[:cut])) == fold(history)


@given(
    st.lists(st.sampled_from(EVENTS), max_size=12),
    st.sampled_from(sorted(TRIES)),
    st.sampled_from(Role),
)
@settings(max_examples=300, deadline=None)
def test_decide_answers_any_state_with_events_or_a_named_refusal(
    history: list[Event], name: str, by: Role
) -> None:
    case = fold(history)
    command = TRIES[name](case, Try(by, name, 1, 0), NOON)
    with suppress(DomainError):
        assert decide(case, command, by=by, at=NOON)
