"""A file to check, and what came with it; all of it is read once and not kept."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.core.sealed import LARGEST, LARGEST_RENEWALS
from app.web.forms import Form, UploadField


class VerifyForm(Form):
    file = UploadField(
        _l("The PDF"),
        most_bytes=LARGEST,
        missing=_l("Choose the PDF that you want to check"),
    )
    evidence = UploadField(_l("The evidence file"), most_bytes=LARGEST)
    renewals = UploadField(_l("The file of newer proofs"), most_bytes=LARGEST_RENEWALS)

    def validate_renewals(self, field: UploadField) -> None:
        if field.data and self.evidence.data is None:
            raise ValidationError(_("Send the evidence file with it"))
