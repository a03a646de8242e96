"""What a lender reads as the name of a borrower."""

from __future__ import annotations

from app.store.cases import CaseHeader
from app.store.unit_of_work import UnitOfWork


def known_as(uow: UnitOfWork, header: CaseHeader) -> str:
    """The name that the lender stated, until the person has confirmed the debt; then their own.

    Whoever knows a mail address may state a debt for it. The name that stands with the address
    here may have come from another house, or from the person: only they give it to a lender.
    """
    stated = uow.cases.stated_name(header.tenant_id, header.id)
    if stated is not None:
        return stated
    person = uow.people.find(header.borrower_id)
    return person.name if person else ""
