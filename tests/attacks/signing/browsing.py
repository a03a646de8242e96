"""People of a scene before the pages of the product."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from app.core.access import Actor
from app.core.negotiation.events import AgreementSigned
from app.factory import create_app
from tests.ceremony import Signer
from tests.stage import Visitor
from tests.usecases.scenes import Scene


def at_the_page(scene: Scene, *actors: Actor) -> list[Signer]:
    """A browser of its own for each of them, in one server."""
    app = create_app(scene.deps)
    found = []
    for actor in actors:
        with scene.deps.reading() as uow:
            person = uow.people.find(actor.person_id)
        name = person.name if person else ""
        found.append(Signer(Visitor.open(app, scene.deps, actor), scene.part, name))
    return found


FLEETING = {"session", "signing_nonce"}
"""Who is here, and which pages were opened: nothing that anybody did."""


def all_rows(scene: Scene) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the database but what is ``FLEETING``, as it is stored."""
    with closing(sqlite3.connect(scene.deps.settings.data_dir / "plainpact.db")) as file:
        named = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: file.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()
            for (name,) in named
            if name not in FLEETING
        }


def signed(scene: Scene) -> int:
    """How many signatures were recorded, all versions together."""
    return sum(isinstance(event, AgreementSigned) for event in scene.history())


def acts_kept(scene: Scene) -> int:
    """How many acts, with their consents, stand in the database for the newest version."""
    record = scene.record()
    with scene.deps.reading() as uow:
        return len(uow.signatures.of(record.tenant_id, record.id, record.version))
