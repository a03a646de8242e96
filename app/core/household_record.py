"""What a household has told, once, and what it has promised: a stream of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from app.core.access import Role
from app.core.caselines import DebtLine, HardshipLine, Household, Line, Wishes
from app.core.money import Currency, Money
from app.core.periods import Every


@dataclass(frozen=True, slots=True)
class Told:
    """One household's budget in its own words and figures; every part may be empty.

    ``other_debts`` are debts to creditors that are not on the product; ``needs``
    are codes of ``app.core.support``; ``ours`` are lines that a partner may see and change.
    """

    household: Household
    income: tuple[Line, ...] = ()
    spending: tuple[Line, ...] = ()
    other_debts: tuple[DebtLine, ...] = ()
    hardship: tuple[HardshipLine, ...] = ()
    wishes: Wishes = Wishes()
    subdivision: str | None = None
    needs: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()


class CommitmentState(StrEnum):
    OFFERED = "offered"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Promise:
    """What one case takes out of the household's month, from the first due date on."""

    case_id: UUID
    creditor: str
    amount: Money
    frequency: Every
    since: date
    until: date
    state: CommitmentState


@dataclass(frozen=True, slots=True)
class HouseholdStarted:
    jurisdiction: str
    currency: Currency
    at: datetime


@dataclass(frozen=True, slots=True)
class BudgetSaved:
    """Figures alone: what happened to the household follows as ``HardshipTold``.

    Older events hold both. One that was erased has nothing ``told`` any more.
    """

    told: Told | None
    by: Role
    at: datetime
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HardshipTold:
    """What happened to the household and what somebody there needs, apart from its figures."""

    hardship: tuple[HardshipLine, ...]
    needs: tuple[str, ...]
    by: Role
    at: datetime
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PromiseMade:
    promise: Promise
    at: datetime


@dataclass(frozen=True, slots=True)
class PromiseEnded:
    case_id: UUID
    at: datetime


HouseholdEvent = HouseholdStarted | BudgetSaved | HardshipTold | PromiseMade | PromiseEnded


@dataclass(frozen=True, slots=True)
class HouseholdRecord:
    """A household, folded from its events. ``version`` counts them.

    ``erased_at`` is when something that was told was erased, until it is told anew.
    """

    version: int = 0
    jurisdiction: str = ""
    currency: Currency = Currency.GBP
    told: Told | None = None
    told_at: datetime | None = None
    erased_at: datetime | None = None
    promises: tuple[Promise, ...] = ()

    def promises_to_others(self, case_id: UUID) -> tuple[Promise, ...]:
        """What is no longer free for ``case_id``: offers and plans of every other case."""
        return tuple(p for p in self.promises if p.case_id != case_id)


def saved_by(before: Told | None, told: Told, by: Role) -> Told:
    """``told`` as ``by`` may save it: the borrower alone sets the buffer that stays with them."""
    if by is Role.BORROWER:
        return told
    kept = before.wishes.buffer if before else None
    return replace(told, wishes=replace(told.wishes, buffer=kept))


def in_events(told: Told, by: Role, at: datetime) -> tuple[HouseholdEvent, ...]:
    """What is stored of ``told``: hardship stands apart, so that it can be erased by itself."""
    figures = BudgetSaved(replace(told, hardship=(), needs=()), by, at)
    if not (told.hardship or told.needs):
        return (figures,)
    return figures, HardshipTold(told.hardship, told.needs, by, at)


def with_hardship(history: Sequence[HouseholdEvent]) -> tuple[int, ...]:
    """Places, from 1, of older events that hold hardship between the figures of a budget."""
    return tuple(
        place
        for place, event in enumerate(history, 1)
        if isinstance(event, BudgetSaved)
        and event.told is not None
        and (event.told.hardship or event.told.needs)
    )


def apart(history: Sequence[HouseholdEvent]) -> tuple[HouseholdEvent, ...]:
    """What has to be told anew, so that figures last when an older event goes with its hardship.

    Nothing, where figures were saved apart since.
    """
    saved = [event for event in history if isinstance(event, BudgetSaved)]
    told = fold_household(history).told
    if not saved or told is None or not with_hardship(saved[-1:]):
        return ()
    return in_events(told, saved[-1].by, saved[-1].at)


def fold_household(history: Iterable[HouseholdEvent]) -> HouseholdRecord:
    record = HouseholdRecord()
    for event in history:
        record = replace(_evolve(record, event), version=record.version + 1)
    return record


def _evolve(record: HouseholdRecord, event: HouseholdEvent) -> HouseholdRecord:
    match event:
        case HouseholdStarted(jurisdiction, currency):
            return replace(record, jurisdiction=jurisdiction, currency=currency)
        case BudgetSaved(told, _, at, gone):
            return replace(record, told=told, told_at=at, erased_at=gone)
        case HardshipTold(hardship, needs, _, _, gone):
            told = record.told and replace(record.told, hardship=hardship, needs=needs)
            return replace(record, told=told, erased_at=record.erased_at or gone)
        case PromiseMade(promise):
            return replace(record, promises=(*record.promises_to_others(promise.case_id), promise))
        case PromiseEnded(case_id):
            return replace(record, promises=record.promises_to_others(case_id))
        case _:
            assert_never(event)
