"""Forms to let somebody act: what they may do and until when, then the words and one's name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core.scopes import Scope
from app.usecases.authority import LIFE, Asked, Charity
from app.web.forms import (
    ChoiceField,
    ChoicesField,
    DateField,
    Form,
    HiddenField,
    NameField,
)

EVERYBODY = "everybody"


class MandateForm(Form):
    """Page one. The people of the charity are put in before the form is judged."""

    acts = False
    today = date.min

    charity = HiddenField()
    who = ChoiceField(_l("Who may act for you?"), missing=_l("Choose who may act"))
    scopes = ChoicesField(
        _l("What may they do?"),
        choices=[
            (Scope.TALK.value, _l("Dispute, ask for time, complain, and write messages for me")),
            (Scope.NEGOTIATE.value, _l("Change my budget, and make and answer offers for me")),
        ],
    )
    until = DateField(_l("Until which day?"), missing=_l("Enter a day"))

    @classmethod
    def at(cls, place: Charity, today: date) -> MandateForm:
        form = cls.read()
        people = [(str(one), name) for one, name in place.people]
        form.who.choices = [(EVERYBODY, _l("Any counselor there")), *people]
        form.today = today
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """The last day is to come, and within a year."""
        fine = super().validate(extra_validators)
        last = self.until.data
        if last is None or timedelta(0) <= last - self.today <= LIFE:
            return fine
        self.until.errors = [*self.until.errors, str(_l("Choose a day within a year from now"))]
        return False


class SignForm(Form):
    """Page two carries what was chosen; ``shown`` is the digest of the words on it."""

    charity = HiddenField()
    who = HiddenField()
    scopes = HiddenField()
    until = HiddenField()
    shown = HiddenField()
    name = NameField(_l("Type your name to sign"), missing=_l("Type your name"))

    def asked(self) -> Asked | None:
        """What was chosen; None when it is not of ours."""
        try:
            return asked(
                self.charity.data or "",
                self.who.data or "",
                (self.scopes.data or "").split(),
                date.fromisoformat(self.until.data or ""),
            )
        except ValueError:
            return None


def asked(charity: str, who: str, scopes: list[str], until: date) -> Asked:
    """Raises ValueError: one of them is not of ours."""
    counselor = None if who == EVERYBODY else UUID(who)
    return Asked(UUID(charity), frozenset(map(Scope, scopes)), until, counselor)
