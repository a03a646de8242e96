"""What a lender calls a person who has not confirmed its debt: where that ciphertext lives."""

from __future__ import annotations

from uuid import UUID

from app.store.crypto import Place


def stated_place(tenant_id: UUID, case_id: UUID) -> Place:
    return Place("debt_case", "stated_name", tenant_id, str(case_id))
