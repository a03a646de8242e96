"""What people type to come in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.usecases.codes import CODE_DIGITS
from app.usecases.invite import CODE_LENGTH
from app.web.fields import TextField
from app.web.forms import CodeField, Form, HiddenField

LONGEST_ADDRESS = 254


class EmailField(TextField):
    """An address as typed; whether it exists is for the mail to find out."""

    def read(self, typed: str) -> str:
        address = super().read(typed)
        name, at, host = address.rpartition("@")
        if not (name and at and "." in host and not set(address) & set(" ,;<>")):
            raise ValueError(_l("Enter an address like name@example.org"))
        return address


class SignInForm(Form):
    email = EmailField(
        _l("Your email address"), most=LONGEST_ADDRESS, missing=_l("Enter your email address")
    )
    next = HiddenField()
    of = HiddenField()


class CodeForm(Form):
    code = CodeField(_l("The code from our mail"), length=CODE_DIGITS, missing=_l("Enter the code"))


class ArriveForm(Form):
    code = CodeField(
        _l("The code from your letter or mail"),
        length=CODE_LENGTH,
        missing=_l("Enter the code"),
    )
