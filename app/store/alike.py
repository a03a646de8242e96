"""Borrowers of one lender whose names may be taken for one another, marked on their cases.

Names are ciphertext and too easily guessed for an index, so they are compared in the open, and
what is kept is only that there is another. Compared are the names that this lender reads: of who
has not confirmed a debt, the one it stated, or the mark would tell that they have another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, select, update

from app.core.alike import alike
from app.store.case_tables import CaseRow
from app.store.crypto import Keyring
from app.store.people import name_of
from app.store.people_tables import PersonRow
from app.store.stated_names import stated_place

_CASE: Table = CaseRow.__table__
_PERSON: Table = PersonRow.__table__


@dataclass(frozen=True, slots=True)
class Alike:
    connection: Connection
    keyring: Keyring

    def mark(self, tenant_id: UUID) -> None:
        """Compare the names on all cases of one lender, and bring ``looks_alike`` up to it.

        Seven microseconds a name, so it is for moments at which cases are opened.
        """
        mine = _CASE.c.tenant_id == tenant_id
        rows = self.connection.execute(
            select(_CASE.c.id, _CASE.c.borrower_id, _CASE.c.stated_name, _PERSON.c.name)
            .join(_PERSON, _PERSON.c.id == _CASE.c.borrower_id)
            .where(mine)
        )
        found = alike({row.id: (row.borrower_id, self._name(tenant_id, row)) for row in rows})
        for those, is_so in ((_CASE.c.id.in_(found), True), (_CASE.c.id.not_in(found), False)):
            self.connection.execute(
                update(_CASE)
                .where(mine, those, _CASE.c.looks_alike.is_not(is_so))
                .values(looks_alike=is_so)
            )

    def _name(self, tenant_id: UUID, row: Any) -> str:  # noqa: ANN401 (a row of the query above)
        if row.stated_name is not None:
            return self.keyring.open(stated_place(tenant_id, row.id), row.stated_name).decode()
        return name_of(self.keyring, row.borrower_id, row.name)
