"""A case under lock is read for a court by two people, and by nobody else in any way."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest

from app.core.access import RULES, Action, Actor
from app.core.fields import FIELDS
from app.core.negotiation.commands import AskHelp
from app.store.case_codec import CASE_EVENTS
from app.store.organisations import Organisation
from app.usecases import demo, legal_export, negotiate, retention
from app.usecases.deps import Deps
from tests.stage import Clock, Stage, Visitor

LEGAL = "/admin/legal"
Visit = Callable[..., Visitor]


@pytest.fixture
def operators(deps: Deps, stage: Stage, clock: Clock) -> tuple[Actor, Actor]:
    del stage
    house, people = uuid4(), (uuid4(), uuid4())
    with deps.unit_of_work() as uow:
        uow.organisations.add(
            Organisation(house, "operator", "Us", None, None, "GB", None, clock.at)
        )
        for person in people:
            address = f"{person}@us.example"
            uow.people.add(person, name="Op", email=address, language="en", at=clock.at)
            uow.organisations.add_member(house, person, "admin", clock.at)
        uow.audit.write(None, "test.prepared", "test", clock.at)
    with deps.reading() as uow:
        one, two = (uow.people.actor(person) for person in people)
    return one, two


def test_one_asks_another_lets_it_and_it_closes_after_a_day(
    stage: Stage,
    clock: Clock,
    operators: tuple[Actor, Actor],
    visit: Visit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    part = stage.part("sealed", "confirm", "tell", "offer", "counter", "accept", "records", "sign")
    stage.work()
    deps, case_id = part.deps, part.case_id
    negotiate.submit(deps, part.borrower, case_id, AskHelp("I lost my job."))
    account = demo.account(part.story)
    one, two = (visit(who) for who in operators)
    asked = {"lender": str(part.place.lender), "account": account, "reason": "County Court 7"}
    open_case = one.post(LEGAL, asked, token_from=LEGAL)
    assert open_case.status_code == 422  # an open case has pages of its own
    _lock(deps, clock, part.borrower.person_id)
    one, two = (visit(who) for who in operators)

    assert one.post(LEGAL, asked, token_from=LEGAL).status_code == 303
    export_id = _newest(deps)
    file = f"{LEGAL}/{export_id}/case.zip"
    assert one.get(file).status_code == two.get(file).status_code == 404
    assert one.post(f"{LEGAL}/{export_id}/approve", token_from=LEGAL).status_code == 422
    assert two.post(f"{LEGAL}/{export_id}/approve", token_from=LEGAL).status_code == 303
    # By the name that this lender may read, as on its own pages.
    monkeypatch.setattr(legal_export, "known_as", lambda *_: "As Stated")
    with ZipFile(BytesIO(one.get(file).data)) as packed:
        told = json.loads(packed.read("case.json"))
        papers = [name for name in packed.namelist() if name.endswith(".pdf")]
    assert (told["account"], told["reason"], told["stage"]) == (account, "County Court 7", "sealed")
    assert papers
    assert told["borrower"] == "As Stated"
    assert told.keys() == FIELDS["CourtFile"].keys()
    # What was owed, shared and agreed; of what happened, that something was said and no more.
    opened = RULES[Action.TAKE_LEGAL_EXPORT].opens
    left = {e["kind"]: CASE_EVENTS.data_class(e["kind"]) for e in told["events"] if e["content"]}
    assert {"case-opened", "budget-shared", "offer-made"} <= left.keys()
    assert set(left.values()) <= opened
    assert [e["content"] for e in told["events"] if e["kind"] == "help-asked"] == [None]
    assert str(case_id) not in one.get(LEGAL).text

    agent = visit(part.place.agent)
    assert agent.get(LEGAL).status_code == 403
    clock.move(hours=24)
    assert visit(operators[0]).get(file).status_code == 404
    with deps.reading() as uow:
        rows = [line.action for line in uow.audit.of(f"legal-export:{export_id}")]
    assert rows == ["legal-export.taken", "legal-export.approved", "legal-export.asked"]


def test_a_locked_case_stands_in_no_list_count_job_or_page(
    stage: Stage, clock: Clock, visit: Visit
) -> None:
    part = stage.part("sealed", "confirm", "tell", "offer", "counter", "accept", "records", "sign")
    stage.work()
    deps, case_id, me = part.deps, part.case_id, part.borrower.person_id
    _lock(deps, clock, me)
    with deps.reading() as uow:
        assert uow.cases.borrowed(me, None, None) == ()
        assert uow.cases.of_household(me, part.household_id) == ()
        assert uow.reading.negotiated(part.place.lender, ("sealed", "closed")) == ()
        assert case_id not in uow.reading.waiting_for_lenders()
        assert uow.reading.of_borrower(me).total == 0
        queue = uow.reading.queue(part.place.lender, clock.at.date())
        assert case_id not in [line.case.id for line in queue.lines]
        since = clock.at - timedelta(days=9_000)
        assert case_id not in [one.id for one in uow.reading.answered(part.place.lender, since)]
        assert not uow.outbox.is_waiting(f"news:{case_id}")
    for who in (part.borrower, part.place.agent, part.place.counselor):
        seen = visit(who)
        for path in (f"/cases/{case_id}", f"/lender/cases/{case_id}", f"/agreements/{case_id}"):
            assert seen.get(path).status_code in (403, 404), path
    account = demo.account(part.story)
    assert account not in visit(part.place.agent).get("/lender").text
    assert account not in visit(part.borrower).get("/account/data/own-data.json").text


def _lock(deps: Deps, clock: Clock, borrower_id: UUID) -> None:
    with deps.reading() as uow:
        (one,) = uow.keeping.standings(borrower_id=borrower_id)
    assert one.plan_ends is not None
    clock.at = datetime.combine(one.plan_ends + timedelta(days=91), time(), UTC)
    retention.sweep(deps)


def _newest(deps: Deps) -> UUID:
    with deps.reading() as uow:
        return uow.legal_exports.newest()[0].id
