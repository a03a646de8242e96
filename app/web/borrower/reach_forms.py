"""The form of a person's wishes about being reached. Nothing is chosen for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.contact import Channel
from app.core.imports.cells import CellFault, ContactKind, read_contact
from app.core.reach import NEEDS_NUMBER, Said
from app.web.fields import TextField
from app.web.forms import FREE_TEXT_LENGTH, ChoiceField, ChoicesField, Form, HiddenField
from app.web.i18n import LANGUAGES

_MAIL, _TEXT = Channel.MAIL.value, Channel.TEXT.value
HOURS = tuple((str(hour), f"{hour:02}:00") for hour in range(24))
LONGEST_NUMBER = 40


class PhoneField(TextField):
    """A number as ``+`` and figures; the form's currency says which country may be left out."""

    def read(self, typed: str) -> str:
        try:
            found = read_contact(super().read(typed), self.meta.currency)
        except CellFault:
            found = None
        if found is None or found.kind is not ContactKind.PHONE:
            raise ValueError(_l("Enter a number with its country, like +44 7700 900123"))
        return found.value


class WishesForm(Form):
    ways = ChoicesField(
        _l("How may we reach you?"),
        choices=(
            (_MAIL, _l("Mail")),
            (_TEXT, _l("Text message")),
            (Channel.TELEPHONE.value, _l("Call")),
            (Channel.LETTER.value, _l("Letter on paper")),
        ),
        missing=_l("Choose one way or more. To stop them all, press the button above"),
    )
    news = ChoiceField(
        _l("How should news come?"),
        choices=((_MAIL, _l("By mail")), (_TEXT, _l("By text message"))),
        missing=_l("Choose how news should come"),
    )
    phone = PhoneField(_l("Your number, for texts and calls"), most=LONGEST_NUMBER)
    from_hour = ChoiceField(_l("Not before"), choices=HOURS[:-1])
    until_hour = ChoiceField(_l("Not after"), choices=HOURS[1:])
    zone = ChoiceField(_l("Where do you live? It tells us your time of day"))
    tongue = ChoiceField(
        _l("In which language?"),
        choices=[(one.code, one.name) for one in LANGUAGES.values()],
        missing=_l("Choose a language"),
    )

    def offer(self, zones: Sequence[tuple[str, str]], *, texts: bool, number: str | None) -> None:
        """What this person may choose from; ``number`` is the one we know already."""
        self.zone.choices = zones
        self.number = number
        if not texts:
            self.ways.choices = [one for one in self.ways.choices if one[0] != _TEXT]
            self.news.choices = [one for one in self.news.choices if one[0] != _TEXT]

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if not fine:
            return False
        if self.news.data not in self.ways.data:
            self.news.errors = [str(_l("Choose a way that you have ticked above"))]
        if {*self.ways.data} & NEEDS_NUMBER and not (self.phone.data or self.number):
            self.phone.errors = [str(_l("Enter your number, or choose mail or a letter"))]
        begins, ends = self.from_hour.data, self.until_hour.data
        if (begins is None) != (ends is None) or (begins and ends and int(begins) >= int(ends)):
            self.until_hour.errors = [str(_l("Choose two times, the later one here, or none"))]
        return not self.errors

    def to_said(self) -> Said:
        """Read it only after ``accepted()`` said yes."""
        begins, ends = self.from_hour.data, self.until_hour.data
        return Said(
            frozenset(map(Channel, self.ways.data)),
            Channel(self.news.data or _MAIL),
            int(begins) if begins else None,
            int(ends) if ends else None,
            self.zone.data,
        )


class StopForm(Form):
    """``way`` is one to stop; empty stops them all."""

    way = ChoiceField(choices=[(one.value, one.value) for one in Channel])


class DetailsForm(Form):
    details = ChoiceField(choices=[("on", "on"), ("off", "off")], missing=_l("Open the page again"))


class ReportForm(Form):
    contact = HiddenField(missing=_l("Open the page again"))
    words = TextField(
        _l("What was wrong with it?"),
        most=FREE_TEXT_LENGTH - 100,
        many_lines=True,
        missing=_l("Say what was wrong"),
    )


class MeetingForm(Form):
    meeting = HiddenField(missing=_l("Open the page again"))
    words = TextField(
        _l("Where would you like to meet, and when does it suit you?"),
        most=FREE_TEXT_LENGTH,
        many_lines=True,
        missing=_l("Say where and when"),
    )
