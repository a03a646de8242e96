"""Nobody is chased while a case stands still: in a dispute, in a hold, before a decision (E16)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.core.access import Role
from app.core.contact import Because
from app.core.negotiation.case import latest_date
from app.store.cases import CaseHeader
from app.store.unit_of_work import UnitOfWork

DISPUTE = Because("house:dispute")
HOLD = Because("house:hold")
DECISION = Because("house:decision")


def why_quiet(
    uow: UnitOfWork,
    person_id: UUID,
    at: datetime,
    *,
    tenant_id: UUID | None = None,
    case_id: UUID | None = None,
) -> Because | None:
    """Why a lender may not chase this person now.

    Of the case named, or else of any with this lender: doubt favours the borrower. Nothing
    where nothing stands still.
    """
    found = uow.cases.borrowed(person_id, tenant_id, case_id)
    return next((why for why in (_why(one, at) for one in found) if why is not None), None)


def _why(header: CaseHeader, at: datetime) -> Because | None:
    if header.disputed:
        return DISPUTE
    if header.hold_until is not None and latest_date(at) <= header.hold_until:
        return HOLD
    # Also after an agreement: there the lender owes proof, or signs next.
    return DECISION if header.waiting_for == Role.LENDER else None
