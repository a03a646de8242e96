"""The budget calculator as a form."""

from __future__ import annotations

from typing import Any, cast

from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound

from app.core.caselines import Household
from app.core.packs import categories, load
from app.core.periods import Every
from app.usecases.calculator import AskedBudget
from app.web.budget import budget_form
from app.web.forms import ChoiceField, CountField, FrequencyField, HiddenField, MoneyField
from app.web.places import places_in
from app.web.public.debts import DebtRows, with_debts
from app.web.wording import PLACES

PARTNERS = frozenset(line.id for line in categories().income if line.partner)
BUTTONS = {"change", "add"}


class CalculatorForm(DebtRows):
    """Who lives there, the standard budget, and what is owed, all of it optional but adults."""

    acts = False

    adults = CountField(
        _l("How many adults live in your household?"),
        least=1,
        most=20,
        missing=_l("Enter how many adults live there, you included"),
    )
    children = CountField(_l("How many children?"), most=20)
    lives_in = ChoiceField(_l("Where do you live?"))
    promised = MoneyField(_l("What you already pay to debts under a plan"))
    promised_every = FrequencyField(_l("How often"))
    change = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """As the budget: an amount needs its frequency."""
        fine = super().validate(extra_validators)
        every = self.promised_every
        if self.promised.data is not None and every.data is None:
            every.errors = [*every.errors, str(_l("Choose how often this amount comes or goes"))]
            return False
        return fine

    def given(self) -> tuple[tuple[str, str], ...]:
        """What was typed, field by field, so that a page can send it back to be changed."""
        return tuple(
            (field.name, str(field.raw_data[0]))
            for field in self
            if field.name not in BUTTONS and field.raw_data and field.raw_data[0]
        )

    def asked(self, jurisdiction: str) -> AskedBudget:
        """The validated answers; call only after ``accepted()`` said yes."""
        return AskedBudget(
            jurisdiction=jurisdiction,
            household=Household(
                adults=self.adults.data or 1,
                children=self.children.data or 0,
                partner=any(line.category in PARTNERS for line in self.income()),
            ),
            income=self.income(),
            spending=self.spending(),
            promised=self.promised.data,
            promised_every=Every(self.promised_every.data or Every.MONTHLY),
            lives_in=self.lives_in.data,
            debts=self.debts(),
        )


def read_form(place: str) -> CalculatorForm:
    """This request's calculator in the currency of ``place``.

    Raises:
        NotFound: there are no rules for that place.
    """
    if place.upper() not in PLACES or place != place.lower():
        raise NotFound
    form = with_debts(budget_form(CalculatorForm)).read(currency=load(place.upper()).currency)
    found = cast("CalculatorForm", form)
    found.lives_in.choices = places_in(place.upper())
    return found
