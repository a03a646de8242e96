"""Agreements: versions, the file after each step, signatures. States move by comparison."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, Table, insert, or_, select, update

from app.store.agreement_tables import AgreementCopyRow, AgreementRevisionRow, AgreementRow
from app.store.crypto import Keyring, Place
from app.store.errors import StaleVersion

_AGREEMENT: Table = AgreementRow.__table__
_REVISION: Table = AgreementRevisionRow.__table__
_COPY: Table = AgreementCopyRow.__table__
_CHANGES = frozenset(
    {"frozen_sha256", "final_sha256", "cooling_off_until", "sealed_at", "on_paper"}
)


@dataclass(frozen=True, slots=True)
class AgreementRecord:
    """One version of a document. ``facts`` are its canonical bytes.

    ``on_paper`` names the roles that signed on paper, with a space between them.
    """

    tenant_id: UUID
    id: UUID
    case_id: UUID
    version: int
    state: str
    language: str
    facts: bytes
    facts_sha256: str
    offer_digest: str
    code: str
    frozen_sha256: str | None
    final_sha256: str | None
    expires_on: date
    cooling_off_until: date | None
    created_at: datetime
    sealed_at: datetime | None
    on_paper: str | None = None

    @property
    def paper_roles(self) -> tuple[str, ...]:
        return tuple((self.on_paper or "").split())


@dataclass(frozen=True, slots=True)
class Revision:
    """The file after ``step``; ``field`` and ``certificate_sha256`` say who signed it.

    The token's authority, serial number and time are what its timestamp says. ``sealed_by``
    names whose seal it is, where a seal was set.
    """

    tenant_id: UUID
    agreement_id: UUID
    version: int
    step: int
    sha256: str
    certificate_sha256: str | None
    field: str | None
    at: datetime
    token_authority: str | None = None
    token_serial: str | None = None
    token_at: datetime | None = None
    sealed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Agreements:
    connection: Connection
    keyring: Keyring

    def add(self, record: AgreementRecord) -> None:
        """Raises IntegrityError when this version of the case's agreement exists."""
        values = {name: getattr(record, name) for name in AgreementRecord.__slots__}
        place = _place(record.tenant_id, record.id)
        values["facts"] = self.keyring.seal(place, record.facts)
        self.connection.execute(insert(_AGREEMENT).values(values))

    def find(self, agreement_id: UUID) -> AgreementRecord | None:
        return self._one(select(_AGREEMENT).where(_AGREEMENT.c.id == agreement_id))

    def latest(self, tenant_id: UUID, case_id: UUID) -> AgreementRecord | None:
        """The highest version of a case."""
        return self._one(
            select(_AGREEMENT)
            .where(_AGREEMENT.c.tenant_id == tenant_id, _AGREEMENT.c.case_id == case_id)
            .order_by(_AGREEMENT.c.version.desc())
        )

    def version(self, tenant_id: UUID, case_id: UUID, version: int) -> AgreementRecord | None:
        """One version of a case, whatever became of it."""
        return self._one(
            select(_AGREEMENT).where(
                _AGREEMENT.c.tenant_id == tenant_id,
                _AGREEMENT.c.case_id == case_id,
                _AGREEMENT.c.version == version,
            )
        )

    def being_signed(self) -> tuple[AgreementRecord, ...]:
        """Every version that is open for signatures, oldest first."""
        query = select(_AGREEMENT).where(_AGREEMENT.c.state == "open")
        rows = self.connection.execute(query.order_by(_AGREEMENT.c.created_at, _AGREEMENT.c.id))
        return tuple(self._record(row) for row in rows)

    def by_code(self, code: str) -> AgreementRecord | None:
        return self._one(select(_AGREEMENT).where(_AGREEMENT.c.code == code))

    def by_file(self, sha256: str) -> AgreementRecord | None:
        """The agreement that a file belongs to: final, of an earlier step, or a copy."""
        steps = select(_REVISION.c.agreement_id).where(_REVISION.c.sha256 == sha256)
        copies = select(_COPY.c.agreement_id).where(_COPY.c.sha256 == sha256)
        return self._one(
            select(_AGREEMENT).where(
                or_(
                    _AGREEMENT.c.final_sha256 == sha256,
                    _AGREEMENT.c.id.in_(steps),
                    _AGREEMENT.c.id.in_(copies),
                )
            )
        )

    def move(
        self, tenant_id: UUID, agreement_id: UUID, *, was: str, now: str, **facts: object
    ) -> None:
        """Change the state, if it still is ``was``, together with ``facts``.

        ``facts`` may set frozen_sha256, final_sha256, cooling_off_until, sealed_at, on_paper.

        Raises:
            StaleVersion: the agreement is in another state.
            TypeError: any other column is named.
        """
        if facts.keys() - _CHANGES:
            raise TypeError("an agreement changes in its state and its files only")
        moved = self.connection.execute(
            update(_AGREEMENT)
            .where(
                _AGREEMENT.c.tenant_id == tenant_id,
                _AGREEMENT.c.id == agreement_id,
                _AGREEMENT.c.state == was,
            )
            .values(state=now, **facts)
            .returning(_AGREEMENT.c.id)
        ).first()
        if moved is None:
            raise StaleVersion(f"the agreement is not {was} any more")

    def add_revision(self, revision: Revision) -> Revision:
        """Keep the file of a step; the paper's row has to be there.

        Returns:
            What stands for this step: ``revision``, or the one that was first.
        """
        standing = self.revision(
            revision.tenant_id, revision.agreement_id, revision.version, revision.step
        )
        if standing is not None:
            return standing
        values = {name: getattr(revision, name) for name in Revision.__slots__}
        self.connection.execute(insert(_REVISION).values(values))
        return revision

    def revision(
        self, tenant_id: UUID, agreement_id: UUID, version: int, step: int
    ) -> Revision | None:
        found = self.revisions(tenant_id, agreement_id, version)
        return next((revision for revision in found if revision.step == step), None)

    def revisions(self, tenant_id: UUID, agreement_id: UUID, version: int) -> tuple[Revision, ...]:
        """In the order of steps."""
        rows = self.connection.execute(
            select(_REVISION)
            .where(
                _REVISION.c.tenant_id == tenant_id,
                _REVISION.c.agreement_id == agreement_id,
                _REVISION.c.version == version,
            )
            .order_by(_REVISION.c.step)
        )
        return tuple(Revision(**row._asdict()) for row in rows)

    def _one(self, query: Select[Any]) -> AgreementRecord | None:
        row = self.connection.execute(query.limit(1)).first()
        return None if row is None else self._record(row)

    def _record(self, row: Row[Any]) -> AgreementRecord:
        values = dict(row._asdict())
        values["facts"] = self.keyring.open(_place(row.tenant_id, row.id), row.facts)
        return AgreementRecord(**values)


def _place(tenant_id: UUID, agreement_id: UUID) -> Place:
    return Place("agreement", "facts", tenant_id, str(agreement_id))
