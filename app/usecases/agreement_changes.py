"""What became of an agreement since somebody's page of it was shown."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.core.access import Action, Actor
from app.core.languages import written
from app.documents.changes import Change, changes
from app.usecases.deps import Deps
from app.usecases.scene import enter


@dataclass(frozen=True, slots=True)
class Since:
    """``version`` is the one that was shown.

    ``signed_only``: it still stands, and nothing but signatures was added to it. Otherwise
    ``changes`` lead to the newest version; there are none when its terms are the same.
    """

    version: int
    signed_only: bool
    changes: tuple[Change, ...] = ()

    @property
    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """Name, before and after of each figure."""
        return tuple((one.name, one.before, one.after) for one in self.changes)


def since(
    deps: Deps, actor: Actor, case_id: UUID, version: int, shown: str, language: str
) -> Since | None:
    """None when the page was none of ours, or nothing at all happened since.

    ``shown`` is the digest of the file that the page named: whoever does not know it is
    told nothing of an earlier version.

    Raises:
        NotFound: there is no such case for this actor.
    """
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_AGREEMENT, case_id, deps.now())
        tenant = scene.header.tenant_id
        old = uow.agreements.version(tenant, case_id, version)
        new = uow.agreements.latest(tenant, case_id)
        if old is None or new is None:
            return None
        key = (tenant, old.id, old.version)
        ours = {revision.sha256 for revision in uow.agreements.revisions(*key)}
        if shown not in ours:
            return None
        if old.id != new.id:
            return Since(version, False, changes(old.facts, new.facts, written(language)))
        signed = shown != old.frozen_sha256 or uow.signatures.of(*key)
        return Since(version, True) if signed else None
