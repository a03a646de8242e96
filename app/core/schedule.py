"""What is paid when: instalments, and the whole they make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from app.core.money import Money, total


@dataclass(frozen=True, slots=True)
class Instalment:
    """One row. ``amount`` = principal + interest + fees; it is 0 in a month of a break.

    ``due_on`` carries interest and grace; ``collect_on`` only moves off days off.
    ``balance_after`` is all that is still owed: principal, interest and fees.
    """

    n: int
    due_on: date
    collect_on: date
    amount: Money
    principal: Money
    interest: Money
    fees: Money
    balance_after: Money


@dataclass(frozen=True, slots=True)
class Schedule:
    """At least one instalment, in the order of their due dates."""

    instalments: tuple[Instalment, ...]

    def __post_init__(self) -> None:
        if not self.instalments:
            raise ValueError("a schedule has at least one instalment")

    @property
    def total(self) -> Money:
        """All that is paid."""
        return self._sum([i.amount for i in self.instalments])

    @property
    def interest(self) -> Money:
        """The interest that is paid, old and new."""
        return self._sum([i.interest for i in self.instalments])

    @property
    def highest(self) -> Money:
        """The largest instalment: what has to fit under a ceiling."""
        return max((i.amount for i in self.instalments), key=lambda m: m.minor)

    @property
    def first_due(self) -> date:
        """The first day on which something is due, after a break if there is one."""
        return next((i.due_on for i in self.instalments if i.amount), self.instalments[0].due_on)

    @property
    def last_due(self) -> date:
        return self.instalments[-1].due_on

    @property
    def count(self) -> int:
        """Rows, the empty ones of a break included."""
        return len(self.instalments)

    @property
    def payments(self) -> int:
        """Rows on which something is due."""
        return sum(1 for i in self.instalments if i.amount)

    @property
    def segments(self) -> tuple[tuple[int, Money], ...]:
        """Runs of equal instalments as (count, amount)."""
        return tuple(
            (len(list(run)), amount) for amount, run in groupby(i.amount for i in self.instalments)
        )

    def _sum(self, amounts: list[Money]) -> Money:
        return total(amounts, self.instalments[0].amount.currency)
