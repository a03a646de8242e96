"""A borrower's way in: a personal link by mail, and a code that fits on a letter."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from app.core.evidence import sha256_hex
from app.store.invitations import Invitation
from app.store.unit_of_work import UnitOfWork

LIFE = timedelta(days=60)
CODE_LENGTH = 12
# Without 0, 1, I, L and O, which people confuse on paper: 12 of 31 signs are 59 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def invite(uow: UnitOfWork, tenant_id: UUID, case_id: UUID, person_id: UUID, at: datetime) -> None:
    """Give a fresh link and code, good once and for sixty days, and ask for the mail."""
    token = secrets.token_urlsafe(32)
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    uow.invitations.give(
        Invitation(
            token_sha256=sha256_hex(token.encode()),
            code_sha256=sha256_hex(code.encode()),
            tenant_id=tenant_id,
            case_id=case_id,
            person_id=person_id,
            created_at=at,
            expires_at=at + LIFE,
        )
    )
    uow.outbox.put(
        "mail",
        f"invitation:{sha256_hex(token.encode())}",
        {
            "letter": "invitation",
            "person_id": str(person_id),
            "path": f"/arrive/{token}",
            "tenant_id": str(tenant_id),
            "case_id": str(case_id),
            "code": "-".join(code[i : i + 4] for i in range(0, CODE_LENGTH, 4)),
        },
        at,
        tenant_id=tenant_id,
    )
