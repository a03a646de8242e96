"""The lines of the audit log about one person: what was done, when, and from which house."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from app.store.audit import SYSTEM
from app.store.cases import CaseHeader
from app.store.unit_of_work import UnitOfWork

YOU, PRODUCT = "you", "the product"


def lines_about(
    uow: UnitOfWork, me: UUID, cases: Iterable[CaseHeader], households: Iterable[UUID]
) -> list[dict[str, Any]]:
    """Oldest first. ``by`` is you, the product, or the name of a lender or charity.

    What another borrower of the same case did is not told: it is theirs.
    """
    cases = tuple(cases)
    objects = [f"person:{me}", f"contact:{me}"]
    objects += [f"case:{case.id}" for case in cases] + [f"household:{one}" for one in households]
    who = _houses(uow, me, cases)
    own = uow.audit.pseudonym(me)
    return [
        {"at": one.at.isoformat(), "action": one.action, "object": one.object, "by": who[one.actor]}
        for one in uow.audit.about_or_by(objects, own)
        if one.actor in who
    ]


def _houses(uow: UnitOfWork, me: UUID, cases: tuple[CaseHeader, ...]) -> dict[str, str]:
    """Whose pseudonym belongs to which house, those who left it included."""
    charities = {one.counselor_org_id for one in uow.consents.authorities(me)}
    charities |= {one.charity_id for one in uow.referrals.of_borrower(me)}
    found = {}
    for house in {case.tenant_id for case in cases} | charities:
        organisation = uow.organisations.find(house)
        for person in uow.organisations.everybody(house):
            found[uow.audit.pseudonym(person)] = organisation.name if organisation else ""
    return found | {uow.audit.pseudonym(me): YOU, SYSTEM: PRODUCT}
