"""Reading case after case: staff who look at more than anybody's work needs are asked again."""

from __future__ import annotations

import logging
from uuid import UUID

from app import logs
from app.core.access import Actor
from app.usecases.deps import Deps
from app.usecases.throttle import LIMITS

LOOKS = "staff.case-looks"
BULK = "bulk_access"
_log = logging.getLogger(__name__)


def looked(deps: Deps, actor: Actor, case_id: UUID) -> bool:
    """Count one look of staff at a case; False after 200 in a day, which is told each time.

    A borrower's looks at their own cases are not counted.
    """
    if not actor.memberships:
        return True
    at, limit = deps.now(), LIMITS[LOOKS]
    with deps.unit_of_work() as uow:
        uow.system("looks are counted")
        if uow.throttle.take(LOOKS, str(actor.person_id), limit.most, limit.within, at):
            return True
        uow.audit.write(actor.person_id, BULK, f"case:{case_id}", at)
    logs.tell(_log, logging.WARNING, BULK)
    return False
