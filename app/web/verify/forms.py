"""A file to check, and what came with it; all of it is read once and not kept."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.core.sealed import LARGEST, LARGEST_RENEWALS
from app.web.forms import Asked, Form, UploadField

_HEAD = re.compile(r"[0-9a-f]{64}", re.ASCII)


class HeadField(Asked):
    """A value from one of our mails: SHA-256 as hex; spaces, line ends and case do not matter."""

    data: str | None

    def read(self, typed: str) -> str:
        head = "".join(typed.split()).lower()
        if _HEAD.fullmatch(head) is None:
            raise ValueError(
                _l("The value has 64 signs: numbers, and letters from a to f. Copy all of it")
            )
        return head


class VerifyForm(Form):
    file = UploadField(
        _l("The PDF"),
        most_bytes=LARGEST,
        missing=_l("Choose the PDF that you want to check"),
    )
    evidence = UploadField(_l("The evidence file"), most_bytes=LARGEST)
    head = HeadField(_l("A value from one of our mails"))
    renewals = UploadField(_l("The file of newer proofs"), most_bytes=LARGEST_RENEWALS)

    def validate_renewals(self, field: UploadField) -> None:
        if field.data and self.evidence.data is None:
            raise ValidationError(_("Send the evidence file with it"))
