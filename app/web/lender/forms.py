"""What lender staff answer. Nothing is chosen beforehand, and every refusal needs its reason."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.web.case_words import DECLINE_REASONS
from app.web.forms import (
    FREE_TEXT_LENGTH,
    ChoiceField,
    DateField,
    Form,
    HiddenField,
    TickField,
    UploadField,
)
from app.web.guarded import GuardedField

LARGEST_FILE = 12 * 1024 * 1024 - 64 * 1024


def _explanation(label: object) -> GuardedField:
    return GuardedField(
        label, most=FREE_TEXT_LENGTH, many_lines=True, missing=_l("Say why, in plain words")
    )


class AcceptForm(Form):
    seen = HiddenField(missing=_l("Open the page again"))


class DeclineForm(Form):
    seen = HiddenField(missing=_l("Open the page again"))
    reason = ChoiceField(
        _l("What is the main reason?"),
        choices=tuple(DECLINE_REASONS.items()),
        missing=_l("Choose the main reason"),
    )
    explanation = _explanation(_l("Say it in plain words, with figures"))


class HoldForm(Form):
    until = DateField(_l("Until which day?"), missing=_l("Enter the last day of the hold"))
    explanation = _explanation(_l("Why do you place a hold?"))


class RoundForm(Form):
    explanation = _explanation(_l("Why should the two sides go on?"))


class ImportForm(Form):
    file = UploadField(
        _l("The file with the debts"), most_bytes=LARGEST_FILE, missing=_l("Choose a file")
    )
    partial = TickField(_l("Import the rows without a fault, even if others have one"))
