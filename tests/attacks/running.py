"""The runner of the attack catalogue: one data file and one module for each class of attack.

``catalogue/A01.json`` says what is sent and what has to hold; ``classes/a01.py`` sends it::

    {"id": "A01", "title": "Links to a foreign host", "kind": "http_each",
     "endpoints": ["auth.link_request"],
     "statuses": [200, 303, 400],
     "inputs": [{"name": "host-foreign", "send": {"Host": "evil.test"}},
                {"name": "host-ours-twice", "send": {"Host": "a, a"}, "own": true}],
     "checks": ["links_start_with_our_address"]}

    @dataclass(frozen=True, slots=True)
    class Ready: ...

    def prepare(ground: Ground) -> Ready:  # once a class; left out, ``send`` gets the ground
        return Ready(ground.app, ground.deps)

    def send(ready: Ready, one: Input) -> Ran:  # once an input
        answer = ready.app.test_client().post("/sign-in", headers=one.send, data=...)
        return Ran.of(answer, said=mails(ready.deps))

    @check
    def links_start_with_our_address(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
        for name, result in ran.items():  # every input at once; yields what is wrong
            if foreign := ...:
                yield f"{name}: {foreign}"

``statuses`` are judged for every answer of ``Ran.statuses``; an input's ``expect`` (a list, too)
replaces them, and ``[]`` judges nothing. Where the product's answer differs from the reference's
for a good reason, ``"departs": "..."`` beside it says which. Give ``Ran`` only the answers that
are to be judged, and in ``did`` how much was done (requests, drawings, changes, rounds): an input
that did less than its kind asks was not run. ``{"repeat": "x", "times": 3}`` in ``send`` is
written out before ``send`` is called. ``endpoints`` are logical names; ``catalogue/endpoints.json``
maps them to endpoints of Flask, to ``*`` for every route, or to ``module:name`` of what is no
route. A class with ``FULL = True`` runs a second time with ``ground.full`` among the long tests.
``python -m pytest tests/attacks/test_catalogue.py -k A01`` runs one class.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, TypeVar

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.documents.sandbox import Sandbox
from app.usecases.deps import Deps
from tests.attacks.reading import Attack, Input
from tests.stage import Clock, Stage, Visitor
from tests.town import Town

KINDS: dict[str, int] = {
    "http_each": 1,
    "raw_body_each": 1,
    "sequence_each": 2,
    "concurrent": 2,
    "race": 2,
    "timing_pair": 2,
    "route_matrix": 1,
    "product": 1,
    "http_and_orm_each": 1,
    "for_every_unsafe_route": 1,
    "for_each_credential": 1,
    "store_then_export": 2,
    "render_each": 1,
    "upload_each": 1,
    "tamper_pdf_each": 1,
    "db_tamper_each": 1,
    "clock": 1,
    "fault": 1,
    "browser": 1,
}
"""The kinds of attack there are, and what each input of one has to do at least."""

Check = Callable[[Any, Mapping[str, "Ran"]], Iterable[str]]
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Iterable[str]])
_CHECKS: set[Callable[..., Iterable[str]]] = set()


def check(function: F) -> F:
    """Marks a function that a class names among its ``checks``."""
    _CHECKS.add(function)
    return function


@dataclass(frozen=True, slots=True)
class Ran:
    """What one input led to: answers to judge, how much was done, and what the checks read."""

    statuses: tuple[int, ...] = ()
    did: int = 0
    said: Any = None

    @classmethod
    def of(cls, *answers: TestResponse, did: int = 0, said: object = None) -> Ran:
        return cls(tuple(a.status_code for a in answers), did or len(answers), said)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a class attacks. Each place is made when it is asked for, once a class."""

    request: pytest.FixtureRequest
    full: bool = False

    @property
    def stage(self) -> Stage:
        """Ask for it before ``deps`` or ``app``: it decides on which directory they stand."""
        self.request.node.fixturenames.append("stage")
        return self._one("stage", Stage)

    @property
    def deps(self) -> Deps:
        return self._one("deps", Deps)

    @property
    def app(self) -> Flask:
        return self._one("app", Flask)

    @property
    def clock(self) -> Clock:
        return self._one("clock", Clock)

    @property
    def visit(self) -> Callable[..., Visitor]:
        found: Callable[..., Visitor] = self.request.getfixturevalue("visit")
        return found

    @property
    def town(self) -> Town:
        return self._one("town", Town)

    @property
    def town_deps(self) -> Deps:
        return self._one("town_deps", Deps)

    @property
    def town_app(self) -> Flask:
        return self._one("town_app", Flask)

    @property
    def sandbox(self) -> Sandbox:
        return self._one("sandbox", Sandbox)

    @property
    def folder(self) -> Path:
        return self._one("tmp_path", Path)

    def _one(self, name: str, kind: type[T]) -> T:
        found = self.request.getfixturevalue(name)
        if not isinstance(found, kind):
            raise TypeError(f"{name} is a {type(found)}")
        return found


