"""Confirming a figure and taking it back; nothing is filled in beforehand."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l

from app.core.confirmation import Fault, Said
from app.core.text import TEXT_LIMIT
from app.web.fields import Words
from app.web.forms import ChoiceField, DateField, Form, TextField, TickField

FAULTS: dict[Fault, Words] = {
    Fault.AMOUNT: _l("Enter an amount in numbers, like 1250.50"),
    Fault.DECIMALS: _l("Use fewer digits after the point"),
    Fault.ZERO: _l("Enter an amount above 0"),
    Fault.NOT_THE_PACKS: _l("The pack says something else. Another figure needs a new pack"),
    Fault.LINK: _l("Enter the whole link, as your browser shows it"),
    Fault.AS_AT: _l("Enter a day that is not after today"),
    Fault.DATE_ORDER: _l("Enter a last day after the first"),
    Fault.RUN_OUT: _l("This figure ran out. Find the one that counts now"),
    Fault.NOT_CHECKED: _l("This is far from what the pack says. Check the source and tick this"),
    Fault.TOO_OLD: _l("This is too old to count. Find a newer source"),
}


class FigureForm(Form):
    value = TextField(
        _l("The figure, as the source has it"), most=40, missing=_l("Enter the figure")
    )
    source = TextField(_l("Name of the source"), missing=_l("Enter the name of the source"))
    url = TextField(_l("Link to the source"), most=TEXT_LIMIT, missing=_l("Enter the link"))
    as_at = DateField(
        _l("On which day did you read it?"), missing=_l("Enter the day when you read it")
    )
    effective = DateField(
        _l("From which day does it count?"), missing=_l("Enter the first day it counts")
    )
    expires = DateField(_l("Until which day, if the source says so?"))
    checked = TickField(_l("The source says this figure"))

    def said(self, figure: str) -> Said:
        """What was typed, with a stand-in for what cannot be read: its field says so already."""
        return Said(
            figure,
            self.value.data or "",
            self.source.data or "",
            self.url.data or "",
            self.as_at.data or date.min,
            self.effective.data or date.min,
            self.expires.data,
            self.checked.data,
        )

    def ask_again(self, wrong: tuple[tuple[str, Fault], ...]) -> None:
        """Put each fault beside its field; a field that has one already keeps that one."""
        for name, fault in wrong:
            self[name].errors = self[name].errors or [FAULTS[fault]]


class WithdrawForm(Form):
    which = ChoiceField(_l("Which one do you take back?"), missing=_l("Choose one"))
    reason = TextField(_l("Why?"), most=TEXT_LIMIT, many_lines=True, missing=_l("Enter the reason"))
