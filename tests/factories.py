"""Plain functions that build valid objects. A test names only what matters to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import accumulate
from uuid import UUID

from app.core.access import Role
from app.core.dates import due_dates
from app.core.money import Currency, Money
from app.core.negotiation.case import Case, Stage, side
from app.core.negotiation.commands import (
    AcceptOffer,
    Command,
    ConfirmDebt,
    CounterOffer,
    DeclineOffer,
    IssueAgreement,
    MakeOffer,
    ReturnPaper,
    SealAgreement,
    SettleDispute,
    ShareBudget,
    SignAgreement,
)
from app.core.negotiation.decide import decide
from app.core.negotiation.events import (
    CaseOpened,
    Debt,
    DeclineReason,
    DisputeKind,
    DisputeRaised,
    Event,
    MonthCeiling,
    SharedBudget,
)
from app.core.negotiation.folding import fold
from app.core.negotiation.proof_events import LineKind, ProofLine
from app.core.periods import Every
from app.core.schedule import Instalment, Schedule
from app.core.terms import Terms

NOON = datetime(2027, 1, 15, 12, tzinfo=UTC)
FIRST_DUE = date(2027, 3, 1)
BORROWER_ID = UUID(int=10)
HOUSEHOLD_ID = UUID(int=2)
OFFER_ID = UUID(int=3)
AGREEMENT_ID = UUID(int=4)
ASSESSMENT_ID = UUID(int=5)
PERSON_IDS = {role: UUID(int=10 + n) for n, role in enumerate(Role)}
FROZEN = "f" * 64
FINAL = "e" * 64


def gbp(amount: str) -> Money:
    return Money.parse(amount, Currency.GBP)


def a_debt(
    principal: str = "1200.00",
    interest: str = "0.00",
    fees: str = "0.00",
    annual_rate: str = "0.249",
    currency: Currency = Currency.GBP,
) -> Debt:
    return Debt(
        account="40012345",
        product="credit_card",
        principal=Money.parse(principal, currency),
        interest=Money.parse(interest, currency),
        fees=Money.parse(fees, currency),
        arrears=Money.zero(currency),
        annual_rate=annual_rate,
        original_creditor="Northbank",
    )


def a_shared_budget(
    hard: str = "200.00",
    recommended: str = "120.00",
    *,
    months: Iterable[MonthCeiling] | None = None,
    count: int = 72,
    currency: Currency = Currency.GBP,
) -> SharedBudget:
    """The same two ceilings a month for ``count`` months from January 2027, or ``months``."""
    zero = Money.zero(currency)
    top, usual = Money.parse(hard, currency), Money.parse(recommended, currency)
    level = (MonthCeiling(a_month(n), top, usual) for n in range(count))
    return SharedBudget(
        assessment_id=ASSESSMENT_ID,
        input_sha256="a" * 64,
        income=top * 5,
        essential=top * 4,
        protected=top * 4,
        surplus=top,
        buffer=zero,
        commitments=zero,
        months=tuple(level if months is None else months),
        pack_version="2026.11",
        route="full_plan",
    )


def a_month(n: int) -> str:
    """``n`` months after January 2027, as ceilings name it."""
    return f"{2027 + n // 12}-{n % 12 + 1:02}"


def terms(
    owed: str = "1200.00",
    count: int = 12,
    *,
    first_due: date = FIRST_DUE,
    frequency: Every = Every.MONTHLY,
    currency: Currency = Currency.GBP,
) -> Terms:
    """Equal instalments without interest that repay all of ``owed``."""
    return terms_of(
        Money.parse(owed, currency).split(count), due_dates(first_due, frequency, count), frequency
    )


def terms_of(
    amounts: Iterable[Money], dues: Iterable[date], frequency: Every = Every.MONTHLY
) -> Terms:
    """Exactly these payments on these dates, of principal alone, without interest."""
    paid = tuple(amounts)
    zero = Money.zero(paid[0].currency)
    owed = sum((p.minor for p in paid), 0)
    rows = tuple(
        Instalment(n, due, due, amount, amount, zero, zero, Money(owed - done, zero.currency))
        for n, (due, amount, done) in enumerate(
            zip(dues, paid, accumulate(p.minor for p in paid), strict=True), start=1
        )
    )
    return Terms(Schedule(rows), frequency, Fraction(0), Money(owed, zero.currency), zero, zero)


def an_offer(offered: Terms | None = None, explanation: str = "100.00 a month fits.") -> MakeOffer:
    return MakeOffer(OFFER_ID, offered or terms(), explanation)


def a_counter(
    case: Case, offered: Terms | None = None, explanation: str = "80.00 a month fits."
) -> CounterOffer:
    return CounterOffer(OFFER_ID, offered or terms(count=15), explanation, seen=shown(case))


def an_acceptance(case: Case) -> AcceptOffer:
    return AcceptOffer(shown(case))


def a_refusal(case: Case, explanation: str = "80.00 is below what we can take.") -> DeclineOffer:
    return DeclineOffer(shown(case), DeclineReason.TOO_LOW, explanation)


def an_issue(
    case: Case,
    signers: tuple[Role, ...] = (Role.LENDER, Role.BORROWER),
    expires_on: date | None = None,
) -> IssueAgreement:
    return IssueAgreement(
        AGREEMENT_ID,
        case.agreement_versions + 1,
        "b" * 64,
        FROZEN,
        signers,
        expires_on or (NOON + timedelta(days=14)).date(),
        "3",
    )


def a_signature(case: Case, by: Role) -> SignAgreement:
    version = case.agreement.version if case.agreement else 1
    return SignAgreement(AGREEMENT_ID, version, PERSON_IDS[by], FROZEN, "c" * 64, "d" * 64)


def a_paper(
    signers: tuple[Role, ...] = (Role.BORROWER,), signed_on: date | None = None
) -> ReturnPaper:
    """A signed paper that came back on the day after it was signed."""
    day = signed_on or NOON.date()
    return ReturnPaper(AGREEMENT_ID, 1, signers, "Ana Ruiz", day, day, "", PERSON_IDS[Role.LENDER])


def a_sealing(case: Case, cooling_off_until: date | None = None) -> SealAgreement:
    version = case.agreement.version if case.agreement else 1
    until = cooling_off_until or (NOON + timedelta(days=14)).date()
    ends = datetime.combine(until + timedelta(days=1), time(), UTC)
    return SealAgreement(AGREEMENT_ID, version, FINAL, until, ends)


def shown(case: Case) -> str:
    """The digest of the offer a page of this case would show."""
    return case.offer.digest if case.offer else "0" * 64


def after(case: Case, command: Command, by: Role, at: datetime = NOON) -> Case:
    """The case once ``command`` is decided; refusals are raised."""
    return fold(decide(case, command, by=by, at=at), case)


def opened(debt: Debt | None = None) -> CaseOpened:
    return CaseOpened(
        borrower_id=BORROWER_ID,
        household_id=HOUSEHOLD_ID,
        jurisdiction="UK",
        pack_version="2026.11",
        debt=debt or a_debt(),
        by=Role.LENDER,
        at=NOON,
    )


def a_case(
    stage: Stage = Stage.OPEN,
    *,
    offer_by: Role = Role.LENDER,
    offered: Terms | None = None,
    debt: Debt | None = None,
    budget: SharedBudget | None = None,
    signers: tuple[Role, ...] = (Role.LENDER, Role.BORROWER),
) -> Case:
    """A case at ``stage``, reached by legal moves alone. ``OPEN`` has a shared budget."""
    return fold(
        a_history(
            stage, offer_by=offer_by, offered=offered, debt=debt, budget=budget, signers=signers
        )
    )


def a_history(
    stage: Stage = Stage.OPEN,
    *,
    offer_by: Role = Role.LENDER,
    offered: Terms | None = None,
    debt: Debt | None = None,
    budget: SharedBudget | None = None,
    signers: tuple[Role, ...] = (Role.LENDER, Role.BORROWER),
) -> tuple[Event, ...]:
    """The events behind ``a_case``."""
    history: list[Event] = [opened(debt)]
    if stage is Stage.CLOSED:
        history.append(DisputeRaised(DisputeKind.NOT_MINE, "", Role.BORROWER, NOON))

    def move(command: Command, by: Role) -> Case:
        history.extend(decide(fold(history), command, by=by, at=NOON))
        return fold(history)

    case = fold(history)
    other = Role.LENDER if side(offer_by) is Role.BORROWER else Role.BORROWER
    if stage is Stage.CLOSED:
        case = move(SettleDispute(upheld=True, explanation="Not this person's."), Role.LENDER)
    while case.stage is not stage:
        match case.stage:
            case Stage.NEW:
                move(ConfirmDebt(), Role.BORROWER)
                case = move(ShareBudget(budget or a_shared_budget()), Role.BORROWER)
            case Stage.OPEN:
                case = move(an_offer(offered), offer_by)
            case Stage.OFFERED:
                case = move(an_acceptance(case), other)
            case Stage.AGREED:
                case = move(an_issue(case, signers), Role.SYSTEM)
            case Stage.SIGNING:
                signer = case.waiting_for or Role.BORROWER
                case = move(a_signature(case, signer), signer)
            case _:
                case = move(a_sealing(case), Role.SYSTEM)
    return tuple(history)


def a_correction(case: Case, partly: int = 0, leave_until: date | None = None) -> SettleDispute:
    """The borrower was right about 12.00 of the principal; it is the rest that is owed."""
    was = (case.debt if case.opened else a_debt()).figures
    less = replace(was, principal=was.principal - gbp("12.00"))
    last = (leave_until or NOON.date()) + timedelta(days=1)
    return SettleDispute(
        upheld=True,
        explanation="You paid 12.00 in May.",
        corrected=less,
        partly=bool(partly),
        cooling_off_until=leave_until,
        cooling_off_ends=datetime.combine(last, time(), UTC),
    )


def lines(case: Case) -> tuple[ProofLine, ...]:
    """A statement of one line: all of the balance is principal."""
    owed = case.debt.owed if case.opened else gbp("1200.00")
    return (ProofLine(date(2026, 5, 4), LineKind.PRINCIPAL, owed, "The loan"),)
