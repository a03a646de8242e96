"""People of every kind, and one case that some of them have to do with."""

from __future__ import annotations

from uuid import UUID

from app.core.access import Actor, Mandate, Membership, ObjectFacts
from app.core.disclosure import LOOKING

BANK, OTHER_BANK, CHARITY, OTHER_CHARITY, HOST = (UUID(int=n) for n in range(1, 6))


def person(n: int, *memberships: tuple[UUID, str, str]) -> Actor:
    return Actor(UUID(int=n), tuple(Membership(*m) for m in memberships))


ACTORS = {
    "owner": person(10),
    "joint partner": person(11),
    "another borrower": person(12),
    "agent": person(13, (BANK, "lender", "agent")),
    "admin": person(14, (BANK, "lender", "admin")),
    "agent of another lender": person(15, (OTHER_BANK, "lender", "agent")),
    "admin of another lender": person(16, (OTHER_BANK, "lender", "admin")),
    "mandated counselor": person(17, (CHARITY, "charity", "counselor")),
    "colleague of the counselor": person(18, (CHARITY, "charity", "counselor")),
    "consented counselor": person(19, (OTHER_CHARITY, "charity", "counselor")),
    "admin of the charity": person(24, (CHARITY, "charity", "admin")),
    "removed agent": person(20),
    "operator": person(21, (HOST, "operator", "admin")),
    "supervisor": person(23, (BANK, "lender", "supervisor")),
    "member of something unknown": person(22, (BANK, "court", "admin")),
}

CASE = ObjectFacts(
    owner_id=UUID(int=10),
    tenant_id=BANK,
    joint_ids=frozenset({UUID(int=11)}),
    mandates=(Mandate(CHARITY, counselor_id=UUID(int=17)),),
    opened=frozenset((OTHER_CHARITY, part) for part in LOOKING),
)
