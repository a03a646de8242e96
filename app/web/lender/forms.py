"""What lender staff answer. Nothing is chosen beforehand, and every refusal needs its reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.chosen_terms import Proposed
from app.core.periods import PLAN_FREQUENCIES, Every
from app.web import i18n
from app.web.case_words import DECLINE_REASONS
from app.web.forms import (
    FREE_TEXT_LENGTH,
    ChoiceField,
    DateField,
    Form,
    FrequencyField,
    HiddenField,
    MoneyField,
    RateField,
    TextField,
    TickField,
    UploadField,
)

LARGEST_FILE = 12 * 1024 * 1024 - 64 * 1024
OFFERED = tuple(one for one in Every if one in PLAN_FREQUENCIES)


def _explanation(label: object) -> TextField:
    return TextField(
        label, most=FREE_TEXT_LENGTH, many_lines=True, missing=_l("Say why, in plain words")
    )


class AcceptForm(Form):
    seen = HiddenField(missing=_l("Open the page again"))


class DeclineForm(Form):
    seen = HiddenField(missing=_l("Open the page again"))
    reason = ChoiceField(
        _l("What is the main reason?"),
        choices=tuple(DECLINE_REASONS.items()),
        missing=_l("Choose the main reason"),
    )
    explanation = _explanation(_l("Say it in plain words, with figures"))


class OfferForm(Form):
    """A lender's plan. ``earliest`` is the first day of the months that were looked at."""

    earliest = date.min

    seen = HiddenField()
    amount = MoneyField(
        _l("How much is each payment?"),
        missing=_l("Enter the amount of each payment"),
        positive=_l("Enter an amount above 0"),
    )
    every = FrequencyField(_l("How often?"), offered=OFFERED, missing=_l("Choose how often"))
    first_due = DateField(
        _l("When is the first payment?"), missing=_l("Enter the day of the first payment")
    )
    rate = RateField(
        _l("Yearly interest from now on"), missing=_l("Enter the yearly rate, or 0 for none")
    )
    waive_fees = TickField(_l("Let the fees go"))
    explanation = _explanation(_l("Why do you offer this? Use plain words and figures"))

    def from_day(self, earliest: date) -> OfferForm:
        """The day from which the shared budget says what a month can bear."""
        self.earliest = earliest
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        first = self.first_due.data
        if first is None or first >= self.earliest:
            return fine
        day = i18n.day(self.earliest)
        self.first_due.errors = [
            *self.first_due.errors,
            _("Choose %(day)s or later: the shared budget begins there", day=day),
        ]
        return False

    def proposed(self) -> Proposed:
        """The validated plan; call only after ``accepted()`` said yes."""
        if self.first_due.data is None or self.rate.data is None:
            raise LookupError("not validated")
        return Proposed(
            amount=self.amount.money,
            every=self.every.every,
            first_due=self.first_due.data,
            rate=self.rate.data,
            waive_fees=self.waive_fees.data,
        )


class HoldForm(Form):
    until = DateField(_l("Until which day?"), missing=_l("Enter the last day of the hold"))
    explanation = _explanation(_l("Why do you place a hold?"))


class SettleForm(Form):
    answer = ChoiceField(
        _l("Is the borrower right?"),
        choices=(
            ("upheld", _l("Yes. The case ends here")),
            ("rejected", _l("No. The debt stands")),
        ),
        missing=_l("Choose yes or no"),
    )
    explanation = _explanation(_l("What did you find? Use plain words"))


class ImportForm(Form):
    file = UploadField(
        _l("The file with the debts"), most_bytes=LARGEST_FILE, missing=_l("Choose a file")
    )
    partial = TickField(_l("Import the rows without a fault, even if others have one"))
