"""Every endpoint x method x object as one request: its arguments by name, its form by endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import Flask

from app.core.access import Action
from app.web.security import SAFE_METHODS
from tests.town import Town
from tests.web.rights.routes import ALSO, FORMS, NOWHERE

NO_FILE = "0" * 64
LOOKED_AT_FILE = "/counselor/looking/cases/<uuid:case_id>/file"
"""An agreement that a charity may look at: it has to be one that was drawn."""
OBJECTS = ("a", "b", "nothing", "restricted")
HEADS = ("", "a", "nothing")
"""HEAD runs the same view as GET: two objects show whether it is guarded alike."""

KINDS = {
    "case_id": "case",
    "household_id": "household",
    "sha256": "file",
    "policy_id": "policy",
    "approval_id": "approval",
    "referral_id": "referral",
    "export_id": "export",
}
"""Arguments that name an object with rights of its own."""

READ_ALL = frozenset({"anonymous", "owner", "admin", "counselor"})
"""Who runs every public view. For anybody else it is enough that its guard lets them through."""

PLAIN = {
    "export_id": NOWHERE,
    "about": "income-salary",
    "number": 1,
    "page": 1,
    "figure": "rule:UK-S03",
    "part": "people",
    "kind": "large-print",
    "place": "uk",
    "spoken": "en",
    "token": "no-such-token",
}
"""Arguments that name no object; each has one value that is always there."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One request of the matrix. ``actions`` are empty for a public route."""

    method: str
    path: str
    form: dict[str, str]
    endpoint: str
    actions: tuple[Action, ...]
    kind: str
    which: str

    @property
    def safe(self) -> bool:
        return self.method in SAFE_METHODS

    def at_guard(self, actor: str) -> bool:
        """Whether nothing behind the guard could answer ``actor`` in another way.

        HEAD is GET of the same view, and a public view is run as a few kinds of people.
        """
        if not self.actions:
            return actor not in READ_ALL
        judged = self.kind in ("", "case", "household") and self.endpoint not in ALSO
        return self.method == "HEAD" and judged


def cells(app: Flask, town: Town) -> Iterator[Cell]:
    """Every endpoint x method x object, safe methods first, so that reading comes before change.

    Raises:
        KeyError: a route has an argument or a form that nobody described here.
    """
    yield from sorted(_cells(app, town), key=lambda cell: (not cell.safe, cell.endpoint == LAST))


LAST = "account.sign_out"


def _cells(app: Flask, town: Town) -> Iterator[Cell]:
    adapter = app.url_map.bind("127.0.0.1")
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        allows = getattr(app.view_functions[rule.endpoint], "allows", None)
        also = ALSO.get(rule.endpoint)
        actions = tuple(action for action in (allows, also) if action)
        kind = next((KINDS[name] for name in sorted(rule.arguments & KINDS.keys())), "")
        for which in _objects(kind):
            values = {name: _value(town, rule.rule, name, which) for name in rule.arguments}
            path = adapter.build(rule.endpoint, values)
            for method in sorted((rule.methods or set()) - {"OPTIONS"}):
                if method == "HEAD" and which not in HEADS:
                    continue
                form = {} if method in SAFE_METHODS else FORMS[rule.endpoint](town, which)
                yield Cell(method, path, form, rule.endpoint, actions, kind, which)


def malformed(app: Flask, town: Town) -> Iterator[Cell]:
    """Every route about an object, by an id that is none: shorter, or with a letter too many."""
    for cell in _cells(app, town):
        if cell.kind and cell.which == "nothing" and cell.method != "HEAD":
            broken = cell.path.replace(str(NOWHERE), f"{NOWHERE}0").replace(NO_FILE, NO_FILE[1:])
            yield replace(cell, path=broken, which="malformed")


def _objects(kind: str) -> tuple[str, ...]:
    if not kind:
        return ("",)
    return OBJECTS if kind == "case" else OBJECTS[:3]


def _value(town: Town, rule: str, name: str, which: str) -> object:
    if name == "case_id":
        written = rule.startswith("/agreements") or rule == LOOKED_AT_FILE
        known = town.agreed if written else town.cases
        return known.get(which, town.cases["restricted"] if which == "restricted" else NOWHERE)
    if name == "household_id":
        return town.households.get(which, NOWHERE)
    if name == "policy_id":
        return town.policies.get(which, NOWHERE)
    if name == "approval_id":
        return town.approvals.get(which, NOWHERE)
    if name == "referral_id":
        return town.referrals.get(which, NOWHERE)
    if name == "exhibit_id":
        return town.exhibits.get(which, NOWHERE)
    if name == "sha256":
        return town.files.get(which, NO_FILE)
    if name == "label":
        return town.labels.get(which, town.labels["a"])
    return PLAIN[name]
