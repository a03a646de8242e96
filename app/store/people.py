"""People: names and addresses as ciphertext, found by a keyed digest of the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, bindparam, insert, select, update

from app.core.access import Actor, Membership
from app.core.text import printable
from app.store.crypto import Keyring, Place
from app.store.people_tables import MembershipRow, OrganisationRow, PersonRow

_PERSON: Table = PersonRow.__table__
_MEMBER: Table = MembershipRow.__table__
_ORGANISATION: Table = OrganisationRow.__table__
# Asked at every request: put together once.
_FOUND = select(_PERSON).where(_PERSON.c.id == bindparam("person_id"))
_BELONGS = (
    select(_MEMBER.c.organisation_id, _ORGANISATION.c.kind, _MEMBER.c.role)
    .join(_ORGANISATION, _ORGANISATION.c.id == _MEMBER.c.organisation_id)
    .where(_MEMBER.c.person_id == bindparam("person_id"), _MEMBER.c.removed_at.is_(None))
    .order_by(_ORGANISATION.c.kind, _MEMBER.c.organisation_id)
)


@dataclass(frozen=True, slots=True)
class Person:
    """``epoch`` counts up when every session of the person has to end.

    ``stop_code`` ends texts to ``phone``, for whoever holds it.
    """

    id: UUID
    name: str
    email: str | None
    phone: str | None
    language: str
    epoch: int
    created_at: datetime
    stop_code: str | None = None


@dataclass(frozen=True, slots=True)
class People:
    connection: Connection
    keyring: Keyring

    def add(
        self,
        person_id: UUID,
        *,
        name: str,
        email: str | None,
        language: str,
        at: datetime,
        phone: str | None = None,
    ) -> None:
        """Whoever has an account may sign, so documents have to be able to show the name.

        Raises:
            IntegrityError: the address belongs to somebody already.
            TextFault: as ``printable``.
        """
        self.connection.execute(
            insert(_PERSON).values(
                id=person_id,
                email_index=None if email is None else self.index(email),
                name=self.keyring.seal(_place(person_id, "name"), printable(name).encode()),
                email=self.keyring.seal_text(_place(person_id, "email"), email),
                phone=self.keyring.seal_text(_place(person_id, "phone"), phone),
                phone_index=None if phone is None else self.phone_index(phone),
                language=language,
                epoch=0,
                created_at=at,
            )
        )

    def find(self, person_id: UUID) -> Person | None:
        return self._one(_FOUND, person_id=person_id)

    def by_email(self, email: str) -> Person | None:
        return self._one(select(_PERSON).where(_PERSON.c.email_index == self.index(email)))

    def by_phone(self, phone: str) -> tuple[Person, ...]:
        """Everybody who gave this number: a household may share one."""
        rows = self.connection.execute(
            select(_PERSON)
            .where(_PERSON.c.phone_index == self.phone_index(phone))
            .order_by(_PERSON.c.created_at, _PERSON.c.id)
        )
        return tuple(open_person(self.keyring, row) for row in rows)

    def by_stop_code(self, code: str) -> Person | None:
        return self._one(select(_PERSON).where(_PERSON.c.stop_code == code))

    def change_phone(self, person_id: UUID, phone: str, stop_code: str) -> None:
        """``phone`` as ``+`` and figures. ``stop_code`` is new: an old text ends nothing any more."""
        self.connection.execute(
            update(_PERSON)
            .where(_PERSON.c.id == person_id)
            .values(
                phone=self.keyring.seal_text(_place(person_id, "phone"), phone),
                phone_index=self.phone_index(phone),
                stop_code=stop_code,
            )
        )

    def change_language(self, person_id: UUID, language: str) -> None:
        self.connection.execute(
            update(_PERSON).where(_PERSON.c.id == person_id).values(language=language)
        )

    def end_everywhere(self, person_id: UUID) -> None:
        """Every session of the person stops counting, from the next request on."""
        self.connection.execute(
            update(_PERSON).where(_PERSON.c.id == person_id).values(epoch=_PERSON.c.epoch + 1)
        )

    def actor(self, person_id: UUID) -> Actor:
        """The person with the memberships that hold right now."""
        rows = self.connection.execute(_BELONGS, {"person_id": person_id})
        return Actor(person_id, tuple(Membership(r.organisation_id, r.kind, r.role) for r in rows))

    def index(self, email: str) -> str:
        """What an address is found by; the same for one deployment."""
        return self.keyring.blind(None, "person.email", email)

    def phone_index(self, phone: str) -> str:
        """What a number is found by, as ``index`` for an address."""
        return self.keyring.blind(None, "person.phone", phone)

    def _one(self, query: Any, **wanted: object) -> Person | None:  # noqa: ANN401 (any select of person rows)
        row = self.connection.execute(query, wanted).first()
        return None if row is None else open_person(self.keyring, row)


def name_of(keyring: Keyring, person_id: UUID, sealed: str) -> str:
    """Raises DecryptionFailed when the column was moved or changed."""
    return keyring.open(_place(person_id, "name"), sealed).decode()


def open_person(keyring: Keyring, row: Row[Any]) -> Person:
    """Raises DecryptionFailed when a column was moved or changed."""
    return Person(
        id=row.id,
        name=name_of(keyring, row.id, row.name),
        email=keyring.open_text(_place(row.id, "email"), row.email),
        phone=keyring.open_text(_place(row.id, "phone"), row.phone),
        language=row.language,
        epoch=row.epoch,
        created_at=row.created_at,
        stop_code=row.stop_code,
    )


def _place(person_id: UUID, column: str) -> Place:
    return Place("person", column, person_id, str(person_id))
