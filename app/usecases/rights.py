"""The question at the route for one object, before anything is read from the request."""

from __future__ import annotations

from uuid import UUID

from app.core.access import RULES, Action, Actor, require
from app.core.errors import NotFound
from app.usecases.deps import Deps


def ask(deps: Deps, actor: Actor, action: Action, object_id: UUID) -> None:
    """Whether ``actor`` may take ``action`` on the case or household ``object_id``.

    The use case asks again in its own transaction, because rights may end in between.

    Raises:
        NotFound: there is no such object for this actor.
        NotAllowed: the actor knows it, and may not do this.
    """
    at = deps.now()
    with deps.reading() as uow:
        if RULES[action].on == "household":
            facts = uow.households.facts(object_id, at)
        else:
            facts = uow.cases.facts(object_id, at)
    if facts is None:
        raise NotFound(action)
    require(actor, action, facts)
