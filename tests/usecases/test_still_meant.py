"""What waited leaves only to who has a part in it by then, and only while it is true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from app.core.disclosure import DataClass
from app.core.negotiation.commands import AskHelp, LiftHold
from app.core.negotiation.lender_clocks import asked_of
from app.core.scopes import EVERYTHING
from app.gateways.mail import Letter
from app.store.consents import Authority
from app.store.contacts import WITHHELD
from app.usecases import (
    authority,
    contacts,
    handovers,
    holds,
    messages,
    negotiate,
    recipients,
    referrals,
)
from app.usecases.demo_steps import STEPS, Part
from tests.stage import Stage
from tests.usecases.scenes import Scene, letters
from tests.usecases.test_contacts import ledger, news, to_the_borrower
from tests.usecases.test_handovers import join

COUNSELOR, AGENT = "counselor.uk@staff.example", "agent.uk@staff.example"


@pytest.fixture
def part(stage: Stage) -> Part:
    """A counselor's client; no mail waits."""
    found = stage.part("counselor", "authority", "confirm", "tell")
    stage.work()
    return found


def left(stage: Stage, known: tuple[Letter, ...]) -> set[str]:
    """Whom the work that is due now reaches."""
    stage.work()
    before = {one.key for one in known}
    return {one.to for one in letters(stage.deps) if one.key not in before}


def revoke(part: Part) -> None:
    with part.deps.reading() as uow:
        given = [
            one
            for one in uow.consents.authorities(part.borrower.person_id)
            if one.revoked_at is None
        ]
    for one in given:
        authority.revoke(part.deps, part.borrower, part.household_id, one.id)


def leaves_the_charity(part: Part, person: UUID) -> None:
    with part.deps.unit_of_work() as uow:
        uow.organisations.remove_member(part.place.charity, person, part.deps.now())
        uow.audit.write(None, "test.prepared", "test", part.deps.now())


def test_a_revoked_authority_stops_the_mail_that_waits(stage: Stage, part: Part) -> None:
    known = letters(stage.deps)
    negotiate.submit(part.deps, part.borrower, part.case_id, AskHelp("I lost my job."))
    revoke(part)
    assert left(stage, known) == set()
    with part.deps.reading() as uow:
        told = uow.audit.of(f"person:{part.place.counselor.person_id}")
    assert ("contact.withheld", "house:not-theirs") in [(e.action, e.rules_version) for e in told]


def test_f_009_who_may_still_look_but_not_act_is_told_of_no_move(stage: Stage, part: Part) -> None:
    at, known = part.deps.now(), letters(stage.deps)
    looks = part.deps, part.borrower, part.case_id, part.place.charity
    recipients.let_look(*looks, (DataClass.DEBT,), at + timedelta(days=30))
    negotiate.submit(part.deps, part.borrower, part.case_id, AskHelp("I lost my job."))
    revoke(part)
    assert left(stage, known) == set()


def test_a_message_in_the_case_is_told_to_no_counselor_who_may_not_read_it(
    stage: Stage, part: Part
) -> None:
    known = letters(stage.deps)
    messages.write(part.deps, part.borrower, part.case_id, uuid4(), "Can I pay on Mondays?")
    revoke(part)
    assert COUNSELOR not in left(stage, known)


def test_whoever_has_left_the_lender_is_told_no_more(stage: Stage, part: Part) -> None:
    known = letters(stage.deps)
    STEPS["offer"](part)
    with part.deps.unit_of_work() as uow:
        agent = part.place.agent.person_id
        uow.organisations.remove_member(part.place.lender, agent, stage.clock())
        uow.audit.write(None, "test.prepared", "test", stage.clock())
    told = left(stage, known)
    assert "supervisor.uk@staff.example" in told
    assert AGENT not in told


def test_e27_help_reaches_a_person_when_the_one_counselor_has_left_the_charity(
    stage: Stage, part: Part
) -> None:
    revoke(part)
    alone = part.place.counselor.person_id
    with part.deps.unit_of_work() as uow:
        uow.consents.give_authority(
            Authority(
                id=uuid4(),
                borrower_id=part.borrower.person_id,
                counselor_org_id=part.place.charity,
                counselor_id=alone,
                scopes=tuple(EVERYTHING),
                given_at=stage.clock(),
            )
        )
        uow.audit.write(None, "test.prepared", "test", stage.clock())
    known = letters(stage.deps)
    negotiate.submit(part.deps, part.borrower, part.case_id, AskHelp("I lost my job."))
    assert left(stage, known) == {COUNSELOR}
    leaves_the_charity(part, alone)
    known = letters(stage.deps)
    negotiate.submit(part.deps, part.borrower, part.case_id, AskHelp("Is anybody there?"))
    assert left(stage, known) == {stage.deps.settings.support_email}


