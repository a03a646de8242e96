"""The base of every form, and all field kinds under one name.

A form lists its fields; anything else in a request is 400. The CSRF token is checked for every
unsafe request by ``app.web.security``; a page sends it with the ``csrf()`` macro.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from flask import request
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from werkzeug.exceptions import BadRequest
from wtforms import Field, FieldList, FormField
from wtforms import Form as WTForm

from app.core.money import Currency
from app.web import again
from app.web.fields import (
    FREE_TEXT_LENGTH,
    NAME_LENGTH,
    Asked,
    ChoiceField,
    ChoicesField,
    CodeField,
    HiddenField,
    NameField,
    TextField,
    TickField,
    TokenField,
    UploadField,
    Words,
)
from app.web.figures import CountField, DateField, FrequencyField, MoneyField, RateField

__all__ = [
    "FREE_TEXT_LENGTH",
    "NAME_LENGTH",
    "Asked",
    "ChoiceField",
    "ChoicesField",
    "CodeField",
    "CountField",
    "DateField",
    "Form",
    "FormProblem",
    "FrequencyField",
    "HiddenField",
    "MoneyField",
    "NameField",
    "RateField",
    "TextField",
    "TickField",
    "TokenField",
    "UploadField",
    "refuse_unknown",
]

CSRF_FIELD = "csrf_token"
_ROW = re.compile(r"\A([a-z]+)(-?)([0-9]+)[-_]")


@dataclass(frozen=True, slots=True)
class FormProblem:
    """One thing to correct, and the id of the (first) input where.

    ``label`` is the question it is about; ``rows`` and ``row`` name its row when it is in one.
    """

    at: str
    message: Words
    label: Words = ""
    rows: Words = ""
    row: int = 0


class Form(WTForm):
    """Fields of one page. Read it with ``Form.read()``, ask ``form.accepted()``."""

    class Meta:
        currency: Currency | None = None

    ROWS: ClassVar[dict[str, Words]] = {}
    """What the rows of a page are called, by the name that their fields begin with."""
    acts = True
    """Whether an accepted form does something; one that only works a page out says False."""
    was_sent = False

    @classmethod
    def read(cls, *, currency: Currency | None = None, stored: Any = None, **kwargs: Any) -> Self:
        """This request's form: what was sent, or else what is ``stored``.

        Raises:
            BadRequest: a field the form does not list, or one value given twice.
        """
        sent: CombinedMultiDict[str, Any] = CombinedMultiDict(
            [_any(request.files), _any(request.form)]
        )
        is_post = request.method == "POST"
        form = cls(sent if is_post else None, obj=stored, meta={"currency": currency}, **kwargs)
        if is_post:
            known = form.known_names() | ({again.FIELD} if again.language() else set())
            refuse_unknown(sent, known, may_repeat=form.repeatable_names())
            form.was_sent = True
        return form

    def accepted(self) -> bool:
        """Whether a form was sent to be acted on and every answer can be used."""
        fine = self.was_sent and self.validate()
        return fine and not (self.acts and again.language())

    def saw_another(self, **stands: object) -> bool:
        """Whether the page of this form showed something else than what stands now, by field.

        A page that comes back, to be corrected or in another language, carries what stands: who
        sends it next agrees to that, so it has to say that it is new. A field that has to be
        there and is not says so itself.
        """
        return self.was_sent and any(
            (self[name].data or "") != str(now)
            for name, now in stands.items()
            if self[name].data or not getattr(self[name], "missing", "")
        )

    @property
    def status(self) -> int:
        """422 when the page has something to correct, so that 200 means nothing is wrong."""
        return 422 if self.errors else 200

    def known_names(self) -> frozenset[str]:
        return frozenset(n for f in _leaves(self) for n in _names(f)) | {CSRF_FIELD}

    def repeatable_names(self) -> frozenset[str]:
        return frozenset(f.name for f in _leaves(self) if isinstance(f, ChoicesField))

    def problems(self) -> tuple[FormProblem, ...]:
        """Everything to correct, in the order of the page."""
        return tuple(
            FormProblem(str(field.id), message, field.label.text, *self._in_rows(field))
            for field in _leaves(self)
            for message in field.errors[:1]
        )

    def _in_rows(self, field: Field) -> tuple[Words, int]:
        """What its rows are called, and which one: 1 for ``bands-0-since`` and ``debt1_owed``."""
        found = _ROW.match(field.name)
        if found is None or found[1] not in self.ROWS:
            return "", 0
        return self.ROWS[found[1]], int(found[3]) + (1 if found[2] else 0)


def refuse_unknown(
    sent: MultiDict[str, Any] | CombinedMultiDict[str, Any],
    known: frozenset[str],
    *,
    may_repeat: frozenset[str] = frozenset(),
) -> None:
    """Stop a request that carries a field nobody asked for, or one answer twice.

    Raises:
        BadRequest: it does.
    """
    for name in sent:
        if name not in known:
            raise BadRequest("unknown field")
        if len(sent.getlist(name)) > 1 and name not in may_repeat:
            raise BadRequest("repeated field")


def _any(sent: MultiDict[str, Any]) -> MultiDict[str, Any]:
    # Files and text answers come in one dictionary, so their value types have to meet.
    return sent


def _leaves(form: WTForm) -> Iterator[Field]:
    for field in form:
        yield from _within(field)


def _within(field: Field) -> Iterator[Field]:
    if isinstance(field, FormField):
        yield from _leaves(field.form)
    elif isinstance(field, FieldList):
        for entry in field.entries:
            yield from _within(entry)
    else:
        yield field


def _names(field: Field) -> tuple[str, ...]:
    names: tuple[str, ...] = getattr(field, "submitted_names", lambda: (field.name,))()
    return names
