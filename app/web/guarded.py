"""A box for words that a borrower will read: when they are stopped it says why, and what to say instead."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from app.core.message_guard.categories import words
from app.core.message_guard.judging import judge
from app.core.message_guard.rewriting import rewritten
from app.web.fields import TextField, Words
from app.web.forms import Form
from app.web.wording import bilingual


class GuardedField(TextField):
    """Words to a borrower. ``why`` is (reason, what was typed) of each part that was stopped.

    ``instead`` are safe words for the whole box; a press of its button puts them in, sends
    nothing, and leaves what was typed in ``before``.
    """

    why: tuple[tuple[Words, str], ...] = ()
    instead = ""
    before = ""

    @property
    def press(self) -> str:
        """The name of that button."""
        return f"{self.name}-instead"

    def submitted_names(self) -> tuple[str, ...]:
        return (self.name, self.press)

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        if formdata is not None and self.press in formdata and self.data:
            self.before = self.data
            self.data = rewritten(self.data)
            self.raw_data = [self.data]

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.before:
            raise StopValidation(str(_l("Read the new words, then send them")))

    def refuse(self) -> None:
        """The use case has stopped the words: say so beside them, and keep them."""
        typed = self.data or ""
        said = {code: words().category(code).speech for code in judge(typed).categories}
        hits = dict.fromkeys((h.category, typed[h.start : h.end]) for h in judge(typed).blocking)
        self.why = tuple(
            (bilingual(said[code]["en"].why, said[code]["zh"].why), tripped)
            for code, tripped in hits
        )
        self.instead = rewritten(typed)
        self.errors = [
            *self.errors,
            str(_l("This was not sent: a borrower must not get such words")),
        ]


def tell(form: Form) -> None:
    """Put the reason beside every box of ``form`` that a borrower reads."""
    for field in form:
        if isinstance(field, GuardedField):
            field.refuse()
