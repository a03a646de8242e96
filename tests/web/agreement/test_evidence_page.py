"""The evidence for the people who signed: two files, and what was noted about each of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.usecases import signed_from
from app.usecases.demo_steps import Part, agree_to_records
from tests.ceremony import Signer
from tests.stage import Stage, Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def sealed(stage: Stage) -> Part:
    return stage.part("four-weekly", "confirm", "tell", "offer", "counter", "accept", "sign")


def test_every_party_may_keep_the_evidence_and_a_stranger_may_not(
    visit: Visit, sealed: Part
) -> None:
    path = f"/agreements/{sealed.case_id}/evidence"
    for person in (sealed.borrower, sealed.place.agent):
        visitor = visit(person)
        assert "The evidence says who signed what" in visitor.soup(path).get_text()
        assert visitor.client.get(f"{path}/paper").data.startswith(b"%PDF-")
        record = json.loads(visitor.client.get(f"{path}/record").data)["record"]
        assert record["format"] == "plainpact/evidence/2"
    for where in (path, f"{path}/paper", f"{path}/record"):
        assert visit(sealed.place.counselor).client.get(where).status_code == 404


def test_people_see_from_where_they_signed_and_nobody_else_does(
    signer: Callable[..., Signer], part: Part, stage: Stage
) -> None:
    path = f"/agreements/{part.case_id}/evidence"
    people = [signer(actor) for actor in (part.place.agent, part.borrower)]
    agree_to_records(part)
    for person in people:
        assert person.sign().status_code == 303
        part.work()
    told = people[0].visitor.client.get(f"{path}/record").get_data(as_text=True)
    assert "127.0.0.1" not in told
    assert all(act["where"]["sealed"] for act in json.loads(told)["record"]["acts"])
    assert [
        act["authentication"]["session_sha256"] != "" for act in json.loads(told)["record"]["acts"]
    ] == [True, True]
    for person in people:
        assert "127.0.0.1" in person.visitor.soup(path).get_text()
    other = signer(part.place.supervisor).visitor.soup(path).get_text()
    assert "127.0.0.1" not in other
    later = stage.clock.at.replace(year=stage.clock.at.year + 7)
    deps = replace(part.deps, now=lambda: later)
    assert signed_from.forget(deps) == len(people)
    assert signed_from.forget(deps) == 0
    assert "It was deleted" in people[1].visitor.soup(path).get_text()
