"""An offer in a case file, held against the household's ceilings, the guard and the pack's rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from app.core.amortise import Balance, level, period_rate
from app.core.caselines import ProposalLine
from app.core.generate import PaymentNotAboveInterest, TermTooLong, Timetable, level_schedule
from app.core.household import Month
from app.core.money import Money
from app.core.offers import Counter
from app.core.periods import TIMES_A_YEAR, most_rows
from app.core.policy import Finding, PolicyPack, Severity
from app.core.proposal_months import Paid, paid_by_month
from app.core.results import Ceiling, ProposalResult
from app.core.rule_checks import Numbers, Proposal, Standing
from app.core.rule_findings import evaluate
from app.core.standings import least_room

NEVER_YEARS = 100


@dataclass(frozen=True, slots=True)
class Judge:
    """What every offer of a case is held against; ``standings`` has one per debt, by its id.

    ``known`` are the months from the day of the case on, as far as offers are looked at.
    ``hold`` names the rule of the hold that is running, if one is.
    """

    pack: PolicyPack
    day: date
    known: tuple[Month, ...]
    standings: dict[str, Standing]
    hold: str | None = None


def checked(
    proposal: ProposalLine,
    place: int,
    counter: Counter | None,
    parts: Sequence[Ceiling],
    judge: Judge,
) -> ProposalResult:
    """An offer held against this debt's part of each month's ceilings, then the pack's rules.

    ``counter`` is None when the debt's route stops before any figure. The months are
    those of the offer itself, to its last payment: no lender's terms cut them short.
    """
    path = f"/proposals/{place}"
    paid = _paid(proposal, counter, judge)
    by_law = _by_law(proposal, counter, judge, paid, path)
    if counter is None:
        stopped = Finding(
            "no_offers_now",
            Severity.BLOCK,
            path,
            judge.hold if judge.hold and judge.hold in judge.pack.rules else "house:routes",
            "No offer can be made on this debt now.",
        )
        return ProposalResult(proposal.id, within_ceiling=False, findings=(stopped, *by_law))
    above = (*_unknown(paid, path), *_above_hard(proposal, paid, parts, path))
    share = () if above else _above_share(proposal, paid, parts, path)
    return ProposalResult(
        proposal.id,
        within_ceiling=not above,
        findings=(*above, *share, *_clears(proposal, counter, path), *by_law),
    )


def _paid(proposal: ProposalLine, counter: Counter | None, judge: Judge) -> Paid:
    """At the contract rate, whatever ladder a lender has: so its payments last longest."""
    if counter is None:
        balance, rate = Balance(judge.standings[proposal.debt_id].owed, 0, 0), Fraction(0)
    else:
        debt = counter.debt
        balance, rate = counter.problem.balance, Fraction(0) if debt.priority else debt.annual_rate
    return paid_by_month(proposal, balance, rate, judge.known)


def _unknown(paid: Paid, path: str) -> Iterator[Finding]:
    if paid.beyond:
        yield Finding(
            "months_not_known",
            Severity.BLOCK,
            path,
            "house:hard",
            "Nobody has looked at what all months of this offer can bear.",
        )


def _above_hard(
    proposal: ProposalLine, paid: Paid, parts: Sequence[Ceiling], path: str
) -> Iterator[Finding]:
    """Above what a month bears on the average of a year, or all that falls due in one month."""
    within = _within(paid, parts)
    yearly = proposal.amount.minor * TIMES_A_YEAR[proposal.frequency]
    if any(yearly > part.hard.minor * 12 for part in within):
        message = "The household cannot pay this much."
        yield Finding("above_hard_ceiling", Severity.BLOCK, path, "house:hard", message)
        return
    for part in within:
        together = Money(paid.months.get(part.month, 0), part.hard.currency)
        if together > part.hard:
            message = (
                f"In {part.month} the payments come to {together.plain};"
                f" that month can bear {part.hard.plain}."
            )
            yield Finding("above_month_ceiling", Severity.BLOCK, path, "house:frequency", message)
            return


def _above_share(
    proposal: ProposalLine, paid: Paid, parts: Sequence[Ceiling], path: str
) -> tuple[Finding, ...]:
    yearly = proposal.amount.minor * TIMES_A_YEAR[proposal.frequency]
    if all(yearly <= part.recommended.minor * 12 for part in _within(paid, parts)):
        return ()
    return (
        Finding(
            "above_recommended",
            Severity.BLOCK if proposal.by == "lender" else Severity.WARN,
            path,
            "house:share",
            "This takes more than the recommended part of what is left over.",
        ),
    )


def _within(paid: Paid, parts: Sequence[Ceiling]) -> list[Ceiling]:
    """The months from the first payment to the last one."""
    if not paid.months:
        return []
    return [part for part in parts if min(paid.months) <= part.month <= max(paid.months)]


def _clears(proposal: ProposalLine, counter: Counter, path: str) -> tuple[Finding, ...]:
    """Whether it repays the debt at the contract rate, and in time."""
    try:
        level_schedule(
            counter.problem.balance,
            counter.currency,
            Timetable(proposal.first_due, proposal.frequency),
            counter.problem.rates[0],
            proposal.amount.minor,
            most_rows=most_rows(counter.term_months, proposal.frequency),
        )
    except PaymentNotAboveInterest:
        code, severity, rule = "payment_not_above_interest", Severity.BLOCK, "house:guard"
        message = "At the contract rate this would never repay the debt."
    except TermTooLong:
        code, severity, rule = "term_too_long", Severity.WARN, "house:ladder"
        message = "At the contract rate this does not clear the debt in the longest term."
    else:
        return ()
    return (Finding(code, severity, path, rule, message),)


def _by_law(
    proposal: ProposalLine, counter: Counter | None, judge: Judge, paid: Paid, path: str
) -> tuple[Finding, ...]:
    """What the pack's rules find. An offer names no rate: what only interest breaks warns."""
    standing = replace(
        judge.standings[proposal.debt_id],
        times=TIMES_A_YEAR[proposal.frequency],
        least=least_room(judge.known, min(paid.months, default=""), max(paid.months, default="")),
        rooms=(),
    )
    balance = Balance(standing.owed, 0, 0) if counter is None else counter.problem.balance
    contract = Fraction(0) if counter is None else counter.problem.rates[0]
    surely, maybe = (
        evaluate(
            judge.pack,
            Proposal(
                standing,
                _numbers(proposal, balance, rate),
                by_lender=proposal.by == "lender",
            ),
            judge.day,
            path,
        )
        for rate in (Fraction(0), contract)
    )
    sure = {found.rule for found in surely}
    return (*surely, *(_unsure(found) for found in maybe if found.rule not in sure))


def _unsure(found: Finding) -> Finding:
    return replace(found, severity=Severity.WARN) if found.severity is Severity.BLOCK else found


def _numbers(proposal: ProposalLine, balance: Balance, rate: Fraction) -> Numbers:
    """The level plan of this size; one that never clears goes on for good, here 100 years."""
    amount = proposal.amount.minor
    plan = level(balance, period_rate(rate, proposal.frequency), amount)
    if plan is None:
        rows = NEVER_YEARS * TIMES_A_YEAR[proposal.frequency]
        return Numbers(rate, amount, rows, amount * rows, amount * rows - balance.owed)
    instalment = plan.amount if plan.rows > 1 else plan.last
    return Numbers(rate, instalment, plan.rows, plan.total, plan.interest)
