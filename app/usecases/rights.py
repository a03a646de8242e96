"""The question at the route for one object, before anything is read from the request."""

from __future__ import annotations

from uuid import UUID

from app.core.access import RULES, Action, Actor, ObjectFacts, require
from app.core.errors import NotFound
from app.usecases.deps import Deps
from app.usecases.throttle import LIMITS

REFUSED = "refused.person"


def ask(deps: Deps, actor: Actor, action: Action, object_id: UUID) -> ObjectFacts:
    """Whether ``actor`` may take ``action`` on the case or household ``object_id``.

    The use case asks again in its own transaction, because rights may end in between.

    Raises:
        NotFound: there is no such object for this actor.
        NotAllowed: the actor knows it, and may not do this.
    """
    facts = facts_of(deps, RULES[action].on, object_id)
    if facts is None:
        raise NotFound(action)
    require(actor, action, facts)
    return facts


def facts_of(deps: Deps, on: str, object_id: UUID) -> ObjectFacts | None:
    """What the table of rights has to know of a case or household right now."""
    at = deps.now()
    with deps.reading() as uow:
        if on == "household":
            return uow.households.facts(object_id, at)
        return uow.cases.facts(object_id, at)


def refused(deps: Deps, actor: Actor, action: Action, object_id: UUID | None) -> None:
    """Keep in the log who was refused what, whether or not it exists: the work is the same.

    Of each person twenty an hour are kept, so that nobody can fill the log.
    """
    at, limit = deps.now(), LIMITS[REFUSED]
    named = f"{RULES[action].on}:{object_id}" if object_id else f"person:{actor.person_id}"
    with deps.unit_of_work() as uow:
        uow.system("refusals are counted")
        if uow.throttle.take(REFUSED, str(actor.person_id), limit.most, limit.within, at):
            uow.audit.write(actor.person_id, f"refused.{action}", named, at)
