"""What is typed on the pages of a thread."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core.message_guard.weighing import Weight
from app.web.forms import (
    FREE_TEXT_LENGTH,
    ChoiceField,
    Form,
    HiddenField,
    TextField,
    TickField,
)
from app.web.guarded import GuardedField

APPROVE, RETURN = "approve", "return"


class MessageForm(Form):
    """``message`` names one message, so that pressing twice sends one.

    ``confirmed`` counts for the very words that were asked about: ``about`` is their digest.
    """

    message = HiddenField(missing=_l("Open the page again"))
    about = HiddenField()
    words = GuardedField(
        _l("Your message"),
        most=FREE_TEXT_LENGTH,
        many_lines=True,
        missing=_l("Write something first"),
    )
    confirmed = TickField(_l("I have read it again. It is true, and they need to know it"))
    asks = False
    """Whether the page asks for the box to be ticked."""

    @property
    def is_meant(self) -> bool:
        return self.confirmed.data and self.about.data == digest(self.words.data or "")

    def doubt(self, weight: Weight) -> None:
        """Ask once more, with the reason beside the words; nothing was sent or stored."""
        self.words.refuse()
        self.words.errors = [str(_l("This is not sent yet. Please read it once more"))]
        self.asks = True
        self.confirmed.data = False
        if weight.review:
            self.confirmed.label.text = str(_l("Let a counselor or a supervisor read it first"))


class ReportForm(Form):
    message = HiddenField(missing=_l("Open the page again"))
    words = TextField(
        _l("What is wrong with it, if you wish to say"), most=FREE_TEXT_LENGTH, many_lines=True
    )


class ReviewForm(Form):
    message = HiddenField(missing=_l("Open the page again"))
    answer = ChoiceField(
        _l("May the borrower get this?"),
        choices=((APPROVE, _l("Yes, send it")), (RETURN, _l("No, give it back"))),
        missing=_l("Choose one of the answers"),
    )
    why = TextField(
        _l("If not, why? The writer reads this"), most=FREE_TEXT_LENGTH, many_lines=True
    )


def digest(words: str) -> str:
    return sha256(words.encode()).hexdigest()


def named(typed: str | None) -> UUID | None:
    """The message that a form or an address names; nothing when it names none."""
    try:
        return UUID(typed or "")
    except ValueError:
        return None