def test_a_hand_over_is_told_to_nobody_who_may_not_look_any_more(stage: Stage, part: Part) -> None:
    colleague = join(part, "Amir Khan", "amir@charity.example", "counselor")
    known = letters(stage.deps)
    handovers.hand_over(
        part.deps, part.place.counselor, part.household_id, colleague.person_id, "Call on Monday."
    )
    revoke(part)
    assert "amir@charity.example" not in left(stage, known)


def test_a_request_that_was_taken_back_is_told_to_no_charity(stage: Stage) -> None:
    part = stage.part("deficit", "confirm", "tell")
    stage.work()
    known = letters(stage.deps)
    referrals.ask(
        part.deps,
        part.borrower,
        part.case_id,
        part.place.charity,
        lets_see=(),
        words="Please call me.",
        consent="They get your name.",
        language="en",
    )
    referrals.take_back(part.deps, part.borrower, part.case_id)
    assert left(stage, known) == set()


def test_nobody_is_asked_about_a_hold_that_they_lifted(stage: Stage) -> None:
    part = stage.part("four-weekly", "confirm")
    holds.place(part.deps, part.borrower, part.case_id, "house:asked-for-time", "")
    until = holds.page(part.deps, part.borrower, part.case_id).still[0].until
    assert until is not None
    stage.clock.at = datetime(until.year, until.month, until.day, 7, tzinfo=UTC) - timedelta(days=3)
    while not asked_about(part):
        stage.clock.move(hours=1)
        news(part, stage.clock.at.hour, "no_on_paper")
        stage.work()
    negotiate.submit(part.deps, part.borrower, part.case_id, LiftHold())
    stage.clock.move(days=2)
    stage.work()
    assert not [one for one in to_the_borrower(part) if "Do you want more time" in one.text]
    assert "house:overtaken" in [one.rule for one in ledger(part) if one.outcome == WITHHELD]


def asked_about(part: Part) -> bool:
    with part.deps.reading() as uow:
        return uow.outbox.is_waiting("hold_review:")


def test_an_answer_that_came_is_not_told_to_be_late(stage: Stage) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    stage.work()
    late = {"letter": "still_waiting", "person_id": str(part.borrower.person_id)}
    with part.deps.reading() as uow:
        asked = asked_of(uow.cases.history(part.place.lender, part.case_id))
    assert asked is not None
    late |= {"case_id": str(part.case_id), "asked": str(asked.version), "clock": "reply"}
    stage.clock.at = datetime(2026, 12, 1, 10, tzinfo=UTC)
    assert contacts.message_may_leave(part.deps, late, "late-1")
    STEPS["counter"](part)
    stage.clock.move(days=2)
    assert not contacts.message_may_leave(part.deps, late, "late-2")
    assert ledger(part)[0].rule == "house:overtaken"


def test_whoever_has_signed_is_not_asked_to(signing: Scene) -> None:
    agreement = signing.case().agreement
    assert agreement is not None
    reminder = {
        "letter": "signing_time",
        "person_id": str(signing.agent.person_id),
        "case_id": str(signing.part.case_id),
        "tenant_id": str(signing.part.place.lender),
        "day": agreement.expires_on.isoformat(),
    }
    assert agreement.next_signer == "lender"
    assert contacts.message_may_leave(signing.deps, reminder, "reminder-1")
    earlier = {**reminder, "day": "2026-01-01"}
    assert not contacts.message_may_leave(signing.deps, earlier, "reminder-2")
    signing.sign(signing.agent)
    signing.stage.work()
    assert not contacts.message_may_leave(signing.deps, reminder, "reminder-3")


def test_what_the_table_does_not_know_never_leaves(stage: Stage, part: Part) -> None:
    known = letters(stage.deps)
    news(part, 1, "threat")
    assert left(stage, known) == set()
    with part.deps.reading() as uow:
        assert uow.outbox.backlog(stage.clock()).waiting == 1
