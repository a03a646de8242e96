"""What lender staff write down about calls, letters and a visit that was asked for."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core.contact import Channel, Direction
from app.usecases.calls import Made
from app.web.fields import Asked
from app.web.forms import FREE_TEXT_LENGTH, ChoiceField, DateField, Form, HiddenField
from app.web.guarded import GuardedField

_TIME = re.compile(r"\A([01][0-9]|2[0-3]):([0-5][0-9])\Z")
_OPEN_AGAIN = _l("Open the page again")
_BY_HAND = ((Channel.TELEPHONE.value, _l("Call")), (Channel.LETTER.value, _l("Letter on paper")))


class TimeField(Asked):
    """A time of day in UTC, like ``14:30``."""

    data: time | None

    def read(self, typed: str) -> time:
        found = _TIME.match(typed)
        if found is None:
            raise ValueError(_l("Enter a time like 14:30"))
        return time(int(found[1]), int(found[2]))

    def shown(self, value: time) -> str:
        return f"{value:%H:%M}"


class TimedForm(Form):
    """A day and a time, both or neither; neither is now."""

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if fine and (self["day"].data is None) != (self["hour"].data is None):
            self["hour"].errors = [str(_l("Enter both the day and the time, or neither"))]
        return not self.errors

    def at(self, now: datetime) -> datetime:
        """Read it only after ``accepted()`` said yes."""
        day, hour = self["day"].data, self["hour"].data
        return now if day is None else datetime.combine(day, hour, UTC)


class PlanForm(TimedForm):
    contact = HiddenField(missing=_OPEN_AGAIN)
    channel = ChoiceField(
        _l("What do you plan?"), choices=_BY_HAND, missing=_l("Choose a call or a letter")
    )
    day = DateField(_l("Which day? Leave it empty for now"))
    hour = TimeField(_l("What time, in UTC?"))


class NoteForm(TimedForm):
    """``planned`` names what was planned; it is then that call or letter."""

    contact = HiddenField(missing=_OPEN_AGAIN)
    planned = HiddenField()
    channel = ChoiceField(
        _l("What was it?"), choices=_BY_HAND, missing=_l("Choose a call or a letter")
    )
    direction = ChoiceField(
        _l("Who began it?"),
        choices=((Direction.OUT.value, _l("We did")), (Direction.IN.value, _l("The borrower did"))),
        missing=_l("Choose who began it"),
    )
    talked = ChoiceField(
        _l("Did you speak with each other?"),
        choices=(("yes", _l("Yes")), ("no", _l("No"))),
        missing=_l("Choose yes or no"),
    )
    day = DateField(_l("Which day? Leave it empty for now"))
    hour = TimeField(_l("What time, in UTC?"))
    words = GuardedField(
        _l("What was said? The borrower reads this"), most=FREE_TEXT_LENGTH, many_lines=True
    )

    def made(self, contact_id: UUID, now: datetime) -> Made:
        """Read it only after ``accepted()`` said yes."""
        return Made(
            contact_id,
            Channel(self.channel.data or ""),
            Direction(self.direction.data or ""),
            self.at(now),
            talked=self.talked.data == "yes",
            words=self.words.data or "",
        )


class CallOffForm(Form):
    contact = HiddenField(missing=_OPEN_AGAIN)


class VisitorForm(Form):
    visitor = ChoiceField(_l("Who comes?"), missing=_l("Choose who comes"))
    day = DateField(_l("Which day?"), missing=_l("Enter the day"))
    hour = TimeField(_l("What time, in UTC?"), missing=_l("Enter a time like 14:30"))


def named(field: HiddenField) -> UUID | None:
    """The contact that a form names; nothing when it names none."""
    try:
        return UUID(field.data or "")
    except ValueError:
        return None
