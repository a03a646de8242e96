"""Faults planted in one route's protection, each of which has to turn a cell of that route wrong.

Six operators: the guard removed, a weaker rule, the object check skipped, a removed membership
that still counts, an unsafe method under a read rule, consent ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from inspect import unwrap
from typing import Any, cast
from uuid import UUID

from flask import Flask

from app.core.access import (
    RULES,
    Action,
    Actor,
    Mandate,
    Membership,
    ObjectFacts,
    Relation,
    Rule,
)
from app.core.disclosure import DataClass
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps, Transaction
from app.web import deps as web_deps
from app.web.guards import allow, public

EVERYTHING = frozenset(Relation)


@contextmanager
def without_guard(app: Flask, endpoint: str) -> Iterator[None]:
    """As if ``@allow`` had been forgotten, before a view that asks nothing itself."""
    with _instead(app, endpoint, public(lambda **_: "")):
        yield


@contextmanager
def under(app: Flask, endpoint: str, action: Action) -> Iterator[None]:
    """As if ``@allow`` named another action."""
    with _instead(app, endpoint, allow(action)(_bare(app, endpoint))):
        yield


@contextmanager
def weaker(action: Action, relation: Relation) -> Iterator[None]:
    """One more relation than the table of rights gives."""
    table = cast("MutableMapping[Action, Rule]", RULES)
    right = table[action]
    table[action] = replace(right, who=right.who | {relation})
    try:
        yield
    finally:
        table[action] = right


@contextmanager
def asking(app: Flask, deps: Deps) -> Iterator[None]:
    """The app around ``deps``, which have a fault."""
    before = app.extensions[web_deps.EXTENSION]
    web_deps.install(app, deps)
    try:
        yield
    finally:
        web_deps.install(app, before)


class OpenToAll(ObjectFacts):
    """Facts of an object that everybody owns, works for and may look at."""

    __slots__ = ()

    def relations(self, actor: Actor) -> frozenset[Relation]:
        return EVERYTHING

    def looks_at(self, actor: Actor) -> frozenset[str]:
        return frozenset(DataClass)


@dataclass(frozen=True, slots=True)
class Changed:
    """Cases or households whose facts are not what they are."""

    real: Any
    change: Callable[[ObjectFacts], ObjectFacts]

    def facts(self, object_id: UUID, at: datetime) -> ObjectFacts | None:
        found = self.real.facts(object_id, at)
        return found and self.change(found)

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)


@dataclass(frozen=True, slots=True)
class Belonging:
    """People of whom one belongs somewhere that they do not."""

    real: Any
    person_id: UUID
    memberships: tuple[Membership, ...]

    def actor(self, person_id: UUID) -> Actor:
        known: Actor = self.real.actor(person_id)
        return Actor(person_id, self.memberships) if person_id == self.person_id else known

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)


def without_object_check(deps: Deps) -> Deps:
    """The question for the very object is always answered with yes."""
    return _facts(deps, lambda found: OpenToAll(found.owner_id, found.tenant_id))


def without_consent(deps: Deps, charity: UUID) -> Deps:
    """A charity that nobody let in sees and does everything."""
    return _facts(
        deps,
        lambda found: replace(
            found,
            mandates=(*found.mandates, Mandate(charity)),
            opened=found.opened | {(charity, part.value) for part in DataClass},
        ),
    )


def belonging(deps: Deps, person_id: UUID, *memberships: Membership) -> Deps:
    """A membership that ended, or never was, counts."""
    return _changed(
        deps, lambda uow: _with(uow, people=Belonging(uow.people, person_id, memberships))
    )


def _bare(app: Flask, endpoint: str) -> Callable[..., Any]:
    """The view of a route, which says nothing about who may reach it."""
    view = unwrap(app.view_functions[endpoint])

    def bare(**named: object) -> Any:  # noqa: ANN401 (whatever the view answers)
        return view(**named)

    return bare


@contextmanager
def _instead(app: Flask, endpoint: str, view: Callable[..., Any]) -> Iterator[None]:
    before = app.view_functions[endpoint]
    app.view_functions[endpoint] = view
    try:
        yield
    finally:
        app.view_functions[endpoint] = before


def _facts(deps: Deps, change: Callable[[ObjectFacts], ObjectFacts]) -> Deps:
    return _changed(
        deps,
        lambda uow: _with(
            uow,
            cases=Changed(uow.cases, change),
            households=Changed(uow.households, change),
        ),
    )


def _with(uow: UnitOfWork, **fakes: Any) -> UnitOfWork:  # noqa: ANN401 - see below
    # What stands in forwards everything but one question, which no type can say.
    vars(uow).update(fakes)
    return uow


def _changed(deps: Deps, change: Callable[[UnitOfWork], UnitOfWork]) -> Deps:
    def twist(opened: Transaction) -> Transaction:
        @contextmanager
        def transaction() -> Iterator[UnitOfWork]:
            with opened() as uow:
                yield change(uow)

        return transaction

    return replace(deps, unit_of_work=twist(deps.unit_of_work), reading=twist(deps.reading))
