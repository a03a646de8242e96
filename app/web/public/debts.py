"""The debts of the calculator: up to 25 rows of optional answers, with no script needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, ClassVar, cast

from flask_babel import lazy_gettext as _l

from app.core.caselines import Payment
from app.core.debt_kinds import comes_first
from app.usecases.calculator import AskedDebt
from app.web.budget import BudgetLines
from app.web.fields import Words
from app.web.forms import (
    ChoiceField,
    CountField,
    FrequencyField,
    HiddenField,
    MoneyField,
    RateField,
    TextField,
    TickField,
)
from app.web.wording import DEBT_KINDS

MOST_DEBTS = 25
LONGEST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Row:
    """The questions about one debt, as the page draws them."""

    number: int
    name: TextField
    kind: ChoiceField
    owed: MoneyField
    rate: RateField
    pays: MoneyField
    pays_every: FrequencyField
    late: MoneyField
    first: TickField
    months: CountField

    @property
    def is_told(self) -> bool:
        return any(field.data for field in self.fields)

    @property
    def fields(self) -> tuple[Any, ...]:
        asked = (self.name, self.kind, self.owed, self.rate, self.pays, self.pays_every)
        return (*asked, self.late, self.first, self.months)

    @property
    def has_problem(self) -> bool:
        return any(field.errors for field in self.fields)

    @property
    def comes_first(self) -> bool:
        """By its kind, or because the person said so."""
        return bool(self.first.data) or comes_first(self.kind.data or "other")

    def debt(self) -> AskedDebt:
        """The validated row; call only when it is told."""
        kind = self.kind.data or "other"
        pays = Payment(self.pays.money, self.pays_every.every) if self.pays.data else None
        return AskedDebt(
            name=self.name.data or "",
            kind=kind,
            owed=self.owed.money,
            rate=self.rate.data or Fraction(0),
            pays=pays,
            late=self.late.data,
            first=self.comes_first,
            most_months=self.months.data,
        )


class DebtRows(BudgetLines):
    """Rows of debts; built by ``with_debts``. ``rows`` is how many the page shows."""

    ROWS: ClassVar[dict[str, Words]] = {"debt": _l("Debt")}
    rows = HiddenField()
    add = HiddenField()

    def shown(self) -> int:
        """At least one row; one more when the person asked for it; never past the last told."""
        asked = self.rows.data or ""
        shown = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < MOST_DEBTS else 1
        told = max((row.number for row in self.debt_rows() if row.is_told), default=1)
        return min(max(shown + bool(self.add.data), told, 1), MOST_DEBTS)

    def debt_rows(self) -> tuple[Row, ...]:
        return tuple(self._row(n) for n in range(1, MOST_DEBTS + 1))

    def debts(self) -> tuple[AskedDebt, ...]:
        """The debts that were told; call only after ``validate()`` said yes."""
        return tuple(row.debt() for row in self.debt_rows() if row.owed.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """A row that says anything says how much is owed; a payment has its frequency."""
        fine = super().validate(extra_validators)
        for row in self.debt_rows():
            for field, words in _missing(row):
                field.errors = [*field.errors, str(words)]
                fine = False
        return fine

    def _row(self, number: int) -> Row:
        names = [name for name in Row.__slots__ if name != "number"]
        return Row(number, *(cast("Any", self[f"debt{number}_{name}"]) for name in names))


def _missing(row: Row) -> Iterator[tuple[Any, Words]]:
    if row.is_told and not row.owed.data and not row.owed.errors:
        yield row.owed, _l("Enter what you owe; a guess is fine")
    if row.pays.data is not None and row.pays_every.data is None and not row.pays_every.errors:
        yield row.pays_every, _l("Choose how often this amount comes or goes")
    if row.owed.data and row.comes_first and row.late.data is None and not row.late.errors:
        yield row.late, _l("Say how much of it is late. Write 0 if nothing is.")
    if row.late.data and row.owed.data and row.late.data > row.owed.data:
        yield row.late, _l("This is more than you owe")


@cache
def with_debts(base: type[BudgetLines]) -> type[BudgetLines]:
    """``base`` with the fields of every row: ``debt1_owed``, ``debt1_kind`` and so on."""
    fields: dict[str, object] = {}
    for n in range(1, MOST_DEBTS + 1):
        fields |= {
            f"debt{n}_name": TextField(_l("Whom do you owe?")),
            f"debt{n}_kind": ChoiceField(
                _l("What kind of debt is it?"), choices=list(DEBT_KINDS.items())
            ),
            f"debt{n}_owed": MoneyField(_l("How much do you owe?")),
            f"debt{n}_rate": RateField(_l("Interest a year")),
            f"debt{n}_pays": MoneyField(_l("What should you pay each time?")),
            f"debt{n}_pays_every": FrequencyField(_l("How often")),
            f"debt{n}_late": MoneyField(_l("How much of it is late?")),
            f"debt{n}_first": TickField(_l("It could cost me my home, energy or freedom")),
            f"debt{n}_months": CountField(
                _l("The longest plan the lender takes, in months"), least=1, most=LONGEST_MONTHS
            ),
        }
    return type("WithDebts", (base,), fields)
