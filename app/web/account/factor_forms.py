"""What staff type about their second factors and their team."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.web.account.forms import LONGEST_ADDRESS, EmailField
from app.web.fields import Asked, ChoiceField, HiddenField, NameField, TextField
from app.web.forms import Form

LONGEST_NAME = 60


class AppCodeField(Asked):
    """The code of an app exactly as typed: any other spelling is another code."""

    def process_formdata(self, valuelist: Any) -> None:
        self.data = valuelist[0] if valuelist and valuelist[0] else None


class SecondForm(Form):
    code = AppCodeField(_l("The code from your app"), missing=_l("Enter the code"))


class NewAppForm(Form):
    code = AppCodeField(_l("The code from your app"), missing=_l("Enter the code"))
    name = TextField(_l("A name for it"), most=LONGEST_NAME, missing=_l("Enter a name"))


class NewPasskeyForm(Form):
    name = TextField(_l("A name for it"), most=LONGEST_NAME, missing=_l("Enter a name"))
    answer = HiddenField(missing=_l("Your browser did not answer. Please try again"))


class AnswerForm(Form):
    answer = HiddenField(missing=_l("Your browser did not answer. Please try again"))


class RenameForm(Form):
    factor = HiddenField(missing=_l("Choose one of the answers"))
    name = TextField(_l("A new name"), most=LONGEST_NAME, missing=_l("Enter a name"))


class InviteForm(Form):
    email = EmailField(
        _l("Their email address"), most=LONGEST_ADDRESS, missing=_l("Enter an email address")
    )
    role = ChoiceField(_l("What they may do"), missing=_l("Choose one of the answers"))


class RoleForm(Form):
    member = HiddenField(missing=_l("Choose one of the answers"))
    role = ChoiceField(_l("What they may do"), missing=_l("Choose one of the answers"))


class KnownForm(Form):
    """Somebody with an account joins with the name that it has."""


class JoinForm(Form):
    name = NameField(_l("Your name"), missing=_l("Enter your name"))
