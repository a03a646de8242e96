"""All rows of one case, in every table there is: read for a court, deleted when the law lets go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, delete, or_, select

from app.store.agreement_tables import (
    AgreementCopyRow,
    AgreementRevisionRow,
    AgreementRow,
    PaperRow,
)
from app.store.keeping_tables import CaseKeepingRow, LegalExportRow
from app.store.tables import METADATA

_AGREEMENT: Table = AgreementRow.__table__
_PAPER: Table = PaperRow.__table__
_FILES = (AgreementRevisionRow.__table__, AgreementCopyRow.__table__)
_OUTLIVE = {CaseKeepingRow.__tablename__, LegalExportRow.__tablename__}
_BY_ID = {"debt_case", "thread"}


def tables_of_a_case() -> tuple[Table, ...]:
    """Those that hold rows of single cases, parents first."""
    return tuple(t for t in METADATA.sorted_tables if _is_of_a_case(t))


def rows_of(connection: Connection, case_id: UUID) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Every row as it is stored, table by table."""
    for table in tables_of_a_case():
        query = select(table).where(_belongs(table, case_id)).order_by(*table.primary_key.columns)
        for row in connection.execute(query):
            yield table, dict(row._asdict())


def papers_of(connection: Connection, tenant_id: UUID, case_id: UUID) -> frozenset[str]:
    """The digests of its files: each step of signing, copies and evidence."""
    found: set[str] = set()
    for table in _FILES:
        of_it = table.c.agreement_id.in_(_agreements(case_id))
        found |= set(connection.execute(select(table.c.sha256).where(of_it)).scalars())
    known = select(_PAPER.c.sha256).where(_PAPER.c.tenant_id == tenant_id)
    return frozenset(connection.execute(known.where(_PAPER.c.sha256.in_(found))).scalars())


def delete_case(connection: Connection, tenant_id: UUID, case_id: UUID) -> int:
    """Delete all of it; how many rows. The database lets only a case go whose time is over."""
    papers, count = papers_of(connection, tenant_id, case_id), 0
    for table in reversed(tables_of_a_case()):
        gone = connection.execute(
            delete(table).where(_belongs(table, case_id)).returning(*table.primary_key.columns)
        )
        count += len(gone.all())
    mine = (_PAPER.c.tenant_id == tenant_id, _PAPER.c.sha256.in_(papers))
    others = [select(t.c.sha256).where(t.c.sha256.in_(papers)) for t in _FILES]
    free = or_(*(_PAPER.c.sha256.in_(query) for query in others))
    connection.execute(delete(_PAPER).where(*mine, ~free))
    return count


def _is_of_a_case(table: Table) -> bool:
    named = {"case_id", "agreement_id"} & set(table.c.keys())
    return table.name not in _OUTLIVE and (bool(named) or table.name in _BY_ID)


def _belongs(table: Table, case_id: UUID) -> ColumnElement[bool]:
    if table.name in _BY_ID:
        return table.c.id == case_id
    if "case_id" in table.c:
        return table.c.case_id == case_id
    return table.c.agreement_id.in_(_agreements(case_id))


def _agreements(case_id: UUID) -> Any:  # noqa: ANN401 (a select of ids)
    return select(_AGREEMENT.c.id).where(_AGREEMENT.c.case_id == case_id)
