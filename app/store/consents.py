"""Who acts for a borrower, and who may see what. Rights are read anew each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Table, and_, insert, or_, select, update
from sqlalchemy.orm import Session

from app.core.access import Mandate
from app.core.negotiation.case import latest_date
from app.core.scopes import scopes_of
from app.store.case_tables import ConsentRow
from app.store.people_tables import AuthorityRow

_AUTHORITY: Table = AuthorityRow.__table__
_CONSENT: Table = ConsentRow.__table__


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
    """``person_id`` lets one organisation see one data class of one case, for a purpose."""

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


@dataclass(frozen=True, slots=True)
class Consents:
    session: Session

    def give_authority(self, authority: Authority) -> None:
        values = {name: getattr(authority, name) for name in Authority.__slots__}
        values["scopes"] = " ".join(authority.scopes)
        self.session.execute(insert(_AUTHORITY).values(values))

    def revoke_authority(self, borrower_id: UUID, authority_id: UUID, at: datetime) -> bool:
        """Whether there was a live one of this borrower to revoke."""
        found = self.session.execute(
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
        rows = self.session.execute(
            select(_AUTHORITY)
            .where(_AUTHORITY.c.borrower_id == borrower_id)
            .order_by(_AUTHORITY.c.given_at.desc(), _AUTHORITY.c.id)
        )
        return tuple(_authority(row) for row in rows)

    def live_authorities(self, at: datetime) -> tuple[Authority, ...]:
        """Everybody's that are in force at ``at``, oldest first."""
        rows = self.session.execute(
            select(_AUTHORITY)
            .where(live_authority(at))
            .order_by(_AUTHORITY.c.given_at, _AUTHORITY.c.id)
        )
        return tuple(_authority(row) for row in rows)

    def mandates(self, borrower_id: UUID, at: datetime) -> tuple[Mandate, ...]:
        rows = self.session.execute(
            select(_AUTHORITY.c.counselor_org_id, _AUTHORITY.c.counselor_id, _AUTHORITY.c.scopes)
            .where(_AUTHORITY.c.borrower_id == borrower_id, live_authority(at))
            .order_by(_AUTHORITY.c.given_at, _AUTHORITY.c.id)
        )
        return tuple(
            Mandate(row.counselor_org_id, row.counselor_id, scopes_of(row.scopes.split()))
            for row in rows
        )

    def give(self, consent: Consent) -> None:
        """Raises IntegrityError unless the person is a party of the case."""
        values = {name: getattr(consent, name) for name in Consent.__slots__}
        self.session.execute(insert(_CONSENT).values(values))

    def revoke(self, tenant_id: UUID, person_id: UUID, consent_id: UUID, at: datetime) -> bool:
        """Whether there was a live one of this person to revoke."""
        found = self.session.execute(
            update(_CONSENT)
            .where(
                _CONSENT.c.tenant_id == tenant_id,
                _CONSENT.c.id == consent_id,
                _CONSENT.c.person_id == person_id,
                _CONSENT.c.revoked_at.is_(None),
            )
            .values(revoked_at=at)
            .returning(_CONSENT.c.id)
        ).first()
        return found is not None

    def live(self, tenant_id: UUID, case_id: UUID, at: datetime) -> tuple[Consent, ...]:
        rows = self.session.execute(
            select(_CONSENT)
            .where(
                _CONSENT.c.tenant_id == tenant_id, _CONSENT.c.case_id == case_id, _live_consent(at)
            )
            .order_by(_CONSENT.c.given_at, _CONSENT.c.id)
        )
        return tuple(Consent(**row._asdict()) for row in rows)

    def grantees(self, tenant_id: UUID, case_id: UUID, at: datetime) -> frozenset[UUID]:
        """The organisations that may see anything of the case by consent."""
        return frozenset(c.grantee_org_id for c in self.live(tenant_id, case_id, at))


def live_authority(at: datetime) -> ColumnElement[bool]:
    """Given, neither over nor revoked at ``at``."""
    return and_(
        _AUTHORITY.c.given_at <= at,
        _AUTHORITY.c.revoked_at.is_(None),
        or_(_AUTHORITY.c.until.is_(None), _AUTHORITY.c.until > at),
    )


def _live_consent(at: datetime) -> ColumnElement[bool]:
    return and_(
        _CONSENT.c.given_at <= at,
        _CONSENT.c.revoked_at.is_(None),
        or_(_CONSENT.c.expires_at.is_(None), _CONSENT.c.expires_at > at),
    )


def _authority(row: Row[Any]) -> Authority:
    values = dict(row._asdict())
    values["scopes"] = tuple(values["scopes"].split())
    return Authority(**values)
