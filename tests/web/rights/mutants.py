"""Faults planted in the guards and in what they ask, to see that the matrix finds each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from inspect import unwrap
from typing import Any
from uuid import UUID

from flask import Flask

from app.core.access import Actor, Membership, ObjectFacts, Relation
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps, Transaction
from app.web.guards import public

EVERYTHING = frozenset(Relation)


class OpenToAll(ObjectFacts):
    """Facts of an object that everybody owns, works for and may look at."""

    __slots__ = ()

    def relations(self, actor: Actor) -> frozenset[Relation]:
        return EVERYTHING


@dataclass(frozen=True, slots=True)
class Unasked:
    """Cases or households that answer for everybody, the foreign and the restricted ones too."""

    real: Any

    def facts(self, object_id: UUID, at: datetime) -> ObjectFacts | None:
        found = self.real.facts(object_id, at)
        return found and OpenToAll(found.owner_id, found.tenant_id)

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)


@dataclass(frozen=True, slots=True)
class Remembering:
    """People whose memberships never end."""

    real: Any
    former: UUID
    home: UUID

    def actor(self, person_id: UUID) -> Actor:
        known: Actor = self.real.actor(person_id)
        if person_id != self.former:
            return known
        return Actor(person_id, (Membership(self.home, "lender", "agent"),))

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)


def without_object_check(deps: Deps) -> Deps:
    """The question for the very object is always answered with yes."""
    return _changed(
        deps, lambda uow: _with(uow, cases=Unasked(uow.cases), households=Unasked(uow.households))
    )


def without_removal(deps: Deps, former: Actor, home: UUID) -> Deps:
    """A membership that ended still counts."""
    return _changed(
        deps, lambda uow: _with(uow, people=Remembering(uow.people, former.person_id, home))
    )


def without_guard(app: Flask, endpoint: str) -> None:
    """Take the guard off one route, as if ``@allow`` had been forgotten."""
    app.view_functions[endpoint] = public(unwrap(app.view_functions[endpoint]))


def _with(uow: UnitOfWork, **fakes: Any) -> UnitOfWork:  # noqa: ANN401 - see below
    # What stands in forwards everything but one question, which no type can say.
    return replace(uow, **fakes)


def _changed(deps: Deps, change: Callable[[UnitOfWork], UnitOfWork]) -> Deps:
    def twist(opened: Transaction) -> Transaction:
        @contextmanager
        def transaction() -> Iterator[UnitOfWork]:
            with opened() as uow:
                yield change(uow)

        return transaction

    return replace(deps, unit_of_work=twist(deps.unit_of_work), reading=twist(deps.reading))
