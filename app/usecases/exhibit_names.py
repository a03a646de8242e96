"""The names beside papers: who brought a version, and who has checked it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.core.exhibits import Exhibit
from app.usecases.deps import Deps


@dataclass(frozen=True, slots=True)
class Names:
    people: Mapping[UUID, str]
    organisations: Mapping[UUID, str]


def names_of(
    deps: Deps, exhibits: Iterable[Exhibit], known: Mapping[UUID, str] | None = None
) -> Names:
    """The names of everybody whom these papers name; the reader knows some by those in ``known``."""
    versions = [version for one in exhibits for version in one.versions]
    looked = [mark for version in versions for mark in version.looked]
    people = {one.by_id for one in versions} | {one.by_id for one in looked}
    with deps.reading() as uow:
        found = {one: uow.people.find(one) for one in people}
        theirs = {one: uow.organisations.find(one) for one in {m.organisation_id for m in looked}}
        return Names(
            {one: person.name for one, person in found.items() if person} | dict(known or {}),
            {one: place.name for one, place in theirs.items() if place},
        )
