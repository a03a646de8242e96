"""Complaints as pages and forms share them: their words, and what is typed."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core.negotiation.complaint_events import ComplaintOutcome
from app.web.fields import Words
from app.web.forms import FREE_TEXT_LENGTH, ChoiceField, Form, HiddenField, TextField
from app.web.guarded import GuardedField

OUTCOMES: dict[str, Words] = {
    ComplaintOutcome.UPHELD: _l("The complaint is right"),
    ComplaintOutcome.PARTLY: _l("The complaint is right in part"),
    ComplaintOutcome.NOT_UPHELD: _l("The complaint is not right"),
}


class ComplaintForm(Form):
    """``complaint`` names one complaint, so that pressing twice makes one."""

    complaint = HiddenField(missing=_l("Open the page again"))
    words = TextField(
        _l("What went wrong, and what would put it right?"),
        most=FREE_TEXT_LENGTH,
        many_lines=True,
        missing=_l("Say what went wrong"),
    )


class AnswerForm(Form):
    complaint = HiddenField(missing=_l("Open the page again"))
    outcome = ChoiceField(
        _l("What did you find?"),
        choices=tuple(OUTCOMES.items()),
        missing=_l("Choose one of the answers"),
    )
    explanation = GuardedField(
        _l("Why, and what happens now? The borrower reads this"),
        most=FREE_TEXT_LENGTH,
        many_lines=True,
        missing=_l("Say why, in plain words"),
    )


def named(field: HiddenField) -> UUID | None:
    """The complaint that a form names; nothing when it names none."""
    try:
        return UUID(field.data or "")
    except ValueError:
        return None
