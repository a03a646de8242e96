"""Every unsafe route of a browser, somebody who may use it, and what the database holds."""

from __future__ import annotations

from hashlib import sha256

from flask import Flask
from sqlalchemy import text

from app.core.rights import RULES
from app.usecases.deps import Deps
from tests.town import Town
from tests.web.rights.asking import Browser
from tests.web.rights.cells import Cell, cells
from tests.web.rights.oracle import Answer, expected

ALWAYS_WORKS = "account.leave"
FOR_PROGRAMS = "api.assess"
"""Programs ask without a browser: no cookie is read there, so no site can borrow one."""
WHO = ("owner", "agent", "supervisor", "admin", "operator", "counselor", "idle counselor", "joint",
       "consented counselor", "other borrower")  # fmt: skip
COUNTS = frozenset({"audit", "audit_head", "throttle", "job", "sqlite_sequence"})
"""Tables that say what was tried; a refusal is kept there."""

LOOKS = frozenset(rule.audit for rule in RULES.values() if rule.audit and not rule.writes)


def unsafe(app: Flask, town: Town) -> list[Cell]:
    """Every unsafe route of a browser once, about something of ``a``."""
    found = [c for c in cells(app, town) if not c.safe and c.which in ("", "a")]
    return [c for c in found if c.endpoint != FOR_PROGRAMS]


def actor_for(cell: Cell) -> str:
    """Somebody who may; else who could if there were such a thing; else the owner."""
    answers = {who: expected(who, cell.actions, cell.kind, cell.which) for who in WHO}
    for wanted in (Answer.IN, Answer.HIDDEN):
        for who, answer in answers.items():
            if answer is wanted:
                return who
    return "owner"


def browsers_of(app: Flask, deps: Deps, town: Town) -> dict[str, Browser]:
    return {name: Browser.of(app, deps, town, name) for name in WHO}


def audit_length(deps: Deps) -> int:
    """How many changes the log tells. Sensitive looks and refusals are told there as well."""
    with deps.reading() as uow:
        rows = uow.audit.connection.execute(
            text("SELECT action, count(*) FROM audit GROUP BY action")
        )
        return sum(count for action, count in rows if action not in LOOKS and not _refused(action))


def _refused(action: str) -> bool:
    return action.startswith("refused.")


def noted(deps: Deps, action: str) -> int:
    """How many rows of the log are about ``action``."""
    with deps.reading() as uow:
        rows = uow.audit.connection.execute(
            text("SELECT count(*) FROM audit WHERE action = :action"), {"action": action}
        )
        return int(rows.scalar_one())


def contents(deps: Deps) -> dict[str, str]:
    """A digest of the rows of each table but of what counts tries."""
    with deps.reading() as uow:
        connection = uow.audit.connection
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = sorted(name for (name,) in names if name not in COUNTS)
        return {name: _digest(connection.exec_driver_sql(f'SELECT * FROM "{name}"').all())
                for name in tables}  # fmt: skip


def _digest(rows: object) -> str:
    return sha256(repr(rows).encode()).hexdigest()
