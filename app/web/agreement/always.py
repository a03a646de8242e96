"""What the borrower's side can do on every page of an agreement, one step away (E10)."""

from __future__ import annotations

from typing import Any

from flask import request

from app.core.access import Action
from app.core.errors import NotAllowed, NotFound
from app.usecases import rights
from app.web.deps import deps, maybe_actor


def always() -> dict[str, Any]:
    """The case whose borrower's side reads this page; None for everybody else."""
    who, case_id = maybe_actor(), (request.view_args or {}).get("case_id")
    if who is None or case_id is None:
        return {"always_for": None}
    try:
        rights.ask(deps(), who, Action.READ_OPTIONS, case_id)
    except (NotAllowed, NotFound):
        return {"always_for": None}
    return {"always_for": case_id}
