"""The pages of the budget as forms. Every answer may be left out; nothing is chosen beforehand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from flask_babel import lazy_gettext as _l

from app.core.caselines import Household, Line, Wishes
from app.core.hardship import hardship_types
from app.core.household_record import Told
from app.core.money import Money
from app.core.periods import Every
from app.core.support import needed, needs
from app.web.borrower.told import OtherDebt, hardship_dates, has_wishes
from app.web.budget import IRREGULAR, BudgetLines, budget_form, category_names
from app.web.forms import (
    ChoiceField,
    ChoicesField,
    CountField,
    DateField,
    Form,
    FrequencyField,
    HiddenField,
    MoneyField,
    TextField,
    TickField,
)
from app.web.wording import DEBT_KINDS, FREQUENCIES, bilingual

YES, NO = "yes", "no"
PLAN_RHYTHMS = (Every.MONTHLY, Every.FOUR_WEEKLY, Every.FORTNIGHTLY, Every.WEEKLY)


class Step(Form):
    """One page of the budget. ``then`` is ``next`` or ``later``."""

    then = HiddenField()


class PeopleForm(Step):
    adults = CountField(_l("Adults, you included"), least=1, most=20)
    children = CountField(_l("Children"), most=20)
    dependants = CountField(_l("Other people you support"), most=20)
    partner = ChoiceField(
        _l("Do you live with a partner?"), choices=((YES, _l("Yes")), (NO, _l("No")))
    )
    subdivision = ChoiceField(_l("Where do you live?"))
    savings = MoneyField(_l("Savings you can reach"))

    def fill(self, told: Told) -> None:
        home = told.household
        self.adults.data, self.children.data = home.adults, home.children
        self.dependants.data, self.savings.data = home.dependants or None, home.savings
        self.subdivision.data = told.subdivision
        if home.partner or home.adults > 1:
            self.partner.data = YES if home.partner else NO

    def household(self, before: Household) -> Household:
        return Household(
            adults=self.adults.data or 1,
            children=self.children.data or 0,
            partner=self.partner.data == YES,
            dependants=self.dependants.data or 0,
            area=before.area,
            savings=self.savings.data,
        )


class LinesForm(BudgetLines):
    """Income or spending on one page; the fields of the other side stay empty."""

    then = HiddenField()


def lines_form() -> type[BudgetLines]:
    return budget_form(LinesForm)


def monthly_amounts(form: BudgetLines) -> tuple[Money, ...]:
    """The twelve amounts of the page, empty ones as 0; nothing when all are empty."""
    line = next((x for x in form.income() if x.category == IRREGULAR), None)
    return line.monthly if line else ()


def fill_months(form: BudgetLines, line: Line | None) -> None:
    if line is not None:
        form.fill((Line(IRREGULAR, IRREGULAR, Every.IRREGULAR, monthly=line.monthly),))


class HappenedForm(Step):
    codes = ChoicesField(
        _l("What has happened?"),
        choices=[(kind.code, bilingual(kind.en, kind.zh)) for kind in hardship_types()],
    )
    since = DateField(_l("Since when, about?"))
    until = DateField(_l("When may it be over, if you can say?"))

    def fill(self, told: Told) -> None:
        self.codes.data = [line.code for line in told.hardship]
        since, until = hardship_dates(told)
        self.since.process(None, since)
        self.until.process(None, until)


class CouldWaitForm(Step):
    """Costs that are told already; a ticked one is not protected any more."""

    lines = ChoicesField(_l("Which of these could you do without for a while?"))

    def offer(self, told: Told | None) -> CouldWaitForm:
        names = category_names()
        self.lines.choices = [
            (line.id, names.get(line.category, line.category))
            for line in (told.spending if told else ())
        ]
        return self

    def fill(self, told: Told) -> None:
        self.lines.data = [line.id for line in told.spending if not line.essential]

    def spending(self, before: Told) -> tuple[Line, ...]:
        waits = frozenset(self.lines.data)
        return tuple(replace(line, essential=line.id not in waits) for line in before.spending)


class NeedsForm(Step):
    codes = ChoicesField(
        _l("What would help you?"),
        choices=[(need.code, bilingual(need.said.en, need.said.zh)) for need in needs()],
    )

    def fill(self, told: Told) -> None:
        self.codes.data = list(told.needs)

    def chosen(self) -> tuple[str, ...]:
        """The needs in the order of the form."""
        return tuple(need.code for need in needed(self.codes.data))


class WishesForm(Step):
    frequency = ChoiceField(
        _l("How often would you like to pay?"),
        choices=[(one.value, FREQUENCIES[one]) for one in PLAN_RHYTHMS],
    )
    day = CountField(_l("On which day of the month?"), least=1, most=31)
    not_before = DateField(_l("Not before this date"))
    buffer = MoneyField(_l("The buffer you want to keep each month"))
    lump_sum = MoneyField(_l("One sum you could pay to settle"))
    follow_months = TickField(_l("My payments should follow my good and bad months"))
    from_benefits = TickField(_l("I want to offer something although I live on benefits"))

    def fill(self, told: Told) -> None:
        wishes = told.wishes
        if not has_wishes(told):
            return
        self.frequency.data, self.day.data = wishes.frequency.value, wishes.day
        self.lump_sum.data, self.buffer.data = wishes.lump_sum, wishes.buffer
        self.follow_months.data = wishes.follow_months
        self.from_benefits.data = wishes.offer_from_benefits
        self.not_before.process(None, wishes.not_before)

    def wishes(self) -> Wishes:
        return Wishes(
            frequency=Every(self.frequency.data or Every.MONTHLY),
            day=self.day.data or 1,
            not_before=self.not_before.data,
            buffer=self.buffer.data,
            lump_sum=self.lump_sum.data,
            offer_from_benefits=self.from_benefits.data,
            follow_months=self.follow_months.data,
        )


class DebtForm(Form):
    """One debt to a lender that is not here."""

    creditor = TextField(_l("Whom do you owe?"), missing=_l("Enter a name, like the bank's"))
    kind = ChoiceField(
        _l("What kind of debt is it?"),
        choices=list(DEBT_KINDS.items()),
        missing=_l("Choose what kind of debt it is"),
    )
    owed = MoneyField(
        _l("How much do you owe?"),
        missing=_l("Enter what you owe; a guess is fine"),
        positive=_l("Enter what you owe; a guess is fine"),
    )
    behind = MoneyField(_l("How much of it is late?"))
    pays = MoneyField(_l("What should you pay each time?"))
    pays_every = FrequencyField(_l("How often"))

    def validate(self, extra_validators: Any = None) -> bool:
        """A payment needs its frequency."""
        fine = super().validate(extra_validators)
        every = self.pays_every
        if self.pays.data is not None and every.data is None:
            every.errors = [*every.errors, str(_l("Choose how often this amount comes or goes"))]
            return False
        return fine

    def debt(self) -> OtherDebt:
        return OtherDebt(
            creditor=cast("str", self.creditor.data),
            kind=cast("str", self.kind.data),
            owed=self.owed.money,
            behind=self.behind.data,
            pays=self.pays.data,
            every=Every(self.pays_every.data) if self.pays_every.data else None,
        )


class RemoveForm(Form):
    debt = HiddenField()
