"""How one debt of a case stands before its pack's rules, whatever plan is made for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.core.caselines import CaseFile, DebtLine
from app.core.debt import age
from app.core.household import Month
from app.core.periods import TIMES_A_YEAR, Every
from app.core.policy import PolicyPack
from app.core.results import Baseline
from app.core.rows import HOUSE_ORDER
from app.core.rule_checks import Room, Standing


def standing_of(
    case: CaseFile,
    debt: DebtLine,
    pack: PolicyPack,
    known: Sequence[Month],
    *,
    owed: int,
    baseline: Baseline | None,
    every: Every,
    due: Sequence[date],
) -> Standing:
    """``owed`` is what a plan is about, ``due`` the day of each row it may have."""
    rooms = {(m.year, m.month): Room(m.income, m.free, m.recommended) for m in known}
    least = _least(known)
    people = case.household
    return Standing(
        debt_kind=debt.kind,
        contract_rate=debt.annual_rate,
        owed=owed,
        contract_total=None if baseline is None else baseline.total.minor,
        times=TIMES_A_YEAR[every],
        order=HOUSE_ORDER,
        least=least,
        rooms=tuple(rooms.get((day.year, day.month), least) for day in due),
        disputed=debt.disputed,
        too_old=age(debt, pack.limitation, case.subdivision, case.as_of).expired,
        subdivision=case.subdivision,
        dependants=people.children + people.dependants,
    )


def least_room(known: Sequence[Month], since: str, until: str) -> Room:
    """The lowest figures from month ``since`` to ``until`` (``YYYY-MM``).

    Months that nobody looked at bear nothing.
    """
    within = [m for m in known if since <= m.name <= until]
    return _least(within) if within else Room(min(m.income for m in known), 0, 0)


def _least(known: Sequence[Month]) -> Room:
    return Room(
        min(m.income for m in known),
        min(m.free for m in known),
        min(m.recommended for m in known),
    )
