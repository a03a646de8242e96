"""What a pack's rule may ask of a plan's figures: a closed set of kinds, each with its figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class LeavesLivingCosts:
    """No payment is above what its month leaves over after living costs and promises."""


@dataclass(frozen=True, slots=True)
class LenderWithinShare:
    """A lender does not ask for more than the recommended part of what is left over."""


@dataclass(frozen=True, slots=True)
class RateWithinContract:
    """The rate is never above the agreed one; nothing agreed means no interest."""


@dataclass(frozen=True, slots=True)
class ReferenceRate:
    """A published yearly rate, in force from ``since`` until the next one."""

    since: date
    rate: Fraction
    verified: bool


@dataclass(frozen=True, slots=True)
class RateCap:
    """The rate is at most ``multiple`` times the reference of the day the contract was made."""

    multiple: Fraction
    table: tuple[ReferenceRate, ...]
    debt_kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class NoInterestOnInterest:
    """Interest that has arisen never becomes principal."""

    debt_kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class LongestTerm:
    """A plan for these kinds of debt takes at most ``months`` months."""

    months: int
    debt_kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class SameDebt:
    """A changed schedule raises neither the rate nor what is owed: it is no new credit."""


@dataclass(frozen=True, slots=True)
class ShareOfIncome:
    """Payments take at most ``percent`` of a month's income."""

    percent: int


@dataclass(frozen=True, slots=True)
class KeepsAtLeast:
    """Income after the payment stays at or above a floor that grows with dependants.

    Minor units a month: ``first`` for the first dependant, ``each_next`` for the
    others up to ``most``. In force until ``until``, included, in one subdivision.
    """

    subdivision: str
    monthly: int
    first: int
    each_next: int
    most: int
    until: date

    def floor(self, dependants: int) -> int:
        counted = min(dependants, self.most)
        return self.monthly + (self.first + self.each_next * (counted - 1) if counted else 0)


@dataclass(frozen=True, slots=True)
class TotalWithinContract:
    """The plan costs no more in total than the contractual payment to the end."""


@dataclass(frozen=True, slots=True)
class RestIsSaid:
    """What the plan leaves unpaid is written off or said to continue."""


@dataclass(frozen=True, slots=True)
class NotDisputed:
    """No plan is asked for on a disputed debt."""


@dataclass(frozen=True, slots=True)
class NotTimeBarred:
    """No lender asks for a plan on a debt that is too old to enforce."""


@dataclass(frozen=True, slots=True)
class AllocationOrder:
    """Payments are used in ``order``, unless the law lets the parties agree another."""

    order: tuple[str, ...]
    unless_agreed: bool


OfPlan = (
    LeavesLivingCosts
    | LenderWithinShare
    | RateWithinContract
    | LongestTerm
    | SameDebt
    | ShareOfIncome
    | TotalWithinContract
)
OfCase = NoInterestOnInterest | RestIsSaid | NotDisputed | NotTimeBarred | AllocationOrder
Check = OfPlan | OfCase | RateCap | KeepsAtLeast
