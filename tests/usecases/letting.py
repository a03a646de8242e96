"""Authorities of every reach, for tests of what they lead to."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from app.core.mandate_text import text_sha256
from app.core.scopes import EVERYTHING, Scope
from app.usecases import authority
from app.usecases.authority import LIFE, Asked
from tests.usecases.scenes import Scene


def lets(
    scene: Scene,
    charity: UUID,
    scopes: frozenset[Scope] = EVERYTHING,
    until: date | None = None,
    counselor: UUID | None = None,
) -> None:
    """The borrower signs that they may act, until a year from now where nothing is said."""
    last = until or scene.clock.at.date() + LIFE
    asked = Asked(charity, scopes, last, counselor)
    deps, home = scene.deps, scene.part.household_id
    shown = text_sha256(authority.words(deps, scene.borrower, home, asked, "en"))
    authority.sign(deps, scene.borrower, home, asked, name="Grace Lin", shown=shown, reader="en")


def takes_back(scene: Scene, charity: UUID) -> None:
    with scene.deps.reading() as uow:
        given = uow.consents.authorities(scene.borrower.person_id)
    live = next(one for one in given if one.counselor_org_id == charity and not one.revoked_at)
    authority.revoke(scene.deps, scene.borrower, scene.part.household_id, live.id)
