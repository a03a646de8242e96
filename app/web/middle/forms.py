"""The forms between two offers. Nothing is chosen or filled in beforehand."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.web.forms import FREE_TEXT_LENGTH, ChoiceField, Form, HiddenField, MoneyField
from app.web.guarded import GuardedField


class PressForm(Form):
    """A button and nothing to fill in."""


class SeenForm(Form):
    """A button about what the page showed."""

    seen = HiddenField(missing=_l("Open the page again"))


class RefuseForm(SeenForm):
    words = GuardedField(_l("Say more, if you wish"), most=FREE_TEXT_LENGTH, many_lines=True)


class LenderRefuseForm(SeenForm):
    words = GuardedField(
        _l("Say why, in plain words, with figures"),
        most=FREE_TEXT_LENGTH,
        many_lines=True,
        missing=_l("Say why, in plain words"),
    )


class MostForm(Form):
    """The borrower's side of the private test."""

    amount = MoneyField(
        _l("What is the most you could pay each month?"),
        missing=_l("Enter an amount"),
        positive=_l("Enter more than 0"),
    )


class LeastForm(Form):
    """The lender's side of it."""

    amount = MoneyField(
        _l("What is the least you could take each month?"),
        missing=_l("Enter an amount"),
        positive=_l("Enter more than 0"),
    )


class VetoForm(Form):
    use = ChoiceField(
        _l("May the private test be used in this case?"),
        choices=(("no", _l("No, rule it out")), ("yes", _l("Yes, allow it again"))),
        missing=_l("Choose yes or no"),
    )
