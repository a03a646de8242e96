"""From where somebody signed: noted with the act, shown to the signer, forgotten in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.access import Role
from app.core.dates import add_months
from app.core.text import NAME_LIMIT
from app.store.agreements import AgreementRecord
from app.store.signing_places import SigningPlace
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps

KEPT_MONTHS = 72
"""Six years: in England a claim on an agreement may be brought that long.

Source: Limitation Act 1980, section 5. Elsewhere the time is shorter.
"""
SIGNED_IN = {
    "account.signed-in": "mailed_link_or_code",
    "account.signed-in-by-passkey": "passkey",
    "account.arrived": "invitation",
    "account.demo-signed-in": "demonstration",
}


@dataclass(frozen=True, slots=True)
class Browser:
    """What the connection itself tells; nothing a form could claim."""

    session_sha256: str
    address: str
    agent: str


def note(
    uow: UnitOfWork,
    record: AgreementRecord,
    role: Role,
    person_id: UUID,
    browser: Browser,
    at: datetime,
) -> None:
    """Keep it beside the act, in the transaction of the act."""
    uow.signing_places.add(
        SigningPlace(
            tenant_id=record.tenant_id,
            agreement_id=record.id,
            version=record.version,
            role=role.value,
            session_sha256=browser.session_sha256,
            signed_in=_signed_in(uow, person_id),
            keep_until=add_months(at.date(), KEPT_MONTHS),
            address=browser.address[:NAME_LIMIT],
            agent=browser.agent[:NAME_LIMIT],
        )
    )


def forget(deps: Deps) -> int:
    """Forget addresses and browsers that were kept long enough; how many there were."""
    at = deps.now()
    with deps.reading() as uow:
        if not uow.signing_places.due(at.date()):
            return 0
    with deps.unit_of_work() as uow:
        uow.audit.write(None, "signing-places.forgotten", "deployment", at)
        return uow.signing_places.forget(at.date())


def _signed_in(uow: UnitOfWork, person_id: UUID) -> str:
    """How the person's newest session began; ``unknown`` when no sign-in was written down."""
    entries = uow.audit.of(f"person:{person_id}")
    found = (SIGNED_IN[entry.action] for entry in entries if entry.action in SIGNED_IN)
    return next(found, "unknown")
