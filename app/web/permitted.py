"""What the person of this request may do, for guards and templates: asked of the one table."""

from __future__ import annotations

from uuid import UUID

from flask import request

from app.core.access import RULES, Action, ObjectFacts, may, permits
from app.usecases import rights
from app.web import deps

_FACTS = "plainpact.facts"


def can(action: str, object_id: UUID | None = None) -> bool:
    """Whether a page may offer ``action``, on the object of its address where none is named.

    A page says less than the use case does: it asks again when something is done.

    Raises:
        ValueError: there is no such action.
    """
    wanted, actor = Action(action), deps.maybe_actor()
    if actor is None:
        return False
    on = RULES[wanted].on
    if on not in ("case", "household"):
        return permits(actor, wanted)
    named = object_id or (request.view_args or {}).get(f"{on}_id")
    facts = None if named is None else _facts(on, named)
    return facts is not None and may(actor, wanted, facts)


def remember(on: str, object_id: UUID, facts: ObjectFacts) -> None:
    """What a guard has read need not be read a second time for its page."""
    request.environ[_FACTS] = {(on, object_id): facts}


def _facts(on: str, object_id: UUID) -> ObjectFacts | None:
    known: dict[tuple[str, UUID], ObjectFacts | None] = request.environ.setdefault(_FACTS, {})
    if (on, object_id) not in known:
        known[on, object_id] = rights.facts_of(deps.deps(), on, object_id)
    return known[on, object_id]
