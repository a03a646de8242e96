"""When what a lender grants needs a second person of the lender."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.core.accommodation import Settlement
from app.core.errors import DomainError
from app.core.lender_policy.interest_cut import interest_cut
from app.core.lender_policy.values import Limits
from app.core.negotiation.events import Debt
from app.core.terms import Terms


class Reason(StrEnum):
    RATE_CUT = "rate_cut"
    LET_GO = "let_go"
    TERM = "term"
    SETTLEMENT = "settlement"


@dataclass(frozen=True, slots=True)
class Past:
    """One limit and what goes past it: shares as in ``Limits``, a term in months."""

    reason: Reason
    value: Fraction
    limit: Fraction


class SecondPersonNeeded(DomainError):
    """What is granted goes past limits of the lender's policy; ``reasons`` names each."""

    code = "second_person_needed"

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons


def needs_second(terms: Terms, debt: Debt, limits: Limits) -> tuple[Reason, ...]:
    """Every limit that ``terms`` go past; empty when one person may decide.

    Shares compare exactly. A limit asks for a second look; it refuses nothing by itself.
    """
    return tuple(past.reason for past in passed(terms, debt, limits))


def passed(terms: Terms, debt: Debt, limits: Limits) -> tuple[Past, ...]:
    """Every limit that ``terms`` go past, with how far."""
    owed = debt.owed.minor
    cut = interest_cut(terms, Fraction(debt.annual_rate))
    gone = Fraction(terms.waived.minor + terms.written_off.minor, owed) if owed else Fraction(0)
    paid = Fraction(terms.schedule.total.minor, owed) if owed else Fraction(1)
    found = []
    if limits.rate_cut is not None and cut > limits.rate_cut:
        found.append(Past(Reason.RATE_CUT, cut, limits.rate_cut))
    if limits.let_go is not None and gone > limits.let_go:
        found.append(Past(Reason.LET_GO, gone, limits.let_go))
    if limits.term_months is not None and (months := _months(terms)) > limits.term_months:
        found.append(Past(Reason.TERM, Fraction(months), Fraction(limits.term_months)))
    if limits.settlement is not None and _ends_the_debt(terms) and paid < limits.settlement:
        found.append(Past(Reason.SETTLEMENT, paid, limits.settlement))
    return tuple(found)


def _months(terms: Terms) -> int:
    """Calendar months from the first row to the last, both counted."""
    rows = terms.schedule.instalments
    first, last = rows[0].due_on, rows[-1].due_on
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _ends_the_debt(terms: Terms) -> bool:
    return any(isinstance(a, Settlement) and a.rest == "written_off" for a in terms.accommodations)
