"""Who acts for a borrower, and who may see what. Rights are read anew each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Table,
    and_,
    bindparam,
    insert,
    or_,
    select,
    update,
)

from app.core.access import Mandate
from app.core.disclosure import LOOKING, Wording
from app.core.negotiation.case import latest_date
from app.core.scopes import scopes_of
from app.store.base import UtcDateTime
from app.store.case_tables import ConsentRow, ConsentWordingRow
from app.store.people_tables import AuthorityRow

_AUTHORITY: Table = AuthorityRow.__table__
_CONSENT: Table = ConsentRow.__table__
_WORDING: Table = ConsentWordingRow.__table__


@dataclass(frozen=True, slots=True)
class Authority:
    """A counselor's mandate: the whole charity, or one counselor there."""

    id: UUID
    borrower_id: UUID
    counselor_org_id: UUID
    counselor_id: UUID | None
    scopes: tuple[str, ...]
    given_at: datetime
    until: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def last_day(self) -> date | None:
        """The last day on which it is in force everywhere; nothing where it has no end."""
        return latest_date(self.until) - timedelta(days=1) if self.until else None


@dataclass(frozen=True, slots=True)
class Consent:
    """``person_id`` lets one organisation see one data class of one case, for a purpose.

    ``basis`` is authority where a counselor shared it for them.
    """

    tenant_id: UUID
    id: UUID
    case_id: UUID
    person_id: UUID
    grantee_org_id: UUID
    data_class: str
    purpose: str
    wording_version: str
    given_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    basis: str = "consent"

    @property
    def last_day(self) -> date | None:
        """The last day on which it is in force everywhere; nothing where it has no end."""
        return latest_date(self.expires_at) - timedelta(days=1) if self.expires_at else None


