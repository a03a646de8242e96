"""The plan that lender staff write: its payments, and what the lender grants with them.

Nothing is chosen beforehand. A part that is left empty is not granted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.accommodation import (
    Accommodation,
    Capitalise,
    HolidayInterest,
    InterestFreeze,
    InterestWaiver,
    PaymentHoliday,
    Pays,
    ReAmortise,
    Recover,
    TermExtension,
    WriteDown,
)
from app.core.chosen_terms import Proposed
from app.core.lending import LONGEST_BREAK_MONTHS
from app.core.money import Money
from app.core.negotiation.events import Debt
from app.core.periods import MOST_ROWS, PLAN_FREQUENCIES, Every
from app.web import again, i18n
from app.web.fields import Asked, Words
from app.web.forms import (
    FREE_TEXT_LENGTH,
    ChoiceField,
    CountField,
    DateField,
    Form,
    FrequencyField,
    HiddenField,
    MoneyField,
    RateField,
    TickField,
)
from app.web.guarded import GuardedField

OFFERED = tuple(one for one in Every if one in PLAN_FREQUENCIES)
SEND = "send"
ABOVE_0 = _l("Enter an amount above 0")

PAYS = (
    ("nothing", _l("Nothing is paid")),
    ("interest", _l("Only the interest is paid")),
    ("principal", _l("Only the principal part is paid")),
)
INTEREST = (
    ("waive", _l("No interest in the break")),
    ("accrue_simple", _l("Interest is put off")),
    ("accrue", _l("Interest is put off, month by month")),
)
RECOVER = (
    ("extend", _l("The plan ends later")),
    ("spread", _l("Later payments are higher")),
    ("lump", _l("All at once, with the next payment")),
    ("capitalise", _l("The interest joins the principal")),
)


class OfferForm(Form):
    """A lender's plan. ``earliest`` is the first day of the months that were looked at."""

    acts = False  # the plan is shown first; ``confirms`` says when it is sent
    earliest = date.min

    seen = HiddenField()
    shown = HiddenField()
    step = HiddenField()
    amount = MoneyField(
        _l("How much is each payment?"),
        missing=_l("Enter the amount of each payment"),
        positive=ABOVE_0,
    )
    every = FrequencyField(_l("How often?"), offered=OFFERED, missing=_l("Choose how often"))
    first_due = DateField(
        _l("When is the first payment?"), missing=_l("Enter the day of the first payment")
    )
    change_from = CountField(_l("Another amount from payment number"), least=2, most=MOST_ROWS)
    change_to = MoneyField(_l("The amount from then on"), positive=ABOVE_0)
    then_from = CountField(_l("And another from payment number"), least=3, most=MOST_ROWS)
    then_to = MoneyField(_l("The amount after that"), positive=ABOVE_0)
    rate = RateField(
        _l("Yearly interest from now on"), missing=_l("Enter the yearly rate, or 0 for none")
    )
    freeze_from = DateField(_l("First day without interest"))
    freeze_until = DateField(_l("Last day without interest"))
    waive_interest = MoneyField(_l("Interest that you let go"), positive=ABOVE_0)
    waive_fees = TickField(_l("Let the fees go"))
    break_months = CountField(
        _l("How many months is the break?"), least=1, most=LONGEST_BREAK_MONTHS
    )
    break_pays = ChoiceField(_l("What is paid in the break?"), choices=PAYS)
    break_interest = ChoiceField(_l("What does interest do in the break?"), choices=INTEREST)
    break_recover = ChoiceField(_l("How is the break made up?"), choices=RECOVER)
    join_interest = MoneyField(_l("Interest that joins the principal"), positive=ABOVE_0)
    again_after = CountField(_l("Spread what is left again after payment number"), most=MOST_ROWS)
    again_over = CountField(_l("Over how many payments?"), least=1, most=MOST_ROWS)
    longer_by = CountField(_l("Or by how many more payments?"), least=1, most=MOST_ROWS)
    write_off = MoneyField(_l("Written off when the plan is complete"), positive=ABOVE_0)
    explanation = GuardedField(
        _l("Why do you offer this? Use plain words and figures"),
        most=FREE_TEXT_LENGTH,
        many_lines=True,
        missing=_l("Say why, in plain words"),
    )

    def about(self, debt: Debt, earliest: date | None) -> OfferForm:
        """What the debt leaves to say, and the day from which the shared budget bears a plan.

        A priority debt's plan covers its arrears, which bear no interest.
        """
        if debt.priority:
            self.rate.missing = ""
        if earliest is not None:
            self.earliest = earliest
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        wrong = [(field, words) for field, words in self._gaps() if not field.errors]
        for field, words in wrong:
            field.errors = [*field.errors, words]
        return fine and not wrong

    def opens(self, *names: str) -> bool:
        """Whether anything in a group of questions is filled in or to be corrected."""
        fields = [self[name] for name in names]
        return any(field.data or field.errors for field in fields)

    def confirms(self, digest: str) -> bool:
        """Whether the person sends exactly the plan that was shown."""
        is_meant = self.step.data == SEND and not again.language()
        return is_meant and self.shown.data == digest

    def proposed(self) -> Proposed:
        """The validated plan; call only after ``accepted()`` said yes."""
        if self.first_due.data is None:
            raise LookupError("not validated")
        return Proposed(
            amount=self.amount.money,
            every=self.every.every,
            first_due=self.first_due.data,
            # Only a priority debt's rate may be left out: its arrears bear none.
            rate=self.rate.data or Fraction(0),
            waive_fees=self.waive_fees.data,
            steps=tuple(self._steps()),
            granted=tuple(self._granted()),
        )

    def _gaps(self) -> Iterator[tuple[Asked, Words]]:
        """Answers that make no sense without another one, and dates that do not fit."""
        first = self.first_due.data
        if first is not None and first < self.earliest:
            day = i18n.day(self.earliest)
            words = _("Choose %(day)s or later: the shared budget begins there", day=day)
            yield self.first_due, words
        yield from _both(self.change_from, self.change_to)
        yield from _both(self.then_from, self.then_to)
        yield from _both(self.freeze_from, self.freeze_until)
        if self.then_from.data and not (self.change_from.data or 0) < self.then_from.data:
            yield self.then_from, _("Enter a later payment than the one before")
        elif self.then_from.data and not self.change_from.data:
            yield self.change_from, _("Fill in this change first")
        yield from self._spread_gaps()
        since, until = self.freeze_from.data, self.freeze_until.data
        if since and until and until < since:
            yield self.freeze_until, _("Enter the first day or a later one")
        switches = (self.break_pays, self.break_interest, self.break_recover)
        if self.break_months.data:
            for switch in switches:
                if switch.data is None:
                    yield switch, _("Choose one of the answers")
        elif any(switch.data for switch in switches):
            yield self.break_months, _("Enter the months, or choose nothing about the break")

    def _spread_gaps(self) -> Iterator[tuple[Asked, Words]]:
        """What is left is spread one way or the other, and only where something is left."""
        over, longer = self.again_over.data, self.longer_by.data
        if over and longer:
            yield self.longer_by, _("Fill in one of the two")
        if self.again_after.data is not None and not over and not longer:
            yield self.again_over, _("Fill in one of the two")
        if self.again_after.data is None and (over or longer):
            yield self.again_after, _("Enter the payment, or 0 for the start")

    def _steps(self) -> Iterator[tuple[int, Money]]:
        for since, amount in ((self.change_from, self.change_to), (self.then_from, self.then_to)):
            if since.data is not None:
                yield since.data, amount.money

    def _granted(self) -> Iterator[Accommodation]:
        if self.freeze_from.data and self.freeze_until.data:
            yield InterestFreeze(self.freeze_from.data, self.freeze_until.data)
        if self.waive_interest.data:
            yield InterestWaiver(self.waive_interest.data)
        if self.join_interest.data:
            yield Capitalise(self.join_interest.data)
        if self.again_over.data:
            yield ReAmortise(self.again_over.data, self.again_after.data or 0)
        if self.longer_by.data:
            yield TermExtension(self.longer_by.data, self.again_after.data or 0)
        if self.write_off.data:
            yield WriteDown(self.write_off.data)
        if self.break_months.data:
            yield PaymentHoliday(
                self.break_months.data,
                cast("Pays", self.break_pays.data),
                cast("HolidayInterest", self.break_interest.data),
                cast("Recover", self.break_recover.data),
            )


def _both(one: Asked, other: Asked) -> Iterator[tuple[Asked, Words]]:
    if one.data is None and other.data is not None:
        yield one, _("Fill in both, or neither")
    if other.data is None and one.data is not None:
        yield other, _("Fill in both, or neither")
