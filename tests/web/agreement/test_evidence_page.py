"""The evidence for the people who signed: two files, and what was noted about each of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.usecases import signed_from
from app.usecases.demo_steps import STEPS, Part, agree_to_records
from app.usecases.deps import Deps
from tests.ceremony import Signer
from tests.stage import ORIGIN, Stage, Visitor
from tests.usecases.scenes import letters

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
        assert record["format"] == "plainpact/evidence/5"
    for where in (path, f"{path}/paper", f"{path}/record"):
        assert visit(sealed.place.counselor).client.get(where).status_code == 404


def test_until_it_is_written_the_page_says_that_the_evidence_is_being_made(
    visit: Visit, stage: Stage
) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer", "counter", "accept")
    path = f"/agreements/{part.case_id}/evidence"
    assert visit(part.borrower).get(path).status_code == 404
    STEPS["sign"](replace(part, work=partial(work_without, part.deps, "evidence")))
    for language, words in (("en", "The evidence is being made"), ("zh", "证据正在制作")):
        for person in (part.borrower, part.place.agent):
            assert words in visit(person, language=language).soup(path).get_text()
    for rest in ("/paper", "/record", "/renewals"):
        assert visit(part.borrower).get(path + rest).status_code == 404
    links = {url for one in letters(part.deps) for url in re.findall(rf"{ORIGIN}(/\S*)", one.text)}
    assert links
    assert [link for link in links if visit(part.borrower).get(link).status_code >= 400] == []
    work_without(part.deps, "")
    told = visit(part.borrower).soup(path).get_text()
    assert "The evidence is being made" not in told
    assert visit(part.borrower).get(f"{path}/record").status_code == 200


def test_newer_proofs_are_there_to_keep_once_they_were_made(
    visit: Visit, sealed: Part, stage: Stage
) -> None:
    path = f"/agreements/{sealed.case_id}/evidence"
    assert "newer proofs" not in visit(sealed.borrower).soup(path).get_text()
    assert json.loads(visit(sealed.borrower).get(f"{path}/renewals").data)["renewals"] == []
    stage.clock.at += timedelta(days=365 * 14 + 10)
    stage.work()
    visitor = visit(sealed.borrower)
    assert "Download the newer proofs" in visitor.soup(path).get_text()
    told = json.loads(visitor.get(f"{path}/renewals").data)
    assert told["format"] == "plainpact/renewals/1"
    assert len(told["renewals"]) == 1
    assert visit(sealed.place.counselor).get(f"{path}/renewals").status_code == 404


def work_without(deps: Deps, kind: str) -> None:
    """What a worker does that has not come to ``kind`` yet."""
    does = {name: do for name, do in handlers(deps).items() if name != kind}
    Runner(deps.unit_of_work, does, deps.now).drain()


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
