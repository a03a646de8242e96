"""The mutants of every route: which fault, who meets it, and at which cell it has to show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from flask import Flask

from app.core.access import RULES, Action, Actor, Relation
from app.usecases.deps import Deps
from tests.town import Town
from tests.web.rights import mutants
from tests.web.rights.asking import Browser, answered, nothing_behind
from tests.web.rights.cells import Cell, cells
from tests.web.rights.oracle import PLACES, TIES, Answer, expected

STAFF = ("agent", "supervisor", "admin", "counselor", "idle counselor", "operator")
FOREIGN = ("other borrower", "other agent", "other admin", "other counselor")
INSIDE = frozenset({"case", "household"})
READS = {
    "case": Action.READ_CASE,
    "household": Action.READ_HOUSEHOLD,
    "organisation": Action.READ_QUEUE,
    "": Action.READ_ACCOUNT,
}
Fault = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault of one route, who meets it, and what they are answered where it is not there."""

    name: str
    fault: Fault
    actor: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Planted:
    """The town's app, and the cells of every guarded route that its guard answers."""

    app: Flask
    deps: Deps
    town: Town
    routes: dict[str, list[Cell]]

    @classmethod
    def of(cls, app: Flask, deps: Deps, town: Town) -> Planted:
        found: dict[str, list[Cell]] = defaultdict(list)
        for cell in cells(app, town):
            if cell.actions and cell.method != "HEAD":
                found[cell.endpoint].append(cell)
        return cls(app, deps, town, found)

    def first(self, endpoint: str) -> Cell:
        return next(c for c in self.routes[endpoint] if c.which in ("", "a"))

    def actor(self, name: str) -> Actor:
        with self.deps.reading() as uow:
            return uow.people.actor(self.town.people[name].person_id)

    def killed(self, planted: list[Mutant]) -> Iterator[str]:
        """The mutants that nobody noticed."""
        browsers = {
            name: Browser.of(self.app, self.deps, self.town, name)
            for name in sorted({mutant.actor for mutant in planted})
        }
        with nothing_behind(self.app):
            for mutant in planted:
                browser, cell = browsers[mutant.actor], mutant.cell
                right = at_guard(mutant.actor, cell)
                with mutant.fault():
                    if answered(browser, cell) == right:
                        yield f"{mutant.name} {cell.endpoint} as {mutant.actor}"


def at_guard(actor: str, cell: Cell) -> Answer:
    """What the guard alone answers: a view may ask for more, and finds other objects itself."""
    return expected(actor, cell.actions[:1], cell.kind if cell.kind in INSIDE else "", cell.which)


def guards_removed(ground: Planted) -> Iterator[Mutant]:
    for endpoint in ground.routes:
        fault = partial(mutants.without_guard, ground.app, endpoint)
        yield Mutant("no guard", fault, "anonymous", ground.first(endpoint))


def weaker_rules(ground: Planted) -> Iterator[Mutant]:
    """One relation more, for each that somebody in the town has and the rule does not name."""
    for endpoint in ground.routes:
        cell = ground.first(endpoint)
        action = cell.actions[0]
        seen: set[Relation] = set()
        for actor in PLACES:
            tie = TIES.get((cell.kind, "a"), {}).get(actor) if cell.kind in INSIDE else None
            have = {tie} if tie else set() if cell.kind in INSIDE else PLACES[actor]
            for relation in have - RULES[action].who - {Relation.MEMBER} - seen:
                if at_guard(actor, cell) is Answer.FORBIDDEN:
                    seen.add(relation)
                    fault = partial(mutants.weaker, action, relation)
                    yield Mutant(f"also {relation}", fault, actor, cell)


def skipped_checks(ground: Planted) -> Iterator[Mutant]:
    unasked = mutants.without_object_check(ground.deps)
    for endpoint in ground.routes:
        cell = ground.first(endpoint)
        for actor in FOREIGN:
            if cell.kind in INSIDE and at_guard(actor, cell) is Answer.HIDDEN:
                fault = partial(mutants.asking, ground.app, unasked)
                yield Mutant("object not checked", fault, actor, cell)
                break


def counted_removals(ground: Planted) -> Iterator[Mutant]:
    """Wherever a membership opens more than being nobody, one that ended must not."""
    former = ground.actor("former agent").person_id
    for actor in STAFF:
        (membership,) = ground.actor(actor).memberships
        back = mutants.belonging(ground.deps, former, membership)
        for endpoint in ground.routes:
            cell = ground.first(endpoint)
            if at_guard(actor, cell) is not at_guard("former agent", cell):
                fault = partial(mutants.asking, ground.app, back)
                yield Mutant(f"still {membership.role}", fault, "former agent", cell)


def ignored_consent(ground: Planted) -> Iterator[Mutant]:
    open_to = mutants.without_consent(ground.deps, ground.town.charities["idle"])
    for endpoint in ground.routes:
        cell = ground.first(endpoint)
        if cell.kind in INSIDE and at_guard("idle counselor", cell) is Answer.HIDDEN:
            fault = partial(mutants.asking, ground.app, open_to)
            yield Mutant("consent ignored", fault, "idle counselor", cell)


OPERATORS = (guards_removed, weaker_rules, skipped_checks, counted_removals, ignored_consent)


def sampled(planted: list[Mutant]) -> list[Mutant]:
    """One of each route, always the same one: the digest of its name says which."""
    by_route: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in planted:
        by_route[mutant.cell.endpoint].append(mutant)
    return [of[sha256(name.encode()).digest()[0] % len(of)] for name, of in by_route.items()]
