"""What somebody drew beside their typed name, as a field; and what is wrong with it, in words."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from app.core.drawn import DrawingRefused, Why, png_of
from app.web.fields import HiddenField, Words

SAID: dict[Why, Words] = {
    Why.TOO_LARGE: _l("The drawing is too large. Draw it again, or leave it out"),
    Why.UNREADABLE: _l("We cannot read the drawing. Draw it again, or leave it out"),
    Why.BLANK: _l("There is too little to see in the drawing. Draw it again, or leave it out"),
}


class DrawingField(HiddenField):
    """A drawing as a data URL, filled in by the page's script; most people leave it out."""

    def process_formdata(self, valuelist: Sequence[str | FileStorage]) -> None:
        typed = [one for one in valuelist if isinstance(one, str)]
        if len(typed) != len(valuelist):
            raise ValueError(SAID[Why.UNREADABLE])
        super().process_formdata(typed)

    def read(self, typed: str) -> str:
        try:
            png_of(typed)
        except DrawingRefused as refusal:
            raise ValueError(SAID[refusal.why]) from None
        return typed

    def refuse(self, why: Why) -> None:
        """Say what was wrong, once somebody has looked into it."""
        self.errors = (str(SAID[why]),)

    def _value(self) -> str:
        # A drawing that cannot be used is let go: without a script nobody could clear it.
        return "" if self.errors else super()._value()
