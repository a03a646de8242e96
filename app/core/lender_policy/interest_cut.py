"""How much of the contract's interest terms let go, by whatever means they do it."""

from __future__ import annotations

from fractions import Fraction

from app.core.accommodation import InterestFreeze, PaymentHoliday
from app.core.generate import Frozen, Timetable, unfrozen
from app.core.ledger import of_kind
from app.core.periods import rows_within
from app.core.terms import Terms


def interest_cut(terms: Terms, contract: Fraction) -> Fraction:
    """The share of the interest that does not arise: 0 is none of it, 1 is all.

    The same principal, row by row, at the rate of the terms on the days on which interest
    runs, against the contract rate on all days. Days of a freeze and rows of a break whose
    interest is waived count as days without. Exact, so rounding in the rows is no cut;
    with the rate alone lowered it is the cut of the rate. Interest that a break puts off
    and adds to the principal counts as principal from the first row on.
    """
    if not contract:
        return Fraction(0)
    return 1 - terms.rate / contract * _share_that_runs(terms)


def _share_that_runs(terms: Terms) -> Fraction:
    """Principal on the days with interest as a share of principal on all days."""
    rows = terms.schedule.instalments
    left = sum(row.principal.minor for row in rows)
    all_days, running = Fraction(0), Fraction(0)
    for row, runs in zip(rows, _runs(terms), strict=True):
        all_days += left
        running += left * runs
        left -= row.principal.minor
    return running / all_days if all_days else Fraction(1)


def _runs(terms: Terms) -> list[Fraction]:
    """For each row the part of its days on which interest arises."""
    dues = [row.due_on for row in terms.schedule.instalments]
    starts = [Timetable(dues[0], terms.frequency).period_start(), *dues]
    frozen = [Frozen(one.since, one.until) for one in of_kind(terms.accommodations, InterestFreeze)]
    runs = [unfrozen(since, due, frozen) for since, due in zip(starts, dues, strict=False)]
    for holiday in of_kind(terms.accommodations, PaymentHoliday):
        if holiday.interest == "waive":
            end = holiday.after + rows_within(holiday.months, terms.frequency)
            runs = [Fraction(0) if holiday.after <= n < end else run for n, run in enumerate(runs)]
    return runs
