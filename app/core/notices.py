"""What an assessment points out beside its options: findings, checked proposals, next steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.core.caselines import CaseFile, DebtLine, ProposalLine
from app.core.dates import add_months
from app.core.debt import age
from app.core.generate import PaymentNotAboveInterest, TermTooLong, Timetable, level_schedule
from app.core.household import floor_in_force
from app.core.lender_view import DIMINISHED
from app.core.offers import REVIEW_MONTHS, Counter
from app.core.periods import TIMES_A_YEAR, most_rows
from app.core.policy import Finding, PolicyPack, Severity
from app.core.results import Ceiling, DebtResult, NextStep, ProposalResult, Result, Route

_ORDER = {Severity.BLOCK: 0, Severity.REQUIRE: 1, Severity.WARN: 2, Severity.INFO: 3}


def floor_findings(case: CaseFile) -> tuple[Finding, ...]:
    if floor_in_force(case.floor, case.as_of) is not None:
        return ()
    if case.floor is not None and case.floor.confirmed_on is None:
        return (
            Finding(
                "floor_unconfirmed",
                Severity.WARN,
                "/floor",
                "house:floor",
                "The living-cost floor is not confirmed; essential spending alone is protected.",
            ),
        )
    return (
        Finding(
            "floor_not_loaded",
            Severity.WARN,
            "/floor",
            "house:floor",
            "No confirmed living-cost floor; essential spending alone is protected.",
        ),
    )


def age_findings(case: CaseFile, pack: PolicyPack) -> tuple[Finding, ...]:
    """Old debts, before any payment or acknowledgement; unknown ages are said too."""
    rule = pack.limitation.rule or "house:limitation"
    found: list[Finding] = []
    for place, debt in enumerate(case.debts):
        state = age(debt, pack.limitation, case.subdivision, case.as_of)
        if not state.known:
            code, severity = "limitation_unknown", Severity.WARN
            message = f"It is not known whether {debt.id} is too old to enforce."
        elif state.extinguished:
            code, severity = "debt_extinguished", Severity.BLOCK
            message = f"{debt.id} is so old that it has ended; nothing is due."
        elif state.expired:
            code, severity = "limitation_reached", Severity.WARN
            message = f"{debt.id} may be too old to enforce; get free advice before any payment."
        else:
            continue
        found.append(Finding(code, severity, f"/debts/{place}", rule, message))
    return tuple(found)


def value_findings(results: Sequence[DebtResult]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            "npv_loss_over_1",
            Severity.INFO,
            f"/debts/{place}",
            "EBA/GL/2016/07",
            f"Every option for {result.id} costs the lender more than 1% of present value.",
        )
        for place, result in enumerate(results)
        if result.options and all(o.npv_loss > DIMINISHED for o in result.options)
    )


def in_order(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """By severity, then as they were found; each once."""
    return tuple(sorted(dict.fromkeys(found), key=lambda f: _ORDER[f.severity]))


def checked(
    proposal: ProposalLine,
    place: int,
    counter: Counter | None,
    parts: Sequence[Ceiling],
) -> ProposalResult:
    """An offer held against this debt's part of each month's ceilings.

    ``counter`` is None when the debt's route stops before any figure.
    """
    path = f"/proposals/{place}"
    found: list[Finding] = []

    def note(code: str, severity: Severity, rule: str, message: str) -> None:
        found.append(Finding(code, severity, path, rule, message))

    if counter is None:
        note(
            "no_offers_now",
            Severity.BLOCK,
            "house:routes",
            "No offer can be made on this debt now.",
        )
        return ProposalResult(proposal.id, within_ceiling=False, findings=tuple(found))
    monthly = proposal.amount.minor * TIMES_A_YEAR[proposal.frequency]
    counted = [c for c in parts if c.month >= f"{proposal.first_due:%Y-%m}"] or list(parts[-1:])
    hard = min(c.hard.minor for c in counted) * 12
    recommended = min(c.recommended.minor for c in counted) * 12
    if monthly > hard:
        note(
            "above_hard_ceiling",
            Severity.BLOCK,
            "house:hard",
            "The household cannot pay this much.",
        )
    elif monthly > recommended:
        severity = Severity.BLOCK if proposal.by == "lender" else Severity.WARN
        note(
            "above_recommended",
            severity,
            "house:share",
            "This takes more than the recommended part of what is left over.",
        )
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
        note(
            "payment_not_above_interest",
            Severity.BLOCK,
            "house:guard",
            "At the contract rate this would never repay the debt.",
        )
    except TermTooLong:
        note(
            "term_too_long",
            Severity.WARN,
            "house:ladder",
            "At the contract rate this does not clear the debt in the longest term.",
        )
    return ProposalResult(proposal.id, within_ceiling=monthly <= hard, findings=tuple(found))


_FIRST_STEPS: dict[Route, tuple[str, ...]] = {
    Route.DISPUTE_FIRST: ("settle_dispute",),
    Route.TIME_BARRED_WARNING: ("limitation_advice",),
    Route.REFER: ("talk_to_a_person", "hold"),
}


def next_steps(
    result: Result, debts: Sequence[DebtResult], lines: Sequence[DebtLine], first: date
) -> tuple[NextStep, ...]:
    """What to do now, the most pressing first; every answer ends with a review date."""
    codes = list(dict.fromkeys(code for debt in debts for code in _FIRST_STEPS.get(debt.route, ())))
    if any(debt.route is Route.NO_AFFORDABLE_PLAN for debt in debts):
        codes += [] if "hold" in codes else ["hold"]
    codes.append("free_advice")
    if result is Result.NO_AFFORDABLE_PLAN:
        codes.append("benefits_check")
        if any(line.priority for line in lines):
            codes.append("priority_creditors")
        codes += ["write_off_review", "insolvency_information"]
    return (
        *(NextStep(code) for code in codes),
        NextStep("review", add_months(first, REVIEW_MONTHS)),
    )
