"""People of a scene before the pages of the product."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from app.core.access import Actor
from app.core.negotiation.events import AgreementSigned
from tests.ceremony import Signer
from tests.one_app import app_of
from tests.stage import Visitor
from tests.usecases.scenes import Scene


def at_the_page(scene: Scene, *actors: Actor) -> list[Signer]:
    """A browser of its own for each of them, in one server."""
    app = app_of(scene.deps)
    found = []
    for actor in actors:
        with scene.deps.reading() as uow:
            person = uow.people.find(actor.person_id)
        name = person.name if person else ""
        found.append(Signer(Visitor.open(app, scene.deps, actor), scene.part, name))
    return found


FLEETING = {"session", "signing_nonce", "throttle"}
"""Who is here, which pages were opened and what was tried: nothing that anybody did."""


REFUSALS = frozenset({"audit", "audit_head"})
"""Where a refusal is written down: all that it may change."""


def all_rows(
    scene: Scene, but: frozenset[str] = frozenset()
) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the database but what is ``FLEETING``, as it is stored."""
    with closing(sqlite3.connect(scene.deps.settings.data_dir / "plainpact.db")) as file:
        named = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: file.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()
            for (name,) in named
            if name not in FLEETING | but
        }


def signed(scene: Scene) -> int:
    """How many signatures were recorded, all versions together."""
    return sum(isinstance(event, AgreementSigned) for event in scene.history())


def acts_kept(scene: Scene) -> int:
    """How many acts, with their consents, stand in the database for the newest version."""
    record = scene.record()
    with scene.deps.reading() as uow:
        return len(uow.signatures.of(record.tenant_id, record.id, record.version))
