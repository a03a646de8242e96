"""Nobody but the borrower is contacted: there is no place to put another person's address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import Flask
from wtforms.fields.core import UnboundField

from app.store.tables import METADATA
from app.web.forms import Form, FrequencyField, MoneyField

ANOTHER = re.compile(
    r"relative|spouse|next_of_kin|emergency|employer|workplace|neighbou?r|friend"
    r"|third_party|guarantor|referee|social_media|other_contact|contact_person|boss",
    re.IGNORECASE,
)
REACHABLE = re.compile(r"e?mail|phone|mobile|address|number_of|wechat|contact", re.IGNORECASE)
SUMS = (MoneyField, FrequencyField)
"""What a telephone costs is no way to reach anybody."""
ADDRESSES = {
    "person.email",
    "person.email_index",
    "person.phone",
    "person.phone_index",
    "login_request.address_index",
    "organisation.contact_email",
    "staff_invitation.email",
}
"""Every column that can hold or find an address: of the people themselves, and of firms."""
TYPED = {"SignInForm.email", "WishesForm.phone", "InviteForm.email"}
"""Every field into which an address can be typed: the person's own, or a colleague's at work."""
NAMED = {"CallOffForm.contact", "NoteForm.contact", "PlanForm.contact", "ReportForm.contact"}
"""Fields that name a line of the ledger."""


def columns() -> list[str]:
    return [f"{table.name}.{column.name}" for table in METADATA.sorted_tables for column in table.c]


def forms(kind: type[Form] = Form) -> Iterator[type[Form]]:
    yield kind
    for below in kind.__subclasses__():
        yield from forms(below)


def fields() -> list[str]:
    return [
        f"{form.__name__}.{name}"
        for form in forms()
        if form.__module__.startswith("app.")
        for name in dir(form)
        if isinstance(field := getattr(form, name), UnboundField)
        if not issubclass(field.field_class, SUMS)
    ]


def test_no_column_holds_another_persons_address() -> None:
    found = columns()
    assert len(found) > 200
    assert [name for name in found if ANOTHER.search(name)] == []
    held = {name for name in found if REACHABLE.search(name.partition(".")[2])}
    assert held == ADDRESSES


def test_no_form_asks_for_another_persons_address(app: Flask) -> None:
    assert app.url_map
    found = fields()
    assert len(found) > 80
    assert [name for name in found if ANOTHER.search(name)] == []
    typed = {name for name in found if REACHABLE.search(name.partition(".")[2])}
    assert typed - NAMED == TYPED
