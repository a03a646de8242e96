"""The inputs of a lender's policy: shares in percent, steps of interest, one set for each row."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField

from app.core.lending import LONGEST_BREAK_MONTHS
from app.core.money import Currency
from app.core.negotiation.rounds import LEAST_ROUNDS, MOST_ROUNDS
from app.core.policyreading import LONGEST_TERM
from app.web.fields import Asked, ChoiceField, HiddenField, TextField, Words
from app.web.figures import CountField, DateField, MoneyField, RateField
from app.web.forms import Form

MOST_ROWS = 20
_STEPS = re.compile(r"[,，、;；\s]+")
_STEP = re.compile(r"\A([0-9]{1,3})(?:\.([0-9]{1,4}))?\Z")


def in_percent(share: Fraction) -> str:
    """A share as it is typed: ``12.5`` for an eighth; six decimals at most, cut off."""
    whole, part = divmod(int(share * 100 * 10**6), 10**6)
    return f"{whole}.{part:06d}".rstrip("0").rstrip(".")


class PercentField(RateField):
    """A share typed in percent (``60``) to an exact fraction (3/5)."""

    def read(self, typed: str) -> Fraction:
        try:
            return super().read(typed)
        except ValueError:
            raise ValueError(_l("Enter a percentage from 0 to 100, like 60")) from None


class StepsField(Asked):
    """Steps of interest in percent of the contract rate: ``75, 50, 25, 0``."""

    data: tuple[Fraction, ...] | None

    def read(self, typed: str) -> tuple[Fraction, ...]:
        found = []
        for step in _STEPS.split(typed):
            read = _STEP.match(step.removesuffix("%").removesuffix("％"))
            if read is None:
                raise ValueError(_l("Enter percentages with commas, like 75, 50, 25, 0"))
            part = read[2] or ""
            found.append(Fraction(int(read[1] + part), 100 * 10 ** len(part)))
        return tuple(found)

    def shown(self, value: tuple[Fraction, ...]) -> str:
        return ", ".join(in_percent(step) for step in value)


class TermsForm(Form):
    """What a policy may say about debts; every input may stay empty."""

    max_term_months = CountField(_l("Longest plan, in months"), least=1, most=LONGEST_TERM)
    min_instalment = MoneyField(_l("Least payment a month"))
    waive_fees = ChoiceField(
        _l("Fees that were charged"),
        choices=(("yes", _l("Let them go")), ("no", _l("Keep them"))),
    )
    rate_ladder = StepsField(_l("Steps of interest, in percent of the contract rate"))
    min_repaid_share = PercentField(_l("Least part of the debt a reduced plan repays"))
    settlement_share = PercentField(_l("Least part of the debt one payment settles"))
    max_break_months = CountField(
        _l("Longest break, in months"), least=0, most=LONGEST_BREAK_MONTHS
    )


class PortfolioForm(TermsForm):
    name = TextField(_l("Product, as your files name it"))


class BandForm(TermsForm):
    since = MoneyField(_l("From this balance"))
    until = MoneyField(_l("Up to, and not with, this balance"))


class LimitsForm(Form):
    rate_cut = PercentField(_l("Interest cut by more than"))
    let_go = PercentField(_l("Let go or written off: more than"))
    term_months = CountField(_l("A plan longer than, in months"), least=1, most=LONGEST_TERM)
    settlement = PercentField(_l("One payment ends the debt for less than"))


class PolicyForm(Form):
    """The whole page. ``do`` says which button was pressed. Built by ``policy_form``."""

    ROWS: ClassVar[dict[str, Words]] = {"portfolios": _l("Product"), "bands": _l("Balance")}
    version = TextField(_l("Label of this version"), missing=_l("Enter a label, like 2027-2"))
    effective_from = DateField(
        _l("In force from"), missing=_l("Enter the day from which it is in force")
    )
    most_offers = CountField(
        _l("Offers without agreement before a person looks"),
        least=LEAST_ROUNDS,
        most=MOST_ROUNDS,
    )
    do = HiddenField()


@cache
def policy_form(currency: Currency) -> type[PolicyForm]:
    """The form of a lender that counts in ``currency``: forms inside a form carry their own."""

    def counted(base: type[Form]) -> type[Form]:
        meta = type("Meta", (Form.Meta,), {"currency": currency})
        return type(base.__name__, (base,), {"Meta": meta})

    portfolio, band = FormField(counted(PortfolioForm)), FormField(counted(BandForm))
    fields = {
        "base": FormField(counted(TermsForm)),
        "portfolios": FieldList(portfolio, max_entries=MOST_ROWS),
        "bands": FieldList(band, max_entries=MOST_ROWS),
        "approval": FormField(counted(LimitsForm)),
    }
    return type("PolicyForm", (PolicyForm,), fields)
