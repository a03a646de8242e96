"""A borrower asks to delete: what can go goes at once, and nothing that is in force is torn down."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import update

from app.core.erasing import Why
from app.core.household_record import fold_household
from app.core.retention import legal_end
from app.gateways.mail import FolderMail
from app.store.case_tables import CaseRow
from app.usecases import own_erasure
from app.usecases.demo_steps import STEPS, Part
from tests.stage import Clock, Stage
from tests.usecases.scenes import Scene


def letters(part: Part) -> list[str]:
    assert isinstance(part.deps.mail, FolderMail)
    return [one.subject for one in part.deps.mail.letters()]


def test_an_open_case_stays_and_what_happened_goes(stage: Stage) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer", "hold")
    me = part.borrower.person_id
    found = own_erasure.plan(part.deps, part.borrower)
    assert [(one.why, one.until) for one in found.stays] == [(Why.OPEN, None)]
    assert not found.is_whole
    own_erasure.ask(part.deps, part.borrower)
    own_erasure.ask(part.deps, part.borrower)
    stage.work()
    assert letters(part).count("We have your request") == 1
    with part.deps.reading() as uow:
        person = uow.people.find(me)
        record = fold_household(uow.households.history(me, part.household_id))
        case = uow.cases.find(part.case_id)
        assert uow.audit.verify() is None
        said = [line.action for line in uow.audit.of(f"person:{me}")]
        assert uow.cases.history(part.place.lender, part.case_id)
    assert person is not None
    assert person.email is not None
    assert record.told is not None
    assert (record.told.hardship, record.told.needs) == ((), ())
    assert case is not None
    assert (case.stage, case.restricted) == ("offered", False)
    assert said.count("data.erased") == 1


def test_a_closed_case_is_locked_and_the_account_goes(stage: Stage, clock: Clock) -> None:
    part = stage.part("four-weekly", "confirm", "tell")
    me, case_id = part.borrower.person_id, part.case_id
    STEPS["dispute"](part)
    with part.deps.unit_of_work() as uow:  # as a lender that upholds it leaves the case
        header = uow.cases.find(case_id)
        assert header is not None
        uow.cases.connection.execute(
            update(CaseRow.__table__).where(CaseRow.id == case_id).values(stage="closed")
        )
        uow.audit.write(None, "test.prepared", "test", clock.at)
    found = own_erasure.plan(part.deps, part.borrower)
    (stay,) = found.stays
    assert stay.why is Why.LAW
    assert stay.until == legal_end(header.updated_at, header.jurisdiction)
    assert found.is_whole
    own_erasure.ask(part.deps, part.borrower)
    stage.work()
    assert letters(part).count("We have your request") == 1
    with part.deps.reading() as uow:
        person = uow.people.find(me)
        case = uow.cases.find(case_id)
        assert uow.cases.borrowed(me, None, None) == ()
        assert uow.keeping.find(case_id)
        assert fold_household(uow.households.history(me, part.household_id)).told is None
        assert uow.wishes.history(me) == ()
    assert person is not None
    assert (person.name, person.email, person.phone) == ("-", None, None)
    assert case is not None
    assert case.restricted


def test_an_agreement_in_force_stays_until_it_ends(done: Scene) -> None:
    found = own_erasure.plan(done.deps, done.borrower)
    assert [one.why for one in found.stays] == [Why.IN_FORCE]
    assert not found.is_whole
    last = found.stays[0].case.plan_ends
    assert last is not None
    done.clock.at = datetime.combine(last + timedelta(days=1), time(), UTC)
    (stay,) = own_erasure.plan(done.deps, done.borrower).stays
    assert (stay.why, stay.ended) == (Why.LAW, done.clock.at)


def test_staff_keep_their_account_while_they_work_there(stage: Stage) -> None:
    agent = stage.places["UK"].agent
    found = own_erasure.plan(stage.deps, agent)
    assert (found.works, found.is_whole) == (True, False)
    own_erasure.ask(stage.deps, agent)
    stage.work()
    with stage.deps.reading() as uow:
        person = uow.people.find(agent.person_id)
    assert person is not None
    assert person.email is not None


def test_a_case_that_was_agreed_meanwhile_is_not_torn_down(stage: Stage, clock: Clock) -> None:
    """What counts is how things stand when it is done."""
    part = stage.part("four-weekly", "confirm", "tell")
    own_erasure.ask(part.deps, part.borrower)
    STEPS["offer"](part)
    STEPS["counter"](part)
    STEPS["accept"](part)
    clock.move(minutes=2)
    stage.work()
    with part.deps.reading() as uow:
        case = uow.cases.find(part.case_id)
    assert case is not None
    assert not case.restricted
