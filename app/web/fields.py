"""Fields that take words and choices. Nothing is ever chosen for the person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import Field, ValidationError
from wtforms.validators import StopValidation

from app.core.text import NAME_LIMIT, TEXT_LIMIT, TextFault, printable, tidy

Words = Any  # str or the lazy string of flask_babel, which has no type of its own
Choice = tuple[str, Words]

NAME_LENGTH = NAME_LIMIT
FREE_TEXT_LENGTH = TEXT_LIMIT
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Asked(Field):
    """One question with one answer as text; keeps what was typed.

    ``missing`` is what to say when nothing is given; without it the field may stay empty.
    """

    data: Any

    def __init__(self, label: Words = "", *, missing: Words = "", **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.missing = missing

    def submitted_names(self) -> tuple[str, ...]:
        """The form keys that belong to this field."""
        return (self.name,)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the answer; ``ValueError`` carries the words that ask again."""
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if typed:
            self.data = self.read(typed)

    def read(self, typed: str) -> Any:
        return typed

    def shown(self, value: Any) -> str:
        """How a stored value is put into the input; ``read`` gives it back."""
        return str(value)

    def pre_validate(self, form: Any) -> None:
        del form
        if self.missing and self.data is None and not self.process_errors:
            raise StopValidation(str(self.missing))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.shown(self.data)


class TextField(Asked):
    """Words of the person: NFC, bounded, nothing invisible. ``data`` is ``str | None``."""

    data: str | None

    def __init__(
        self, label: Words = "", *, most: int = NAME_LENGTH, many_lines: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(label, **kwargs)
        self.most = most
        self.many_lines = many_lines

    def read(self, typed: str) -> str:
        try:
            return tidy(typed, self.most, many_lines=self.many_lines)
        except TextFault as found:
            raise ValueError(self._asked_again(found)) from None

    def _asked_again(self, found: TextFault) -> Words:
        match found.code:
            case "too_long":
                return _l("Use %(most)d characters or fewer", most=self.most)
            case "hidden_characters":
                return _l(
                    "Type it again: it has an invisible character (%(code)s)", code=found.which
                )
            case "stacked_marks":
                return _l(
                    "Type it with fewer marks on one letter (%(code)s is one)", code=found.which
                )
            case "covering_marks":
                return _l(
                    "Type it without the mark that covers a letter (%(code)s)", code=found.which
                )
            case "no_letter":
                return _l("Type the name with letters")
            case "no_shape":
                return _l(
                    "Our papers cannot show %(character)s. Write the name another way",
                    character=found.which,
                )
            case _:
                return _l("Type it again: it has a character we cannot read")


class NameField(TextField):
    """A name that will stand in a document: letters that can be read, and nothing over them."""

    def read(self, typed: str) -> str:
        try:
            return printable(super().read(typed))
        except TextFault as found:
            raise ValueError(self._asked_again(found)) from None


class CodeField(Asked):
    """A typed code: spaces and hyphens between the groups do not matter, nor does case."""

    data: str | None

    def __init__(self, label: Words = "", *, length: int, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.length = length

    def read(self, typed: str) -> str:
        code = typed.replace(" ", "").replace("-", "").upper()
        if len(code) != self.length or not (code.isascii() and code.isalnum()):
            raise ValueError(_l("The code has %(length)d letters or numbers", length=self.length))
        return code


class TickField(Asked):
    """One box, never ticked beforehand. ``data`` is a ``bool``."""

    data: bool
    VALUE: ClassVar[str] = "yes"

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if valuelist and list(valuelist) != [self.VALUE]:
            raise ValueError(_l("Choose one of the answers"))
        self.data = bool(valuelist)

    def pre_validate(self, form: Any) -> None:
        del form
        if self.missing and not self.data:
            raise StopValidation(str(self.missing))


class HiddenField(Asked):
    """What the page itself remembers, such as the digest that was shown."""

    data: str | None


class TokenField(HiddenField):
    """What a page was given to send back: base64url, at most 64 characters. Others we never made."""

    def read(self, typed: str) -> str:
        if not _TOKEN.fullmatch(typed):
            raise ValueError(str(self.missing))
        return typed


class ChoiceField(Asked):
    """One of several; radios or a select. ``data`` is the value or ``None``."""

    data: str | None

    def __init__(self, label: Words = "", *, choices: Sequence[Choice] = (), **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.choices: Sequence[Choice] = choices

    def pre_validate(self, form: Any) -> None:
        """Only what was offered may be answered."""
        super().pre_validate(form)
        if self.data is not None and self.data not in dict(self.choices):
            raise ValidationError(str(_l("Choose one of the answers")))


class ChoicesField(Asked):
    """Any of several: boxes, none ticked beforehand. ``data`` is a list of values."""

    data: list[str]

    def __init__(self, label: Words = "", *, choices: Sequence[Choice] = (), **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.choices: Sequence[Choice] = choices

    def process_data(self, value: Sequence[str] | None) -> None:
        self.data = list(value or ())

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = list(valuelist)

    def pre_validate(self, form: Any) -> None:
        """Only what was offered may be answered, and each once."""
        del form
        if self.missing and not self.data:
            raise StopValidation(str(self.missing))
        if not set(self.data) <= set(dict(self.choices)) or len(set(self.data)) != len(self.data):
            raise ValidationError(str(_l("Choose from the answers in the list")))


class UploadField(Field):
    """One file, read whole and bounded. ``data`` is the bytes or ``None``.

    Its name is never used for a path; ``filename`` is for showing it back only.
    """

    data: bytes | None
    filename = ""

    def __init__(
        self, label: Words = "", *, most_bytes: int, missing: Words = "", **kwargs: Any
    ) -> None:
        super().__init__(label, **kwargs)
        self.most_bytes = most_bytes
        self.missing = missing

    def submitted_names(self) -> tuple[str, ...]:
        return (self.name,)

    def process_formdata(self, valuelist: Sequence[FileStorage | str]) -> None:
        self.data = None
        sent = valuelist[0] if valuelist else None
        if isinstance(sent, FileStorage) and sent.filename:
            body = sent.stream.read(self.most_bytes + 1)
            if len(body) > self.most_bytes:
                raise ValueError(_l("This file is too large"))
            if not body:
                raise ValueError(_l("This file is empty"))
            self.data, self.filename = body, sent.filename

    def pre_validate(self, form: Any) -> None:
        del form
        if self.missing and self.data is None and not self.process_errors:
            raise StopValidation(str(self.missing))
