"""The one way to a case under lock: one person asks for a court, another lets it, for a day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.core.access import RULES, Action, Actor, require_place
from app.core.disclosure import DataClass
from app.core.errors import DomainError, NotFound
from app.core.evidence import canonical
from app.core.fields import picked
from app.core.negotiation.events import Event
from app.store.case_codec import CASE_EVENTS
from app.store.case_rows import papers_of
from app.store.legal_exports import LegalExport
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps
from app.usecases.known_as import known_as

OPEN_FOR = timedelta(hours=24)
FORMAT = "plainpact/case-for-court/1"
_OPENED = RULES[Action.TAKE_LEGAL_EXPORT].opens
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""What a ZIP calls no time: the same case gives the same file."""


class NoSuchCase(DomainError):
    """The lender has no case under lock with this account."""

    code = "no_such_case"


class NeedsAnother(DomainError):
    """Somebody else has to let it; nobody lets their own request."""

    code = "needs_another"


@dataclass(frozen=True, slots=True)
class Line:
    """One request as its page shows it. ``until`` is when the file closes again."""

    export: LegalExport
    asked_by: str
    approved_by: str
    until: datetime | None
    is_open: bool
    is_mine: bool


def lines(deps: Deps, actor: Actor) -> tuple[Line, ...]:
    """The newest requests. They name no case and no borrower but in the reason."""
    at = deps.now()
    with deps.reading() as uow:
        require_place(actor, Action.READ_LEGAL_EXPORTS)
        return tuple(_line(uow, one, actor, at) for one in uow.legal_exports.newest())


def lenders(deps: Deps) -> tuple[tuple[UUID, str], ...]:
    with deps.reading() as uow:
        return tuple((one.id, one.name) for one in uow.organisations.of_kind("lender"))


def ask(deps: Deps, actor: Actor, lender: UUID, account: str, reason: str) -> None:
    """Ask for the case of one account.

    Raises:
        NoSuchCase: there is none under lock; an open one has its own pages.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        require_place(actor, Action.ASK_LEGAL_EXPORT)
        header = uow.cases.by_account(lender, account)
        if header is None or not header.restricted:
            raise NoSuchCase(account)
        asked = LegalExport(uuid4(), lender, header.id, reason, actor.person_id, at)
        uow.legal_exports.ask(asked)
        _note(uow, actor, Action.ASK_LEGAL_EXPORT, asked.id, at)


def approve(deps: Deps, actor: Actor, export_id: UUID) -> None:
    """Let it be read for a day.

    Raises:
        NotFound: there is no such request.
        NeedsAnother: the actor asked for it, or it was let before.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        require_place(actor, Action.APPROVE_LEGAL_EXPORT)
        if uow.legal_exports.find(export_id) is None:
            raise NotFound("legal export")
        if not uow.legal_exports.approve(export_id, actor.person_id, at):
            raise NeedsAnother(str(export_id))
        _note(uow, actor, Action.APPROVE_LEGAL_EXPORT, export_id, at)


def take(deps: Deps, actor: Actor, export_id: UUID) -> bytes:
    """A ZIP: ``case.json`` with all events and terms, and each file of the agreement.

    Of an event about what happened to the borrower it has the kind, and nothing that was said.

    Raises:
        NotFound: no such request, not let, its day is over, or the case is gone.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        require_place(actor, Action.TAKE_LEGAL_EXPORT)
        found = uow.legal_exports.find(export_id)
        if found is None or not _is_open(found, at):
            raise NotFound("legal export")
        body = _file(deps, uow, found, at)
        _note(uow, actor, Action.TAKE_LEGAL_EXPORT, export_id, at)
    return body


def _file(deps: Deps, uow: UnitOfWork, found: LegalExport, at: datetime) -> bytes:
    tenant, case_id = found.tenant_id, found.case_id
    header = uow.cases.find(case_id)
    if header is None:
        raise NotFound("case")
    lender = uow.organisations.find(tenant)
    told = {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "reason": found.reason,
        "lender": lender.name if lender else "",
        "borrower": known_as(uow, header),
        "account": uow.cases.account(tenant, case_id),
        "stage": header.stage,
        "events": _events(uow, tenant, case_id),
        "agreements": [json.loads(facts) for facts in _terms(uow, tenant, case_id)],
    }
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as zipped:
        zipped.writestr(
            ZipInfo("case.json", _EARLIEST), canonical(picked("CourtFile", told, _OPENED))
        )
        for digest in _papers(uow, tenant, case_id):
            paper = uow.papers.find(tenant, digest)
            suffix = ".json" if paper and paper.media_type == "application/json" else ".pdf"
            body = deps.files.get(digest, suffix)
            zipped.writestr(ZipInfo(f"{digest}{suffix}", _EARLIEST), body)
    return packed.getvalue()


def _events(uow: UnitOfWork, tenant: UUID, case_id: UUID) -> list[dict[str, Any]]:
    history = uow.cases.history(tenant, case_id)
    links = uow.cases.links(tenant, case_id)
    return [
        {
            "seq": link.seq,
            "kind": CASE_EVENTS.kind(one),
            "content": _content(one),
        }
        for one, link in zip(history, links, strict=True)
    ]


def _content(one: Event) -> Any:  # noqa: ANN401 (JSON)
    """What was said, if the class of data of its kind may be in the file."""
    shown = DataClass(CASE_EVENTS.data_class(CASE_EVENTS.kind(one))) in _OPENED
    return json.loads(CASE_EVENTS.dump(one)) if shown else None


def _papers(uow: UnitOfWork, tenant: UUID, case_id: UUID) -> list[str]:
    if DataClass.AGREEMENT not in _OPENED:
        return []
    return sorted(papers_of(uow.cases.connection, tenant, case_id))


def _terms(uow: UnitOfWork, tenant: UUID, case_id: UUID) -> list[bytes]:
    latest = uow.agreements.latest(tenant, case_id)
    versions = range(1, latest.version + 1) if latest else ()
    found = (uow.agreements.version(tenant, case_id, n) for n in versions)
    return [one.facts for one in found if one is not None]


def _line(uow: UnitOfWork, one: LegalExport, actor: Actor, at: datetime) -> Line:
    until = None if one.approved_at is None else one.approved_at + OPEN_FOR
    return Line(
        one,
        _name(uow, one.asked_by),
        _name(uow, one.approved_by),
        until,
        _is_open(one, at),
        one.asked_by == actor.person_id,
    )


def _is_open(one: LegalExport, at: datetime) -> bool:
    return one.approved_at is not None and at < one.approved_at + OPEN_FOR


def _name(uow: UnitOfWork, person_id: UUID | None) -> str:
    found = None if person_id is None else uow.people.find(person_id)
    return found.name if found else ""


def _note(uow: UnitOfWork, actor: Actor, action: Action, export_id: UUID, at: datetime) -> None:
    uow.audit.write(actor.person_id, action, f"legal-export:{export_id}", at)
