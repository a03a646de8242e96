"""Row 31: files of another lender's customers are not there, on any way the product has."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule, UUIDConverter

from app.core.access import Actor
from app.usecases.imports import import_debts
from tests.attacks.signing.browsing import at_the_page
from tests.attacks.signing.table import row
from tests.one_app import app_of
from tests.stage import Visitor
from tests.usecases.scenes import Scene, a_file, a_row, another_lender, case_named

ROOM = "/agreements/"
OWNERS = ("borrower", "agent", "counselor")
STRANGERS = (
    "agent of a lender abroad",
    "admin of a lender abroad",
    "supervisor of a lender abroad",
    "counselor abroad",
    "agent of a lender nearby",
    "admin of a lender nearby",
    "counselor without authority",
    "another customer of this lender",
)
FILES = {
    "agreement.file",
    "agreement.calendar",
    "agreement.records.trial_file",
    "evidence.paper",
    "evidence.record",
}
"""Files that are there on the day of the seal; the list shows that the search finds files."""


def people(scene: Scene) -> dict[str, Actor]:
    place, abroad = scene.part.place, scene.stage.places["CN"]
    nearby = another_lender(scene.deps)
    found = a_file(a_row("OTHER-1", "Nina Berg", "nina@example.org"))
    import_debts(scene.deps, place.admin, place.lender, found)
    with scene.deps.reading() as uow:
        header = uow.cases.find(case_named(scene.deps, place.lender, "OTHER-1"))
        assert header is not None
        customer = uow.people.actor(header.borrower_id)
    others = (
        abroad.agent, abroad.admin, abroad.supervisor, abroad.counselor,
        nearby.agent, nearby.admin, nearby.counselor, customer,
    )  # fmt: skip
    owners = (scene.borrower, scene.agent, scene.counselor)
    return dict(zip((*OWNERS, *STRANGERS), (*owners, *others), strict=True))


def ways(app: Flask, case_id: UUID) -> Iterator[tuple[str, str]]:
    """Every address of the product that is about one case and can be asked for, by its name."""
    with app.test_request_context():
        urls = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and "case_id" in rule.arguments:
                for values in _values(rule):
                    yield rule.endpoint, urls.build(rule.endpoint, values | {"case_id": case_id})


def _values(rule: Rule) -> Iterator[dict[str, str]]:
    """Each choice that an address offers; a free word is any word."""
    names = sorted(rule.arguments - {"case_id"})
    kinds = [rule._converters[name] for name in names]
    choices = [_words(kind) for kind in kinds]
    for chosen in product(*choices):
        yield dict(zip(names, chosen, strict=True))


def _words(kind: BaseConverter) -> list[str]:
    if isinstance(kind, AnyConverter):
        return sorted(kind.items)
    if isinstance(kind, UUIDConverter):
        return [str(UUID(int=2))]
    return ["1" if isinstance(kind, IntegerConverter) else "a"]


@pytest.mark.parametrize("who", [row(31, "every file", 404)])
def test_no_stranger_gets_a_file_on_any_way_to_it(done: Scene, who: int) -> None:
    app = app_of(done.deps)
    visitors = {name: Visitor.open(app, done.deps, actor) for name, actor in people(done).items()}
    files: dict[str, str] = {}
    for name, path in ways(app, done.part.case_id):
        for owner in OWNERS:
            answer = visitors[owner].get(path)
            if answer.status_code == 200 and answer.mimetype != "text/html":
                files[path] = name
    assert set(files.values()) >= FILES
    assert all(path.startswith(ROOM) for path in files)
    got = {
        (path, stranger): visitors[stranger].get(path).status_code
        for path in files
        for stranger in STRANGERS
    }
    assert {key: status for key, status in got.items() if status != who} == {}


@pytest.mark.parametrize("who", [row(31, "every page", 404)])
def test_nor_a_page_of_the_agreement_nor_a_hint_that_it_exists(done: Scene, who: int) -> None:
    app = app_of(done.deps)
    everybody = people(done)
    nowhere = UUID(int=1)
    for stranger in STRANGERS:
        visitor = Visitor.open(app, done.deps, everybody[stranger])
        real = [visitor.get(p) for _, p in ways(app, done.part.case_id) if p.startswith(ROOM)]
        none = [visitor.get(p) for _, p in ways(app, nowhere) if p.startswith(ROOM)]
        assert {answer.status_code for answer in real} == {who}
        assert [len(a.data) for a in real] == [len(a.data) for a in none]


@pytest.mark.parametrize("owner", [row(31, "no way by digest", 404)])
def test_no_address_is_made_of_a_files_digest(done: Scene, owner: int) -> None:
    digest = done.record().final_sha256
    (borrower,) = at_the_page(done, done.borrower)
    for path in (f"/papers/{digest}.pdf", f"/files/{digest}", f"{borrower.path}/{digest}.pdf"):
        assert borrower.visitor.get(path).status_code == owner


@pytest.mark.parametrize("nobody", [row(31, "signed out", 303)])
def test_who_is_signed_out_is_asked_to_sign_in_and_gets_nothing(done: Scene, nobody: int) -> None:
    app = app_of(done.deps)
    visitor = Visitor.open(app, done.deps)
    for name, path in ways(app, done.part.case_id):
        if name in FILES:
            answer = visitor.get(path)
            assert answer.status_code == nobody
            assert str(answer.location).partition("?")[0] == "/sign-in"