def module_of(attack_id: str) -> ModuleType:
    """Raises ModuleNotFoundError for a class without a module."""
    return import_module(f"tests.attacks.classes.{attack_id.lower()}")


def runs_in_full(attack_id: str) -> bool:
    """Read, not imported: a class that cannot be imported fails alone."""
    path = Path(__file__).parent / "classes" / f"{attack_id.lower()}.py"
    return path.exists() and "\nFULL = True\n" in path.read_text(encoding="utf-8")


def checks_of(module: ModuleType) -> dict[str, Check]:
    found = vars(module).items()
    return {name: one for name, one in found if isinstance(one, FunctionType) and one in _CHECKS}


def faults(
    attack: Attack, module: ModuleType, table: Mapping[str, list[str]], routes: Iterable[str]
) -> Iterator[str]:
    """What keeps a class from being run in full, before anything is sent."""
    if attack.kind not in KINDS:
        yield f"no such kind: {attack.kind}"
    known = {*routes, "*"}
    for name in attack.endpoints:
        if name not in table:
            yield f"no route for the endpoint {name}"
        for target in table.get(name, []):
            if not (_is_there(target) if ":" in target else target in known):
                yield f"the endpoint {name} is mapped to {target}, which is not there"
    functions = checks_of(module)
    yield from (f"no function for the check {name}" for name in attack.checks - functions.keys())
    yield from (f"no class names the check {name}" for name in functions.keys() - attack.checks)
    if not hasattr(module, "send"):
        yield "nothing sends the inputs"
    if (own := sum(one.own for one in attack.inputs)) < LEAST_OWN:
        yield f"only {own} inputs of its own"


LEAST_OWN = 3


def _is_there(target: str) -> bool:
    where, _, name = target.partition(":")
    return hasattr(import_module(where), name)


def problems(attack: Attack, module: ModuleType, ground: Ground) -> Iterator[str]:
    """Send every input, apply every check, and name all that went wrong."""
    ready = module.prepare(ground) if hasattr(module, "prepare") else ground
    ran: dict[str, Ran] = {}
    for one in attack.inputs:
        try:
            result = module.send(ready, one)
        except Exception:  # noqa: BLE001 - one input that breaks must not hide the others
            yield f"{one.name}: {traceback.format_exc(limit=-3)}"
            continue
        if not isinstance(result, Ran) or result.did < KINDS[attack.kind]:
            yield f"{one.name}: was not run"
            continue
        ran[one.name] = result
        yield from _unexpected(attack, one, result)
    for name, function in sorted(checks_of(module).items()):
        try:
            yield from (f"{name}: {fault}" for fault in function(ready, ran))
        except Exception:  # noqa: BLE001 - as above
            yield f"{name}: {traceback.format_exc(limit=-3)}"


def _unexpected(attack: Attack, one: Input, result: Ran) -> Iterator[str]:
    allowed = attack.statuses if one.expect is None else one.expect
    if not allowed:
        return
    if not result.statuses:
        yield f"{one.name}: no answer to judge"
    if wrong := sorted({status for status in result.statuses if status not in allowed}):
        yield f"{one.name}: answered {wrong}, not one of {sorted(allowed)}"
