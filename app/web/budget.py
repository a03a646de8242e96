"""The standard budget as a form: one amount and one frequency for each category.

Calculator, borrower and counselor ask with the same form, drawn by
``templates/components/budget.html``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, cast

from flask_babel import lazy_gettext as _l

from app.core.caselines import Line
from app.core.packs import Categories, Category, categories
from app.core.periods import Every
from app.web.fields import Words
from app.web.forms import Form, FrequencyField, MoneyField
from app.web.wording import MONTH_NAMES, bilingual

IRREGULAR = "other_earnings"
_EVERY = "_every"
_MONTH = "_month_"


class BudgetLines(Form):
    """Income and spending lines; built by ``budget_form``, which adds the fields."""

    def validate(self, extra_validators: Any = None) -> bool:
        """An amount needs its frequency; every field by itself may stay empty."""
        fine = super().validate(extra_validators)
        for category in (*categories().income, *categories().spending):
            amount, every = self[category.id], self[category.id + _EVERY]
            if amount.data is not None and every.data is None and not every.errors:
                every.errors = [
                    *every.errors,
                    str(_l("Choose how often this amount comes or goes")),
                ]
                fine = False
        if self._by_month() and self[IRREGULAR].data is not None:
            self[IRREGULAR].errors = [
                *self[IRREGULAR].errors,
                str(_l("Give one amount here, or one for each month, but not both")),
            ]
            fine = False
        return fine

    def income(self) -> tuple[Line, ...]:
        """The income lines that were given; call only after ``validate()`` said yes."""
        return tuple(self._lines(categories().income))

    def spending(self) -> tuple[Line, ...]:
        """The spending lines that were given, all of them essential until the person says no."""
        return tuple(self._lines(categories().spending))

    def fill(self, lines: Iterable[Line]) -> None:
        """Show stored lines again; call before the page is drawn, not after a POST."""
        for line in lines:
            if line.frequency is Every.IRREGULAR:
                for number, amount in enumerate(line.monthly, start=1):
                    self[f"{line.category}{_MONTH}{number}"].data = amount
            else:
                self[line.category].data = line.amount
                self[line.category + _EVERY].data = line.frequency.value

    def months(self) -> tuple[MoneyField, ...]:
        """The twelve inputs of the irregular line, January first."""
        return tuple(self._amount(f"{IRREGULAR}{_MONTH}{n}") for n in range(1, 13))

    def has_problem(self, group: str) -> bool:
        """Whether a line of the heading ``group`` has to be looked at, so that it stays open."""
        return any(
            self[c.id].errors or self[c.id + _EVERY].errors
            for c in (*categories().income, *categories().spending)
            if c.group == group
        )

    def is_filled(self, group: str) -> bool:
        """Whether a line of the heading has an amount."""
        return any(
            self[c.id].data is not None
            for c in (*categories().income, *categories().spending)
            if c.group == group
        )

    def _amount(self, name: str) -> MoneyField:
        return cast("MoneyField", self[name])

    def has_months(self) -> bool:
        """Whether the twelve inputs hold or ask for something, so that they stay open."""
        return any(m.data is not None or m.errors for m in self.months())

    def _by_month(self) -> bool:
        return any(month.data is not None for month in self.months())

    def _lines(self, asked: Iterable[Category]) -> Iterator[Line]:
        for category in asked:
            amount = self._amount(category.id)
            if amount.data is not None:
                every = cast("FrequencyField", self[category.id + _EVERY]).every
                yield Line(category.id, category.id, every, amount.money)
            elif category.id == IRREGULAR and self._by_month():
                zero = "0"
                monthly = tuple(m.data or m.read(zero) for m in self.months())
                yield Line(category.id, category.id, Every.IRREGULAR, monthly=monthly)


@cache
def budget_form(base: type[BudgetLines] = BudgetLines) -> type[BudgetLines]:
    """``base`` with the fields of the standard budget: ``rent``, ``rent_every`` and so on."""
    fields: dict[str, object] = {}
    for category in (*categories().income, *categories().spending):
        fields[category.id] = MoneyField(bilingual(category.en, category.zh))
        fields[category.id + _EVERY] = FrequencyField(_l("How often"))
    for number in range(1, 13):
        fields[f"{IRREGULAR}{_MONTH}{number}"] = MoneyField(MONTH_NAMES[number - 1])
    return type("StandardBudget", (base,), fields)


def headed(side: str) -> tuple[tuple[str, Words, tuple[Category, ...]], ...]:
    """The categories of ``income`` or ``spending`` under their headings, in order."""
    known: Categories = categories()
    asked = known.income if side == "income" else known.spending
    return tuple(
        (heading.id, bilingual(heading.en, heading.zh), inside)
        for heading in known.headings
        if (inside := tuple(c for c in asked if c.group == heading.id))
    )


def category_names() -> dict[str, Words]:
    """The label of each line, for pages that show a budget."""
    known = categories()
    return {c.id: bilingual(c.en, c.zh) for c in (*known.income, *known.spending)}
