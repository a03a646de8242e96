"""The conduct test as a form: one field a question, none answered beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.conduct.exam import Asked
from app.usecases.conduct import Exam
from app.web.forms import ChoiceField, Form, HiddenField
from app.web.wording import bilingual


class ExamForm(Form):
    """``number`` is that of the test which the page showed."""

    number = HiddenField(missing=_l("Open the page again"))

    def given(self) -> Mapping[str, int]:
        """The place of each answer, by the code of its question."""
        return {
            field.name: int(field.data)
            for field in self
            if isinstance(field, ChoiceField) and field.data is not None
        }

    def questions(self) -> tuple[ChoiceField, ...]:
        return tuple(field for field in self if isinstance(field, ChoiceField))


def form_of(exam: Exam) -> type[ExamForm]:
    """The form of one test."""
    fields: dict[str, Any] = {one.question.code: _field(one) for one in exam.asked}
    return type("ExamOf", (ExamForm,), fields)


def _field(one: Asked) -> ChoiceField:
    asks = one.question.asks
    return ChoiceField(
        bilingual(asks.en, asks.zh),
        choices=tuple(
            (str(place), bilingual(said.en, said.zh)) for place, said in enumerate(one.answers)
        ),
        missing=_l("Choose one of the answers"),
    )
