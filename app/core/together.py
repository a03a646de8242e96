"""One budget of two people: what counts for both, and what each is shown of the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.core.budget_view import average_month, running
from app.core.caselines import Line
from app.core.household_record import HouseholdRecord, Promise, Told
from app.core.money import Currency, Money
from app.core.packs import categories

OTHERS = "partner:"
"""Begins the id of every line that the other person told."""


@dataclass(frozen=True, slots=True)
class Both:
    """Income and spending of the other person, as they count for this one."""

    currency: Currency
    income: tuple[Line, ...] = ()
    spending: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Theirs:
    """What one person is shown of the other: lines that are of both, and sums of the rest.

    ``takes`` are what each of the other's plans and offers takes, without whom it is paid to.
    Nothing else of the other's record is here, so nothing else can be shown.
    """

    income: tuple[Line, ...]
    spending: tuple[Line, ...]
    own_income: Money
    own_spending: Money
    takes: tuple[Promise, ...]


def of_other(record: HouseholdRecord) -> Both:
    """The lines of the other person that count for both, under ids that no own line has.

    Pay of a partner that the other person told is left out: this person tells it.
    """
    told = record.told
    if told is None:
        return Both(record.currency)
    partners = categories().partner_ids
    income = tuple(line for line in told.income if line.category not in partners)
    return Both(record.currency, _renamed(income), _renamed(told.spending))


def counted(told: Told, other: Both | None) -> Told:
    """What counts for one person's debts: the lines of both, each once.

    Pay of a partner that this person told is left out: the partner tells it. What happened,
    needs, wishes, savings and other debts stay this person's own.
    """
    if other is None:
        return told
    partners = categories().partner_ids
    own = tuple(line for line in told.income if line.category not in partners)
    return replace(
        told,
        income=(*own, *other.income),
        spending=(*told.spending, *other.spending),
    )


def nameless(promises: tuple[Promise, ...]) -> tuple[Promise, ...]:
    """Promises of the other person: what they take, not whom they pay."""
    return tuple(replace(promise, creditor="") for promise in promises)


def theirs(record: HouseholdRecord, day: date) -> Theirs:
    """What the other person of ``record`` lets this one see."""
    told = record.told
    income = _shown(told.income if told else (), told)
    spending = _shown(told.spending if told else (), told)
    return Theirs(
        income=income,
        spending=spending,
        own_income=_rest(told.income if told else (), income, record.currency, day, up=False),
        own_spending=_rest(told.spending if told else (), spending, record.currency, day, up=True),
        takes=nameless(tuple(p for p in record.promises if p.until >= day)),
    )


def with_ours(told: Told, ids: tuple[str, ...]) -> Told:
    """``told`` with these lines, and no others, marked as of both."""
    known = {line.id for line in (*told.income, *told.spending)}
    return replace(told, ours=tuple(sorted(known & set(ids))))


def rewritten(told: Told, income: tuple[Line, ...], spending: tuple[Line, ...]) -> Told:
    """``told`` with new amounts for lines that are of both; one that is not given goes.

    A line of one person alone is never touched, whatever is given.
    """
    return replace(
        told,
        income=_rewritten(told.income, income, told.ours),
        spending=_rewritten(told.spending, spending, told.ours),
    )


def _rewritten(
    lines: tuple[Line, ...], given: tuple[Line, ...], ours: tuple[str, ...]
) -> tuple[Line, ...]:
    new = {line.category: line for line in given}
    kept = []
    for line in lines:
        if line.id not in ours:
            kept.append(line)
        elif found := new.get(line.category):
            kept.append(replace(line, amount=found.amount, frequency=found.frequency))
    return tuple(kept)


def _renamed(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(replace(line, id=f"{OTHERS}{line.id}") for line in lines)


def _shown(lines: tuple[Line, ...], told: Told | None) -> tuple[Line, ...]:
    ours = frozenset(told.ours if told else ())
    return tuple(line for line in lines if line.id in ours)


def _rest(
    lines: tuple[Line, ...],
    shown: tuple[Line, ...],
    currency: Currency,
    day: date,
    *,
    up: bool,
) -> Money:
    rest = [line for line in running(lines, day) if line not in shown]
    return average_month(rest, currency, up=up)
