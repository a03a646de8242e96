"""From request to decision nobody is chased, and none is in a dispute or a hold (E16)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from app.core.contact import Answer, Channel, Direction, Leave, Never, Purpose
from app.core.negotiation.case import Stage as At
from app.core.negotiation.commands import PlaceHold, RaiseDispute, WithdrawOffer
from app.core.negotiation.events import DisputeKind
from app.store.contacts import Entry
from app.usecases import contacts, holds, negotiate
from app.usecases.demo_steps import STEPS, Part
from tests.stage import Stage
from tests.usecases.scenes import Scene, case_of, letters

WORKDAY = datetime.fromisoformat("2026-11-24T14:00:00+00:00")


def offered(stage: Stage) -> Part:
    return stage.part("four-weekly", "confirm", "tell", "offer")


def disputed(stage: Stage) -> Part:
    part = stage.part("four-weekly", "confirm")
    negotiate.submit(
        part.deps, part.borrower, part.case_id, RaiseDispute(DisputeKind.ALREADY_PAID, "In May.")
    )
    return part


def held(stage: Stage) -> Part:
    part = stage.part("four-weekly", "confirm")
    holds.place(part.deps, part.borrower, part.case_id, "house:bereavement", "")
    return part


def asking(part: Part, purpose: Purpose, channel: Channel, case_id: UUID | None = None) -> Answer:
    """Whether a contact of this lender may happen at a good hour."""
    entry = Entry(
        person_id=part.borrower.person_id,
        key=f"asked:{uuid4()}",
        tenant_id=part.place.lender,
        by_person_id=None,
        channel=channel,
        direction=Direction.OUT,
        purpose=purpose,
        at=WORKDAY,
        case_id=case_id,
    )
    with part.deps.reading() as uow:
        return contacts.answer_for(uow, entry)


@pytest.mark.parametrize(
    ("made", "rule"),
    [(offered, "house:decision"), (disputed, "house:dispute"), (held, "house:hold")],
)
def test_e16_nothing_that_chases_leaves_while_a_case_stands_still(
    stage: Stage, made: Callable[[Stage], Part], rule: str
) -> None:
    part = made(stage)
    for channel in (Channel.MAIL, Channel.TEXT, Channel.TELEPHONE, Channel.LETTER):
        for case_id in (part.case_id, None):
            answer = asking(part, Purpose.COLLECTION, channel, case_id)
            assert isinstance(answer, Never)
            assert answer.because.code == rule


def test_e16_service_messages_go_on_and_chasing_is_possible_again_after_the_answer(
    stage: Stage,
) -> None:
    part = offered(stage)
    assert asking(part, Purpose.NEGOTIATION, Channel.MAIL) == Leave()
    STEPS["counter"](part)
    assert asking(part, Purpose.COLLECTION, Channel.MAIL) == Leave()


def test_e16_from_request_to_decision_only_service_messages_reach_the_borrower(
    stage: Stage,
) -> None:
    part = stage.part("four-weekly", "confirm", "tell")
    stage.work()
    with stage.deps.reading() as uow:
        person = uow.people.find(part.borrower.person_id)
    assert person is not None
    known = {one.key for one in letters(stage.deps)}
    STEPS["offer"](part)
    for _ in range(40):
        stage.clock.move(days=1)
        stage.work()
    assert case_of(part).stage is At.OFFERED
    told = [one for one in letters(stage.deps) if one.key not in known and one.to == person.email]
    assert {one.subject for one in told} == {"You have a message"}
    assert all("nobody asks you for anything" in one.text for one in told)
    assert len(told) == 2  # one for each clock that the lender missed


def test_e16_a_reminder_that_waited_is_withheld_when_a_hold_has_begun(signing: Scene) -> None:
    signing.sign(signing.agent)
    signing.stage.work()
    agreement = signing.case().agreement
    assert agreement is not None
    assert agreement.next_signer == "borrower"
    payload = {
        "letter": "signing_time",
        "person_id": str(signing.borrower.person_id),
        "tenant_id": str(signing.part.place.lender),
        "case_id": str(signing.part.case_id),
        "day": agreement.expires_on.isoformat(),
    }
    signing.clock.at = WORKDAY
    assert contacts.message_may_leave(signing.deps, payload, "reminder-1")
    until = signing.clock.at.date().replace(day=30)
    signing.do(signing.borrower, PlaceHold("house:asked-for-time", until, ""))
    assert not contacts.message_may_leave(signing.deps, payload, "reminder-2")
    signing.clock.move(days=2)
    news = {**payload, "letter": "news", "head": ""}
    assert contacts.message_may_leave(signing.deps, news, "news-1")


def test_a_request_taken_back_ends_the_quiet(stage: Stage) -> None:
    part = offered(stage)
    negotiate.submit(part.deps, part.borrower, part.case_id, WithdrawOffer())
    assert asking(part, Purpose.COLLECTION, Channel.MAIL) == Leave()
