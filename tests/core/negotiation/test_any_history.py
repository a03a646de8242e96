"""Whatever people try, in whatever order, nothing unlawful is stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.access import Role
from app.core.money import Money
from app.core.negotiation.case import Stage
from app.core.negotiation.dispute_events import DebtCorrected, OfferSetAside
from app.core.negotiation.events import (
    AgreementIssued,
    AgreementSealed,
    AgreementSigned,
    BudgetShared,
    CaseOpened,
    DisputeRaised,
    DisputeSettled,
    Event,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
    OfferWithdrawn,
    SharedBudget,
    SigningLapsed,
)
from app.core.negotiation.folding import fold
from app.core.negotiation.pause_events import HoldLifted, HoldPlaced
from app.core.negotiation.proof_events import ProofAsked, ProofGiven
from app.core.negotiation.record_events import PaperAsked, PaperReturned, RecordsAgreed
from app.core.negotiation.round_events import RoundOpened, RoundsEnded
from app.core.negotiation.rounds import HOUSE_ROUNDS
from app.core.periods import TIMES_A_YEAR, Every
from tests.core.negotiation.attempts import STARTS, Try, play, tries
from tests.factories import (
    a_history,
)

WEEK = timedelta(days=7)


@given(start=st.sampled_from(STARTS), offer_by=st.sampled_from(Role), attempts=tries)
@settings(max_examples=1200, deadline=None)
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
    _offers_without_agreement_end_with_a_person(history)
    _corrections_only_lower_the_debt_and_offers_fit_it(history)
    assert "secret" not in repr(history)


def _corrections_only_lower_the_debt_and_offers_fit_it(history: Sequence[Event]) -> None:
    owed: Money | None = None
    for event in history:
        match event:
            case CaseOpened(debt=debt):
                owed = debt.owed
            case DebtCorrected(figures):
                assert owed is not None
                assert figures.owed < owed
                owed = figures.owed
            case OfferMade():
                assert event.terms.owed == owed


def _only_the_open_offer_of_the_other_side_is_accepted(history: Sequence[Event]) -> None:
    standing: OfferMade | None = None
    for event in history:
        if isinstance(event, OfferMade):
            assert standing is None or event.answers == standing.digest
            standing = event
        elif isinstance(event, OfferDeclined | OfferWithdrawn | OfferSetAside):
            standing = None
        elif isinstance(event, OfferAccepted):
            assert standing is not None
            assert event.digest == standing.digest
            assert (event.by is Role.LENDER) is not (standing.by is Role.LENDER)
            assert event.at.date() <= standing.expires_on
            standing = None


def _offers_without_agreement_end_with_a_person(history: Sequence[Event]) -> None:
    made, allowed = 0, HOUSE_ROUNDS
    for event in history:
        match event:
            case OfferMade():
                made += 1
                assert made <= allowed
            case RoundsEnded(offers=count):
                assert made == count == allowed
            case RoundOpened(offers=more):
                assert event.by in (Role.LENDER, Role.COUNSELOR)
                allowed = made + more
            case OfferAccepted():
                made, allowed = 0, HOUSE_ROUNDS


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
    for place, event in enumerate(history):
        if isinstance(event, AgreementIssued):
            assert issued is None or event.version == issued.version + 1
            issued, signed = event, []
        elif isinstance(event, AgreementSigned):
            assert issued is not None
            assert event.version == issued.version
            signed.append(event.signer)
            assert tuple(signed) == issued.signers[: len(signed)]
            assert event.at.date() <= _last_day_to_sign(history[:place])
        elif isinstance(event, SigningLapsed):
            assert issued is not None
            assert event.at.date() > _last_day_to_sign(history[:place])
            assert tuple(signed) != issued.signers
        elif isinstance(event, AgreementSealed):
            assert issued is not None
            assert tuple(signed) == issued.signers
            assert event.version not in sealed
            assert event.cooling_off_until >= (event.at + timedelta(days=14)).date()
            sealed.add(event.version)


def _last_day_to_sign(before: Sequence[Event]) -> date:
    """Counted anew: every pause leaves a week, and there is no last day while paper is awaited."""
    last, awaited, proof = date.min, False, False
    for event in before:
        match event:
            case AgreementIssued():
                last, awaited = event.expires_on, False
            case HoldPlaced():
                last = max(last, event.until + WEEK)
            case DisputeSettled():
                last = max(last, event.at.date() + WEEK)
            case ProofAsked():
                proof = True
            case ProofGiven() | HoldLifted():
                ends = isinstance(event, ProofGiven) or proof
                last = max(last, event.at.date() + WEEK) if ends else last
                proof = False
            case PaperAsked():
                awaited = True
            case RecordsAgreed() | PaperReturned() | AgreementSigned(signer=Role.BORROWER):
                last = max(last, event.at.date() + WEEK) if awaited else last
                awaited = False
    return date.max if awaited else last


def _nothing_moves_in_a_dispute_or_hold(history: Sequence[Event]) -> None:
    disputed, asked, held_until = False, False, date.min
    for event in history:
        match event:
            case DisputeRaised():
                disputed = True
            case DisputeSettled():
                disputed = False
            case HoldPlaced():
                held_until = event.until
            case ProofAsked():
                asked = True
            case ProofGiven():
                asked = False
            case HoldLifted():
                held_until, asked = date.min, False
            case OfferMade() | OfferAccepted() | AgreementSigned():
                assert not disputed
                assert not asked
                assert event.at.date() > held_until
            case _:
                continue
