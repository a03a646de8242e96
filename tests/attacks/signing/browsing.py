"""People of a scene before the pages of the product."""

from __future__ import annotations

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


def signed(scene: Scene) -> int:
    """How many signatures were recorded, all versions together."""
    return sum(isinstance(event, AgreementSigned) for event in scene.history())


def acts_kept(scene: Scene) -> int:
    """How many acts, with their consents, stand in the database for the newest version."""
    record = scene.record()
    with scene.deps.reading() as uow:
        return len(uow.signatures.of(record.tenant_id, record.id, record.version))
