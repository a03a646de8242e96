"""The forms of a case: answers, reasons, and offers of one's own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.chosen_terms import Own
from app.core.money import Currency, Money
from app.core.negotiation.events import DeclineReason
from app.core.periods import Every
from app.web.borrower.budget_forms import PLAN_RHYTHMS
from app.web.case_words import DECLINE_REASONS
from app.web.fields import Words
from app.web.forms import (
    FREE_TEXT_LENGTH,
    ChoiceField,
    DateField,
    Form,
    HiddenField,
    MoneyField,
)
from app.web.guarded import GuardedField
from app.web.wording import FREQUENCIES

LATEST_START = timedelta(days=184)
SHORT_NOTE = 500
REASONS = tuple(r for r in DeclineReason if r is not DeclineReason.TOO_LOW)


def _words(label: Words, most: int = FREE_TEXT_LENGTH) -> GuardedField:
    return GuardedField(label, most=most, many_lines=True)


class Press(Form):
    """A page with a button and nothing to fill in."""


class GoOnForm(Form):
    """``kept`` is what goes on standing still: ``hold`` or ``proof``; empty for neither."""

    kept = HiddenField()


class LongerForm(Form):
    """``until`` is the last day of the hold that the page showed."""

    until = HiddenField()


class AuthorityForm(Form):
    """``chosen`` is a charity to let in, or an authority to end."""

    chosen = HiddenField()


class WordsForm(Form):
    words = _words(_l("Say more, if you wish"))


class RoundForm(Form):
    explanation = GuardedField(
        _l("Why should the two sides go on?"),
        most=FREE_TEXT_LENGTH,
        many_lines=True,
        missing=_l("Say why, in plain words"),
    )


class AcceptForm(Form):
    """``decides`` is the language of the button that was pressed."""

    seen = HiddenField()
    decides = HiddenField()


class DeclineForm(Form):
    seen = HiddenField()
    reason = ChoiceField(
        _l("Why does it not fit?"),
        choices=[(r.value, DECLINE_REASONS[r]) for r in REASONS],
        missing=_l("Choose a reason, so that the next offer can fit better"),
    )
    words = _words(_l("Say more, if you wish"))


class OwnForm(Form):
    """How much, how often, from when. ``earliest`` is the first day a plan may begin."""

    acts = False
    earliest = date.min

    amount = MoneyField(
        _l("How much each time?"),
        missing=_l("Enter an amount"),
        positive=_l("Enter more than 0, or ask for a payment break instead"),
    )
    every = ChoiceField(
        _l("How often?"),
        choices=[(one.value, FREQUENCIES[one]) for one in PLAN_RHYTHMS],
        missing=_l("Choose how often"),
    )
    first_due = DateField(_l("When is the first payment?"), missing=_l("Enter a date"))

    def within(self, earliest: date) -> OwnForm:
        """The days on which a plan may begin."""
        self.earliest = earliest
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """The first payment comes after the time to think, and within half a year."""
        fine = super().validate(extra_validators)
        first = self.first_due.data
        if first is None or self.earliest <= first <= self.earliest + LATEST_START:
            return fine
        self.first_due.errors = [
            *self.first_due.errors,
            str(_l("Choose a later day, after the time to think"))
            if first < self.earliest
            else str(_l("Choose an earlier day, within half a year")),
        ]
        return False

    def asked(self) -> Own:
        if self.first_due.data is None or self.every.data is None:
            raise LookupError("not validated")
        return Own(self.amount.money, Every(self.every.data), self.first_due.data)


class SendForm(Form):
    """The last look before an offer goes: what was shown, and words to go with it.

    ``amount``, ``every`` and ``first_due`` come back for an offer of one's own.
    """

    label = HiddenField()
    shown = HiddenField()
    seen = HiddenField()
    amount = HiddenField()
    every = HiddenField()
    first_due = HiddenField()
    words = _words(_l("Words to the lender, if you wish"), SHORT_NOTE)

    def own(self, currency: Currency) -> Own | None:
        """The own size in the hidden fields; None when they are not one of ours."""
        try:
            return Own(
                amount=Money.parse(self.amount.data or "", currency),
                every=Every(self.every.data or ""),
                first_due=date.fromisoformat(self.first_due.data or ""),
            )
        except ValueError:
            return None
