"""Which columns hold ciphertext, and where each of them says that it lives.

Rotation reads this list. A column that is missing here keeps its key from being dropped, and
fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, select

from app.store.case_tables import CaseRow
from app.store.crypto import Place
from app.store.tables import METADATA


@dataclass(frozen=True, slots=True)
class Personal:
    """Whose key seals the column: columns of the table, or ``borrower`` of its case.

    ``data_class`` is a word, or the column that says it.
    """

    owner: str
    scope: str
    data_class: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """``row`` names the columns that, with ``:`` between them, name the row."""

    table: str
    column: str
    tenant: str | None
    row: tuple[str, ...]
    personal: Personal | None = None

    @property
    def rows(self) -> Table:
        return METADATA.tables[self.table]

    def place(self, row: Mapping[str, Any]) -> Place:
        tenant = None if self.tenant is None else row[self.tenant]
        return Place(self.table, self.column, tenant, ":".join(str(row[name]) for name in self.row))


NOTED = Personal("owner_id", "household_id", "hardship")
SHOWN = Personal("borrower_id", "case_id", "hardship")

SEALED = (
    Sealed("person", "name", "id", ("id",)),
    Sealed("person", "email", "id", ("id",)),
    Sealed("person", "phone", "id", ("id",)),
    Sealed("debt_case", "account", "tenant_id", ("id",)),
    Sealed("debt_case", "stated_name", "tenant_id", ("id",)),
    Sealed(
        "event_payload",
        "ciphertext",
        "tenant_id",
        ("case_id", "seq"),
        Personal("borrower", "case_id", "data_class"),
    ),
    Sealed(
        "household_payload",
        "ciphertext",
        "owner_id",
        ("household_id", "seq"),
        Personal("owner_id", "household_id", "data_class"),
    ),
    Sealed("thread_payload", "ciphertext", "tenant_id", ("case_id", "seq")),
    Sealed("agreement", "facts", "tenant_id", ("id",)),
    Sealed("signature_act", "typed_name", "tenant_id", ("agreement_id", "version", "role")),
    Sealed("signature_act", "drawing", "tenant_id", ("agreement_id", "version", "role")),
    Sealed("signing_place", "key", "tenant_id", ("agreement_id", "version", "role")),
    Sealed("authority_statement", "name", None, ("authority_id",)),
    Sealed("authority_statement", "words", None, ("authority_id",)),
    Sealed("referral", "content", None, ("id",), SHOWN),
    Sealed("referral", "answer", None, ("id",)),
    Sealed("counselor_note", "words", "organisation_id", ("id",), NOTED),
    Sealed("counselor_handover", "words", "organisation_id", ("id",)),
    Sealed("contact", "said", "person_id", ("key",)),
    Sealed("meeting", "asked_for", "person_id", ("id",)),
    Sealed("overlap_figure", "sealed", "tenant_id", ("case_id", "side", "test")),
    Sealed("approval", "payload", "tenant_id", ("id",)),
    Sealed("approval", "answer", "tenant_id", ("id",)),
    Sealed("idempotency_key", "response", "actor_id", ("endpoint", "key")),
    Sealed("outbox", "payload", "tenant_id", ("id",)),
    Sealed("legal_export", "reason", None, ("id",)),
    Sealed("passkey", "name", "person_id", ("id",)),
    Sealed("totp", "name", "person_id", ("id",)),
    Sealed("totp", "secret", "person_id", ("id",)),
    Sealed("challenge", "kept", None, ("token_sha256",)),
    Sealed("staff_invitation", "email", "organisation_id", ("token_sha256",)),
    Sealed("person_key", "wrapped", "owner_id", ("kid",)),
)


def owner_of(sealed: Sealed, personal: Personal) -> ColumnElement[Any]:
    """Whose key seals a row of ``sealed``, for a query over its table."""
    if personal.owner != "borrower":
        return sealed.rows.c[personal.owner]
    case: Table = CaseRow.__table__
    return select(case.c.borrower_id).where(case.c.id == sealed.rows.c.case_id).scalar_subquery()
