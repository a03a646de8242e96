"""The evidence tells of people what was written down at the act, and nothing that came later."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from app.core.negotiation.events import AgreementIssued, AgreementSigned
from app.core.negotiation.record_events import ActedAs
from app.core.plain import plain
from app.core.record import FORMATS, expected_from
from app.documents.proof import evidence_html
from app.documents.view import TEMPLATE_VERSION
from app.store.case_codec import CASE_EVENTS
from app.usecases import authority, evidence
from app.usecases.evidence_acts import person, signings
from app.usecases.evidence_record import compose, what_was_signed
from app.usecases.scene import backstage
from tests.usecases.scenes import Scene

SAID = {"en": "not written down", "zh_Hans": "没有记录"}
NOT_OFFERED = {"en": "whether one was offered is not written down", "zh_Hans": "没有记录是否提供过"}


def record_of(scene: Scene) -> dict[str, Any]:
    data, _ = evidence.read(scene.deps, scene.borrower, scene.part.case_id)
    told: dict[str, Any] = json.loads(data)["record"]
    return told


def promote(scene: Scene) -> None:
    """The agent becomes an administrator of the lender."""
    at, who = scene.clock.at, scene.agent.person_id
    with scene.deps.unit_of_work() as uow:
        uow.audit.write(who, "membership.changed", "organisation", at)
        assert uow.organisations.remove_member(scene.part.place.lender, who, at)
        uow.organisations.add_member(scene.part.place.lender, who, "admin", at)


def test_rank_and_mandate_are_those_of_the_act(signing: Scene) -> None:
    given = signing.clock.at
    signing.clock.move(minutes=1)
    signing.sign(signing.agent)
    promote(signing)
    for actor in (signing.borrower, signing.counselor):
        signing.sign(actor)
    signing.clock.move(minutes=1)
    authority.give(
        signing.deps, signing.borrower, signing.part.household_id, signing.part.place.charity
    )
    signing.stage.work()
    lender, borrower, counselor = record_of(signing)["people"]
    assert lender["authority"] == {"kind": "member", "rank": "agent"}
    assert borrower["authority"] == {"kind": "own"}
    assert counselor["authority"] == {"kind": "mandate", "given_at": plain(given)}
    assert counselor["invited"] == {
        "role": "borrower",
        "by": str(signing.borrower.person_id),
        "how": "mandate",
        "at": plain(given),
    }
    assert lender["invited"] is None
    assert borrower["invited"]["how"] == "invitation"
    assert borrower["invited"]["by"] == str(signing.part.place.lender)


def test_no_name_is_read_when_the_record_is_written(done: Scene) -> None:
    before = record_of(done)["people"]
    with done.deps.unit_of_work() as uow:
        uow.audit.write(None, "names.gone", "deployment", done.clock.at)
        uow.people.connection.execute(text("UPDATE person SET name = 'gone'"))
    with done.deps.reading() as uow:
        told: Any = compose(uow, done.record(), done.deps.root_pem())
    assert told["people"] == before
    assert [one["name_shown"] for one in before] == [
        act.acted_as.name
        for act in done.history()
        if isinstance(act, AgreementSigned) and act.acted_as
    ]
    assert all(one["name_shown"] for one in before)


def test_of_acts_that_hold_less_the_record_says_so(done: Scene) -> None:
    told = record_of(done)
    record = done.record()
    with done.deps.reading() as uow:
        scene = backstage(uow, done.part.case_id)
        found = signings(uow, record, scene, ())
        older = [replace(one, event=replace(one.event, acted_as=None)) for one in found]  # type: ignore[type-var]  # each has its event
        told["people"] = [person(uow, record, scene, one) for one in older]
    for one in told["people"]:
        assert (one["name_shown"], one["capacity"]) == (None, None)
        assert one["authority"] == {"kind": "not_recorded"}
    for language, said in SAID.items():
        paper = evidence_html(told, "0" * 64, language, "2026-11-21T09:30:00Z")
        assert paper.count(f"<td>{said}</td>") >= 2 * len(told["people"])


def test_the_template_is_the_one_that_drew_the_file(done: Scene) -> None:
    (issued,) = (e for e in done.history() if isinstance(e, AgreementIssued))
    assert issued.template == TEMPLATE_VERSION
    assert record_of(done)["what"]["template_version"] == TEMPLATE_VERSION
    with done.deps.reading() as uow:
        scene = backstage(uow, done.part.case_id)
    for written, told in (("2", "2"), ("", None)):
        history = tuple(replace(e, template=written) if e == issued else e for e in scene.history)
        older = replace(scene, history=history)
        what = what_was_signed(done.record(), older, (), done.deps.root_pem())
        assert what["template_version"] == told


def test_an_issue_that_was_kept_before_names_no_template(done: Scene) -> None:
    (issued,) = (e for e in done.history() if isinstance(e, AgreementIssued))
    kept = json.loads(CASE_EVENTS.dump(issued))
    del kept["template"]
    event = CASE_EVENTS.load("agreement-issued", json.dumps(kept).encode())
    assert event == replace(issued, template="")


def test_an_act_that_was_kept_before_has_nobody_beside_it() -> None:
    kept = {
        "agreement_id": "00000000-0000-0000-0000-000000000001",
        "version": 1,
        "signer": "lender",
        "person_id": "00000000-0000-0000-0000-000000000002",
        "shown_sha256": "0" * 64,
        "intent_sha256": "0" * 64,
        "by": "lender",
        "at": "2026-11-21T09:30:00+00:00",
    }
    event = CASE_EVENTS.load("agreement-signed", json.dumps(kept).encode())
    assert isinstance(event, AgreementSigned)
    assert event.acted_as is None
    known = replace(event, acted_as=ActedAs("张伟", "own_debt", "own"))
    assert CASE_EVENTS.load("agreement-signed", CASE_EVENTS.dump(known)) == known


@pytest.mark.parametrize("number", range(1, 6))
def test_a_record_of_every_format_is_still_read(done: Scene, number: int) -> None:
    told = record_of(done) | {"format": f"plainpact/evidence/{number}"}
    assert told["format"] in FORMATS
    assert expected_from(told).final_sha256 == done.record().final_sha256


@pytest.mark.parametrize("offered", [True, []], ids=["third format", "nothing noted"])
def test_where_no_offer_of_help_was_noted_the_paper_claims_none(
    done: Scene, offered: object
) -> None:
    told = record_of(done)
    counselor = {"offered": [], "signed": True, "reviewed": True}
    assert told["fairness"]["counselor"] == counselor
    told["fairness"]["counselor"]["offered"] = offered
    paper = evidence_html(told, "0" * 64, "en", "2026-11-21T09:30:00Z")
    for said in NOT_OFFERED.values():
        assert paper.count(said) == 1
