"""An offer in a case file, held against the household's ceilings, the guard and the pack's rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from app.core.amortise import Balance, level, period_rate
from app.core.caselines import ProposalLine
from app.core.generate import PaymentNotAboveInterest, TermTooLong, Timetable, level_schedule
from app.core.household import Month
from app.core.offers import Counter
from app.core.periods import TIMES_A_YEAR, most_rows
from app.core.policy import Finding, PolicyPack, Severity
from app.core.results import Ceiling, ProposalResult
from app.core.rule_checks import Numbers, Proposal, Standing
from app.core.rule_findings import evaluate
from app.core.standings import least_room

NEVER_YEARS = 100


@dataclass(frozen=True, slots=True)
class Judge:
    """What every offer of a case is held against; ``standings`` has one per debt, by its id.

    ``hold`` names the rule of the hold that is running, if one is.
    """

    pack: PolicyPack
    day: date
    known: Sequence[Month]
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

    ``counter`` is None when the debt's route stops before any figure.
    """
    path = f"/proposals/{place}"
    by_law = _by_law(proposal, counter, judge, path)
    if counter is None:
        stopped = Finding(
            "no_offers_now",
            Severity.BLOCK,
            path,
            judge.hold if judge.hold and judge.hold in judge.pack.rules else "house:routes",
            "No offer can be made on this debt now.",
        )
        return ProposalResult(proposal.id, within_ceiling=False, findings=(stopped, *by_law))
    monthly = proposal.amount.minor * TIMES_A_YEAR[proposal.frequency]
    counted = [c for c in parts if c.month >= f"{proposal.first_due:%Y-%m}"] or list(parts[-1:])
    hard = min(c.hard.minor for c in counted) * 12
    recommended = min(c.recommended.minor for c in counted) * 12
    found: list[Finding] = []
    if monthly > hard:
        found.append(
            Finding(
                "above_hard_ceiling",
                Severity.BLOCK,
                path,
                "house:hard",
                "The household cannot pay this much.",
            )
        )
    elif monthly > recommended:
        found.append(
            Finding(
                "above_recommended",
                Severity.BLOCK if proposal.by == "lender" else Severity.WARN,
                path,
                "house:share",
                "This takes more than the recommended part of what is left over.",
            )
        )
    return ProposalResult(
        proposal.id,
        within_ceiling=monthly <= hard,
        findings=(*found, *_clears(proposal, counter, path), *by_law),
    )


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
    proposal: ProposalLine, counter: Counter | None, judge: Judge, path: str
) -> tuple[Finding, ...]:
    """What the pack's rules find. An offer names no rate: what only interest breaks warns."""
    standing = replace(
        judge.standings[proposal.debt_id],
        times=TIMES_A_YEAR[proposal.frequency],
        least=least_room(judge.known, proposal.first_due),
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
