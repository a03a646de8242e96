"""The end of the lender's time to answer an objection to a paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.core.languages import written
from app.core.negotiation.case import ended
from app.core.negotiation.objections import answered_by, stands
from app.usecases import consequences, notices
from app.usecases.deps import Deps
from app.usecases.scene import append, audit, backstage

WORDS = {
    "en": "The lender did not decide in 21 days. So what the borrower said counts.",
    "zh_Hans": "出借人在 21 天内没有决定，因此以借款人说的为准。",
}


def check(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Uphold what nobody answered in time. Harmless when it is done twice."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = backstage(uow, UUID(payload["case_id"]))
        last = answered_by(scene.history)
        if last is None or not ended(last, at):
            uow.system("it was answered, or another one has its own time")
            return
        borrower = uow.people.find(scene.header.borrower_id)
        uow.households.lock(scene.header.borrower_id, scene.header.household_id)
        language = written(borrower.language if borrower else "en")
        events = stands(scene.history, WORDS[language], at)
        after = append(uow, scene, events, at)
        consequences.follow(uow, scene.case, after, events, at)
        audit(uow, after, "dispute.unanswered", at)
        notices.tell_the_others(uow, after, events, at)
