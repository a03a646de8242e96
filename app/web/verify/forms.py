"""A file to check, and the evidence beside it; both are read once and not kept."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.usecases.verify import LARGEST_UPLOAD
from app.web.forms import Form, UploadField


class VerifyForm(Form):
    file = UploadField(
        _l("The PDF"),
        most_bytes=LARGEST_UPLOAD,
        missing=_l("Choose the PDF that you want to check"),
    )
    evidence = UploadField(_l("The evidence file, if you have it"), most_bytes=LARGEST_UPLOAD)
