"""Whether a plan meets what a pack's rule asks of its figures, and how surely it does not.

Sums are whole minor units; a payment made t times a year counts as t / 12 of
itself a month and is compared without rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Protocol, assert_never

from app.core.dates import add_months
from app.core.policy import STALE_AFTER_MONTHS, Severity
from app.core.rule_kinds import (
    AllocationOrder,
    Check,
    KeepsAtLeast,
    LeavesLivingCosts,
    LenderWithinShare,
    LongestTerm,
    NoInterestOnInterest,
    NotDisputed,
    NotTimeBarred,
    OfCase,
    OfPlan,
    RateCap,
    RateWithinContract,
    RestIsSaid,
    SameDebt,
    ShareOfIncome,
    TotalWithinContract,
)

YEAR = 12


class Figures(Protocol):
    """A plan as numbers. ``instalment`` is its largest; ``amounts`` is empty when it is level.

    The first ``breaks`` of its ``rows`` pay nothing.
    """

    @property
    def rate(self) -> Fraction: ...
    @property
    def instalment(self) -> int: ...
    @property
    def breaks(self) -> int: ...
    @property
    def rows(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def interest(self) -> int: ...
    @property
    def amounts(self) -> tuple[int, ...]: ...


@dataclass(frozen=True, slots=True)
class Numbers:
    """``Figures`` of a plan that is not one of the grid."""

    rate: Fraction
    instalment: int
    rows: int
    total: int
    interest: int
    breaks: int = 0
    amounts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """One month: its income, what is left over after promises, and the recommended part."""

    income: int
    left_over: int
    share: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What every plan for one debt is judged by.

    ``owed`` is what a plan is about; ``contract_total`` what the contractual payment
    would cost, None when it never clears. ``least`` holds the lowest figures of all
    months, ``rooms`` the month of each row. ``dependants`` is None when not known.
    """

    debt_kind: str
    contract_rate: Fraction
    owed: int
    contract_total: int | None
    times: int
    order: tuple[str, ...]
    least: Room
    rooms: tuple[Room, ...] = ()
    disputed: bool = False
    too_old: bool = False
    subdivision: str | None = None
    dependants: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan to be judged. ``joined`` is interest made principal, ``unsaid`` a rest nobody names.

    ``lump``: one payment from money beside the budget, offered by the borrower.
    """

    standing: Standing
    plan: Figures
    by_lender: bool = False
    joined: int = 0
    unsaid: int = 0
    lump: bool = False


def breach(check: Check, proposal: Proposal, day: date) -> Severity | None:
    """None when ``check`` is met; ``block`` when it is surely broken, ``warn`` when it may be."""
    match check:
        case RateCap():
            return _above_cap(check, proposal, day)
        case KeepsAtLeast():
            return _below_floor(check, proposal, day)
        case (
            NotDisputed()
            | NotTimeBarred()
            | NoInterestOnInterest()
            | RestIsSaid()
            | AllocationOrder()
        ):
            broken = _case_breaks(check, proposal)
        case _:
            broken = _plan_breaks(check, proposal)
    return Severity.BLOCK if broken else None


def _plan_breaks(check: OfPlan, proposal: Proposal) -> bool:
    plan, standing = proposal.plan, proposal.standing
    match check:
        case LeavesLivingCosts():
            return _any(proposal, lambda paid, room: paid > YEAR * max(0, room.left_over))
        case RateWithinContract():
            return plan.rate > standing.contract_rate
        case LongestTerm(months, kinds):
            return standing.debt_kind in kinds and plan.rows * YEAR > months * standing.times
        case SameDebt():
            rises = plan.rate > standing.contract_rate
            return rises or plan.total - plan.interest > standing.owed
        case TotalWithinContract():
            most = standing.contract_total
            return most is not None and plan.total > most
        case LenderWithinShare():
            return proposal.by_lender and _any(
                proposal, lambda paid, room: paid > YEAR * room.share
            )
        case ShareOfIncome(percent):
            return _any(proposal, lambda paid, room: paid * 100 > YEAR * room.income * percent)
        case _:
            assert_never(check)


def _case_breaks(check: OfCase, proposal: Proposal) -> bool:
    standing = proposal.standing
    match check:
        case NotDisputed():
            return standing.disputed
        case NotTimeBarred():
            return proposal.by_lender and standing.too_old
        case NoInterestOnInterest(kinds):
            return standing.debt_kind in kinds and proposal.joined > 0
        case RestIsSaid():
            return proposal.unsaid > 0
        case AllocationOrder(order, unless_agreed):
            return not unless_agreed and standing.order != order
        case _:
            assert_never(check)


def _any(proposal: Proposal, broken: Callable[[int, Room], bool]) -> bool:
    """Whether a payment, times its number a year, breaks something in the month it falls in.

    More left over never breaks what less does not, so the least of all months is
    looked at first.
    """
    plan, standing = proposal.plan, proposal.standing
    if proposal.lump:
        return False
    if not broken(plan.instalment * standing.times, standing.least):
        return False
    amounts = plan.amounts or (plan.instalment,) * (plan.rows - plan.breaks)
    rooms = standing.rooms[plan.breaks :] or (standing.least,) * len(amounts)
    return any(
        broken(amount * standing.times, room)
        for amount, room in zip(amounts, rooms, strict=False)
        if amount
    )


def _above_cap(cap: RateCap, proposal: Proposal, day: date) -> Severity | None:
    """Nobody told when the contract was made: surely broken only above every known cap."""
    rate = proposal.plan.rate
    known = [row for row in cap.table if row.since <= day]
    applies = proposal.standing.debt_kind in cap.debt_kinds and known
    if not applies or rate <= cap.multiple * known[-1].rate:
        return None
    highest = max(known, key=lambda row: row.rate)
    fresh = day <= add_months(known[-1].since, STALE_AFTER_MONTHS)
    sure = fresh and highest.verified and rate > cap.multiple * highest.rate
    return Severity.BLOCK if sure else Severity.WARN


def _below_floor(check: KeepsAtLeast, proposal: Proposal, day: date) -> Severity | None:
    standing = proposal.standing
    if standing.subdivision != check.subdivision or standing.dependants is None:
        return None
    floor = YEAR * check.floor(standing.dependants)
    if not _any(proposal, lambda paid, room: YEAR * room.income - paid < floor):
        return None
    return Severity.BLOCK if day <= check.until else Severity.WARN
