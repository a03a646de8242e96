"""Writing an accepted offer down: the version of an agreement that is to be drawn."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from app.core.access import Role
from app.core.agreement import Party, facts_bytes
from app.core.drafting import Draft, draft, masked
from app.core.evidence import sha256_hex
from app.core.guidance import guidance_for
from app.core.household_record import fold_household
from app.core.languages import written
from app.core.negotiation.case import Stage
from app.core.old_debt import age_note
from app.documents.label import NAMED_IN_EACH
from app.gateways.zones import time_to_think
from app.store.agreements import AgreementRecord
from app.store.unit_of_work import UnitOfWork
from app.usecases import who_sees
from app.usecases.borrower_pages import debt_age
from app.usecases.deps import Deps
from app.usecases.invite import ALPHABET
from app.usecases.reviewers import reviewer
from app.usecases.scene import Scene, audit, backstage

VERIFY_CODE_LENGTH = 12


def open_record(deps: Deps, uow: UnitOfWork, case_id: UUID) -> AgreementRecord | None:
    """The version that is to be drawn, opened when it is the first try; nothing when done."""
    at = deps.now()
    scene = backstage(uow, case_id)
    if scene.case.stage is not Stage.AGREED:
        return None
    version = scene.case.agreement_versions + 1
    latest = uow.agreements.latest(scene.header.tenant_id, case_id)
    if latest is not None and latest.version >= version:
        uow.system("taken up again")
        return latest
    record = _record(deps, uow, scene, version, at)
    uow.agreements.add(record)
    audit(uow, scene, "agreement.drafted", at)
    return record


def to_write_down(uow: UnitOfWork, after: Scene, at: datetime) -> None:
    """Ask, inside a transaction, for the next version of what was accepted.

    Raises:
        LookupError: nothing was accepted.
    """
    if after.case.accepted is None:
        raise LookupError("there is no accepted offer")
    case_id, version = after.header.id, after.case.agreement_versions + 1
    key = f"issue:{case_id}:{after.case.accepted.digest}:{version}"
    about = {"case_id": str(case_id)}
    uow.outbox.put("issue", key, about, at, tenant_id=after.header.tenant_id)


def _record(
    deps: Deps, uow: UnitOfWork, scene: Scene, version: int, at: datetime
) -> AgreementRecord:
    header = scene.header
    agreement_id = uuid4()
    code = "".join(secrets.choice(ALPHABET) for _ in range(VERIFY_CODE_LENGTH))
    borrower = uow.people.find(header.borrower_id)
    language = written(scene.case.language or (borrower.language if borrower else "en"))
    pack = deps.pack(header.jurisdiction)
    parties = _parties(uow, scene, pack.signing_order, at)
    told = fold_household(uow.households.history(header.borrower_id, header.household_id))
    facts = draft(
        scene.case,
        Draft(
            agreement_id=str(agreement_id),
            version=version,
            case_id=str(header.id),
            parties=parties,
            language_of_record=language,
            evidence_head=uow.cases.links(header.tenant_id, header.id)[-1].digest,
            verify_url=f"{deps.settings.public_base_url}/verify",
            verify_code=code,
            specimen=not deps.settings.production,
            contact=deps.settings.support_email,
            cooling_off_until=time_to_think(pack.zones, pack.cooling_off.days, at).last_day,
            sees=who_sees.level_of(uow, scene),
            limitation=age_note(pack, debt_age(header, scene.case, told, at.date())),
        ),
        guidance_for(header.jurisdiction, pack.cooling_off.days),
        at,
    )
    if deps.settings.signing.tsa_urls:
        facts = replace(facts, time_source=NAMED_IN_EACH)
    data = facts_bytes(facts)
    return AgreementRecord(
        tenant_id=header.tenant_id,
        id=agreement_id,
        case_id=header.id,
        version=version,
        state="issuing",
        language=language,
        facts=data,
        facts_sha256=sha256_hex(data),
        offer_digest=facts.offer_digest,
        code=code,
        frozen_sha256=None,
        final_sha256=None,
        expires_on=(at + timedelta(days=deps.settings.signing.days)).date(),
        cooling_off_until=None,
        created_at=at,
        sealed_at=None,
    )


def _parties(
    uow: UnitOfWork, scene: Scene, order: tuple[Role, ...], at: datetime
) -> tuple[Party, ...]:
    """Everybody the document names, in the order in which they sign."""
    header = scene.header
    borrower = uow.people.find(header.borrower_id)
    lender = uow.organisations.find(header.tenant_id)
    if borrower is None or lender is None:
        raise LookupError(header.id)
    principal = uow.organisations.find(lender.principal_id) if lender.principal_id else None
    found = [
        Party(
            role="lender",
            id=str(lender.id),
            name=lender.name,
            organisation=lender.name,
            licence=lender.licence or "",
            on_behalf_of=(principal.name,) if principal else (),
        ),
        Party(
            role="borrower",
            id=str(borrower.id),
            name=borrower.name,
            reference=masked(scene.case.debt.account),
        ),
    ]
    charity_id = reviewer(uow, scene, at)
    charity = uow.organisations.find(charity_id) if charity_id else None
    if charity is not None:
        found.append(
            Party(
                role="counselor",
                id=str(charity.id),
                name=charity.name,
                organisation=charity.name,
                licence=charity.licence or "",
            )
        )
    return tuple(sorted(found, key=lambda party: order.index(Role(party.role))))