@dataclass(frozen=True, slots=True)
class Consents:
    connection: Connection

    def give_authority(self, authority: Authority) -> None:
        values = {name: getattr(authority, name) for name in Authority.__slots__}
        values["scopes"] = " ".join(authority.scopes)
        self.connection.execute(insert(_AUTHORITY).values(values))

    def revoke_authority(self, borrower_id: UUID, authority_id: UUID, at: datetime) -> bool:
        """Whether there was a live one of this borrower to revoke."""
        found = self.connection.execute(
            update(_AUTHORITY)
            .where(
                _AUTHORITY.c.id == authority_id,
                _AUTHORITY.c.borrower_id == borrower_id,
                _AUTHORITY.c.revoked_at.is_(None),
            )
            .values(revoked_at=at)
            .returning(_AUTHORITY.c.id)
        ).first()
        return found is not None

    def authorities(self, borrower_id: UUID) -> tuple[Authority, ...]:
        """All that the borrower ever gave, newest first, ended ones too."""
        rows = self.connection.execute(
            select(_AUTHORITY)
            .where(_AUTHORITY.c.borrower_id == borrower_id)
            .order_by(_AUTHORITY.c.given_at.desc(), _AUTHORITY.c.id)
        )
        return tuple(_authority(row) for row in rows)

    def live_authorities(self, at: datetime) -> tuple[Authority, ...]:
        """Everybody's that are in force at ``at``, oldest first."""
        rows = self.connection.execute(
            select(_AUTHORITY)
            .where(live_authority(at))
            .order_by(_AUTHORITY.c.given_at, _AUTHORITY.c.id)
        )
        return tuple(_authority(row) for row in rows)

    def mandates(self, borrower_id: UUID, at: datetime) -> tuple[Mandate, ...]:
        rows = self.connection.execute(_MANDATES, {"borrower_id": borrower_id, "at": at})
        return tuple(
            Mandate(row.counselor_org_id, row.counselor_id, scopes_of(row.scopes.split()))
            for row in rows
        )

    def give(self, consent: Consent, said: Wording | None = None) -> None:
        """Keep it with the words that were ``said``; it takes the place of a live one of its kind.

        Raises:
            IntegrityError: the person is no party of the case.
        """
        self.connection.execute(
            update(_CONSENT)
            .where(
                *_of_case(consent.tenant_id, consent.case_id),
                _CONSENT.c.grantee_org_id == consent.grantee_org_id,
                _CONSENT.c.data_class == consent.data_class,
                _CONSENT.c.revoked_at.is_(None),
            )
            .values(revoked_at=consent.given_at)
        )
        if said is not None and self.words(said.version) is None:
            values = {"version": said.version, "en": said.en, "zh_hans": said.zh_hans}
            self.connection.execute(insert(_WORDING).values(values))
        values = {name: getattr(consent, name) for name in Consent.__slots__}
        self.connection.execute(insert(_CONSENT).values(values))

    def words(self, version: str) -> Wording | None:
        """The words of a version, as they were agreed to."""
        row = self.connection.execute(select(_WORDING).where(_WORDING.c.version == version)).first()
        return None if row is None else Wording(row.en, row.zh_hans)

    def revoke(
        self, tenant_id: UUID, person_id: UUID, consent_id: UUID, at: datetime
    ) -> Consent | None:
        """What was ended; nothing when there was no live one of this person."""
        row = self.connection.execute(
            update(_CONSENT)
            .where(
                _CONSENT.c.tenant_id == tenant_id,
                _CONSENT.c.id == consent_id,
                _CONSENT.c.person_id == person_id,
                _CONSENT.c.revoked_at.is_(None),
            )
            .values(revoked_at=at)
            .returning(*_CONSENT.c)
        ).first()
        return None if row is None else Consent(**row._asdict())

    def live(self, tenant_id: UUID, case_id: UUID, at: datetime) -> tuple[Consent, ...]:
        """All that is in force at ``at``, oldest first, whoever sees it."""
        return self._those(*_of_case(tenant_id, case_id), _live_consent(at))

    def ever(self, tenant_id: UUID, case_id: UUID) -> tuple[Consent, ...]:
        """All that was ever let see of a case, oldest first, ended ones too."""
        return self._those(*_of_case(tenant_id, case_id))

    def let_look(self, charity_ids: tuple[UUID, ...], at: datetime) -> tuple[Consent, ...]:
        """What these charities may look at now, in any case."""
        looking = _CONSENT.c.data_class.in_(LOOKING)
        return self._those(_CONSENT.c.grantee_org_id.in_(charity_ids), looking, _live_consent(at))

    def opened(self, tenant_id: UUID, case_id: UUID, at: datetime) -> frozenset[tuple[UUID, str]]:
        """Which organisation may look at which data class of the case by consent."""
        case = {"tenant_id": tenant_id, "case_id": case_id}
        rows = self.connection.execute(_OPENED, {**case, "at": at})
        return frozenset(
            (row.grantee_org_id, row.data_class) for row in rows if row.data_class in LOOKING
        )

    def _those(self, *which: ColumnElement[bool]) -> tuple[Consent, ...]:
        query = select(_CONSENT).where(*which).order_by(_CONSENT.c.given_at, _CONSENT.c.id)
        return tuple(Consent(**row._asdict()) for row in self.connection.execute(query))


def _of_case(tenant_id: UUID, case_id: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _CONSENT.c.tenant_id == tenant_id, _CONSENT.c.case_id == case_id


def live_authority(at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Given, neither over nor revoked at ``at``."""
    return and_(
        _AUTHORITY.c.given_at <= at,
        _AUTHORITY.c.revoked_at.is_(None),
        or_(_AUTHORITY.c.until.is_(None), _AUTHORITY.c.until > at),
    )


def _live_consent(at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    return and_(
        _CONSENT.c.given_at <= at,
        _CONSENT.c.revoked_at.is_(None),
        or_(_CONSENT.c.expires_at.is_(None), _CONSENT.c.expires_at > at),
    )


# Asked for every right in a case or household: put together once.
_AT = bindparam("at", type_=UtcDateTime())
_MANDATES = (
    select(_AUTHORITY.c.counselor_org_id, _AUTHORITY.c.counselor_id, _AUTHORITY.c.scopes)
    .where(_AUTHORITY.c.borrower_id == bindparam("borrower_id"), live_authority(_AT))
    .order_by(_AUTHORITY.c.given_at, _AUTHORITY.c.id)
)
_OPENED = select(_CONSENT.c.grantee_org_id, _CONSENT.c.data_class).where(
    _CONSENT.c.tenant_id == bindparam("tenant_id"),
    _CONSENT.c.case_id == bindparam("case_id"),
    _live_consent(_AT),
)


def _authority(row: Row[Any]) -> Authority:
    values = dict(row._asdict())
    values["scopes"] = tuple(values["scopes"].split())
    return Authority(**values)
