"""What an assessment points out beside its options: findings and next steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.core.caselines import CaseFile, Hold
from app.core.dates import add_months
from app.core.debt import age
from app.core.household import floor_in_force
from app.core.lender_view import DIMINISHED
from app.core.offers import REVIEW_MONTHS
from app.core.policy import Finding, PolicyPack, Severity
from app.core.results import DebtResult, NextStep, Result, Route

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


_FIRST_STEPS: dict[Route, tuple[str, ...]] = {
    Route.DISPUTE_FIRST: ("settle_dispute",),
    Route.TIME_BARRED_WARNING: ("limitation_advice",),
    Route.REFER: ("talk_to_a_person", "hold"),
}
_CLEARED = {Route.FULL_PLAN, Route.INTEREST_FREEZE}
"""Where all that is late on a priority debt gets paid by instalments."""


def _no_plan_follows(debt: DebtResult) -> bool:
    """A break with nothing behind it yet; a statutory hold says nothing of what comes after."""
    held = "hold_active" in debt.reasons
    return debt.route is Route.PAYMENT_BREAK and not debt.options and not held


def _looked_at_again(debt: DebtResult, hold: Hold | None, first: date) -> date:
    """The day after a hold, the month in which a break is over, else months after ``first``."""
    if "hold_active" in debt.reasons and hold is not None and hold.until is not None:
        return hold.until + timedelta(1)
    if debt.break_until is not None:
        return date.fromisoformat(f"{debt.break_until}-01")
    return add_months(first, REVIEW_MONTHS)


def next_steps(
    result: Result, debts: Sequence[DebtResult], case: CaseFile, first: date
) -> tuple[NextStep, ...]:
    """What to do now, the most pressing first; every answer ends with a review date.

    ``first`` is the first due date. A review comes as soon as one debt is to be looked at again.
    """
    dated: list[NextStep] = []
    hold = case.hold
    if hold is not None and hold.until is not None and hold.is_active(case.as_of):
        dated.append(NextStep("hold_until", hold.until))
    codes = list(dict.fromkeys(code for debt in debts for code in _FIRST_STEPS.get(debt.route, ())))
    if any(debt.route is Route.NO_AFFORDABLE_PLAN for debt in debts):
        codes += [] if "hold" in codes else ["hold"]
    codes.append("free_advice")
    waits = result is Result.HOLDING and any(map(_no_plan_follows, debts))
    no_plan = waits or result is Result.NO_AFFORDABLE_PLAN
    if no_plan:
        codes.append("benefits_check")
    first_debts = [debt for line, debt in zip(case.debts, debts, strict=True) if line.priority]
    if any(no_plan or debt.route not in _CLEARED for debt in first_debts):
        codes.append("priority_creditors")
    if no_plan:
        codes += ["write_off_review", "insolvency_information"]
    days = [_looked_at_again(debt, hold, first) for debt in debts]
    return (
        *dated,
        *(NextStep(code) for code in codes),
        NextStep("review", min(days, default=add_months(first, REVIEW_MONTHS))),
    )
