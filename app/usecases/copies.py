"""Copies of an agreement: in large print, and to be signed on paper. Drawn once, known by digest.

Drawing is background work that a party asks for; pages only hand out what was registered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app import faults
from app.core.access import Action, Actor, Role, require
from app.core.errors import NotAllowed, NotFound
from app.documents.copies import COPIES, draw_copy
from app.documents.words import WORDS
from app.store.agreements import AgreementRecord
from app.store.copies import Copy
from app.store.papers import Paper
from app.store.unit_of_work import UnitOfWork
from app.usecases import support
from app.usecases.consenting import DROPPED, REVOKED
from app.usecases.deps import Deps
from app.usecases.scene import Scene, audit, backstage, enter

LARGE_PRINT, TO_SIGN, TO_SIGN_LARGE = "large_print", "to_sign", "to_sign_large"
NEED = "large_print"
LOCKED = "case_locked"


@dataclass(frozen=True, slots=True)
class CopiesPage:
    """The copies of the newest agreement that a reader may have, and how far each is.

    ``language`` is that of record. ``standing`` says of each kind and language whether it
    is ``drawn``, ``waits`` to be, or was ``never`` asked for.
    """

    code: str
    language: str
    role: Role
    standing: Mapping[tuple[str, str], str]
    paper_asked: bool


def page(deps: Deps, actor: Actor, case_id: UUID) -> CopiesPage:
    """The copies that were drawn so far.

    Raises:
        NotFound: there is no such case for this actor, or nothing people are shown yet.
    """
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_AGREEMENT, case_id, deps.now())
        record = _shown(uow, scene)
        drawn = {(one.kind, one.language) for one in uow.copies.of(*_key(record))}
        standing = {}
        for kind, language in _kinds(record):
            waits = uow.outbox.is_waiting(_effect(record, kind, language))
            known = "drawn" if (kind, language) in drawn else "waits" if waits else "never"
            standing[kind, language] = known
    return CopiesPage(record.code, record.language, scene.role, standing, scene.case.paper_asked)


def read(
    deps: Deps, actor: Actor, case_id: UUID, kind: str, language: str
) -> tuple[bytes | None, str]:
    """The bytes of a copy, nothing while it is not drawn, and the verify code.

    Raises:
        NotFound: as ``page``.
    """
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_AGREEMENT, case_id, deps.now())
        record = _shown(uow, scene)
        found = _drawn(uow, record, kind, language)
    return (deps.files.get(found.sha256) if found else None), record.code


def ask(deps: Deps, actor: Actor, case_id: UUID, kind: str, language: str) -> None:
    """Have a copy drawn; asked for twice, it is drawn once.

    Raises:
        NotFound: as ``page``, or there is no such copy.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.ASK_COPY, case_id, at)
        record = _shown(uow, scene)
        if (kind, language) not in _kinds(record):
            raise NotFound(kind)
        request(uow, record, kind, language, scene.role, at, scene.actor_id)
        audit(uow, scene, Action.ASK_COPY, at)


def request(
    uow: UnitOfWork,
    record: AgreementRecord,
    kind: str,
    language: str,
    by: Role,
    at: datetime,
    person_id: UUID | None = None,
) -> None:
    """The effect alone, inside a transaction that leaves an audit row.

    What a counselor asks for is an effect of its own: it is dropped with their right to ask.
    """
    helps = by is Role.COUNSELOR and person_id is not None
    asker = {"person_id": str(person_id)} if helps else {}
    uow.outbox.put(
        "copy",
        _effect(record, kind, language) + (f":{person_id}:{at.isoformat()}" if helps else ""),
        {
            **asker,
            "agreement_id": str(record.id),
            "kind": kind,
            "language": language,
            "asked_by": by.value,
            "asked_at": at.isoformat(),
        },
        at,
        tenant_id=record.tenant_id,
    )


def for_needs(uow: UnitOfWork, scene: Scene, record: AgreementRecord, at: datetime) -> None:
    """Whoever said that they need large print finds it there (ethics E18)."""
    if NEED in support.told(uow, scene.header.borrower_id, scene.header.household_id):
        request(uow, record, LARGE_PRINT, record.language, Role.SYSTEM, at)


def draw(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Draw and register one copy. The first one that is committed stands."""
    kind, language = payload["kind"], payload["language"]
    with deps.reading() as uow:
        record = uow.agreements.find(UUID(payload["agreement_id"]))
        if record is None:
            raise LookupError(payload["agreement_id"])
        if _drawn(uow, record, kind, language):
            return
        why = _why_not(uow, record, payload, deps.now())
    if why:
        _drop(deps, record, why)
        return
    drawn = draw_copy(deps.sandbox, record.facts, language, kind)
    digest = deps.files.put(drawn.pdf)
    at = deps.now()
    with deps.unit_of_work() as uow:
        if _drawn(uow, record, kind, language):
            uow.system("another worker was first; its bytes stand")
            return
        if why := _why_not(uow, record, payload, at):
            uow.audit.write(None, DROPPED, f"case:{record.case_id}", at, why)
            return
        size = len(drawn.pdf)
        uow.papers.add(Paper(record.tenant_id, digest, size, "application/pdf", "copy", at))
        uow.copies.add(
            Copy(
                *_key(record),
                kind,
                language,
                digest,
                payload["asked_by"],
                datetime.fromisoformat(payload["asked_at"]),
                at,
            )
        )
        audit(uow, backstage(uow, record.case_id), "agreement.copy-drawn", at)
    faults.point("row_committed")


def _why_not(
    uow: UnitOfWork, record: AgreementRecord, payload: Mapping[str, Any], at: datetime
) -> str:
    """Why a copy may not be drawn any more; empty when it may.

    A case under lock has none. A counselor who asked may have to ask no more; everybody else is
    a party for good.
    """
    facts = uow.cases.facts(record.case_id, at)
    if facts is None or facts.restricted:
        return LOCKED
    if "person_id" not in payload:
        return ""
    try:
        require(uow.people.actor(UUID(payload["person_id"])), Action.ASK_COPY, facts)
    except (NotAllowed, NotFound):
        return REVOKED
    return ""


def _drop(deps: Deps, record: AgreementRecord, why: str) -> None:
    """The end of what nobody may have any more: no file, and a row."""
    with deps.unit_of_work() as uow:
        uow.audit.write(None, DROPPED, f"case:{record.case_id}", deps.now(), why)


def _kinds(record: AgreementRecord) -> tuple[tuple[str, str], ...]:
    """Large print to read in every language; what is signed, in that of record alone."""
    read = [(LARGE_PRINT, language) for language in WORDS]
    return (*read, *((kind, record.language) for kind in COPIES if kind != LARGE_PRINT))


def _drawn(uow: UnitOfWork, record: AgreementRecord, kind: str, language: str) -> Copy | None:
    found = uow.copies.of(*_key(record))
    return next((one for one in found if (one.kind, one.language) == (kind, language)), None)


def _effect(record: AgreementRecord, kind: str, language: str) -> str:
    return f"copy:{record.id}:{record.version}:{kind}:{language}"


def _shown(uow: UnitOfWork, scene: Scene) -> AgreementRecord:
    record = uow.agreements.latest(scene.header.tenant_id, scene.header.id)
    if record is None or record.frozen_sha256 is None:
        raise NotFound("agreement")
    return record


def _key(record: AgreementRecord) -> tuple[UUID, UUID, int]:
    return record.tenant_id, record.id, record.version
