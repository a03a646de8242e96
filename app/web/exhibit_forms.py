"""Forms about papers: a file to send, and a note by who looked at one."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from app.core.exhibits import Why
from app.web.exhibit_words import WHY
from app.web.fields import UploadField
from app.web.forms import FREE_TEXT_LENGTH, Form, TextField
from app.web.security import MOST_UPLOAD_BYTES


class PaperField(UploadField):
    """A file that the use case judges, an empty or a large one too, so that each counts."""

    def process_formdata(self, valuelist: Sequence[FileStorage | str]) -> None:
        self.data = None
        sent = valuelist[0] if valuelist else None
        if isinstance(sent, FileStorage) and sent.filename:
            self.data, self.filename = sent.stream.read(self.most_bytes), sent.filename
            sent.close()  # a large one lies in a file until then

    def refuse(self, why: Why) -> None:
        self.errors = [*self.errors, str(WHY[why])]


class PaperForm(Form):
    file = PaperField(
        _l("The file"), most_bytes=MOST_UPLOAD_BYTES, missing=_l("Choose a file first")
    )


class StatementForm(Form):
    words = TextField(
        _l("What you saw"),
        most=FREE_TEXT_LENGTH,
        many_lines=True,
        missing=_l("Write what you saw first"),
    )


class CheckForm(Form):
    words = TextField(_l("What you saw"), most=FREE_TEXT_LENGTH, many_lines=True)
