"""Without a conduct pass staff begin nothing; whatever the borrower waits for goes on all the same."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from app.core.access import Actor
from app.core.errors import NotAllowed, NotFound, OfferChanged
from app.core.negotiation.commands import (
    AcceptOffer,
    Command,
    CounterOffer,
    DeclineOffer,
    PlaceHold,
    RaiseDispute,
    SettleDispute,
)
from app.core.negotiation.events import DeclineReason, DisputeKind
from app.core.packs import JURISDICTIONS
from app.store.conduct import Sitting
from app.store.organisations import Organisation
from app.usecases import conduct, messages, negotiate, offers
from app.usecases.conduct import NoPass
from app.usecases.demo_steps import Part
from app.usecases.staff_words import WordsRefused
from tests.stage import Stage


@pytest.fixture
def part(stage: Stage) -> Part:
    return stage.part("four-weekly", "confirm", "tell", "offer")


@pytest.fixture
def newcomer(part: Part) -> Actor:
    """Somebody who joined the lender today and took no test."""
    return joined(part, part.place.lender, "agent")


def joined(part: Part, home: UUID, role: str) -> Actor:
    at, person = part.deps.now(), uuid4()
    with part.deps.unit_of_work() as uow:
        uow.people.add(person, name="New", email=f"{person}@x.example", language="en", at=at)
        uow.organisations.add_member(home, person, role, at)
        uow.audit.write(None, "test.prepared", f"organisation:{home}", at)
        return uow.people.actor(person)


def do(part: Part, who: Actor, command: Command) -> None:
    negotiate.submit(part.deps, who, part.case_id, command)


def counter(part: Part) -> CounterOffer:
    found = offers.choice(part.deps, part.borrower, part.case_id)
    standing = found.scene.case.offer
    assert standing is not None
    fair = next(d for d in offers.drafts(found) if not d.stretch and d.digest != standing.digest)
    return CounterOffer(uuid4(), fair.terms, "This ends sooner.", standing.digest, fair.label)


def seen(part: Part) -> str:
    offer = offers.choice(part.deps, part.borrower, part.case_id).scene.case.offer
    assert offer is not None
    return offer.digest


def sit(part: Part, who: Actor, place: str = "UK", wrong: int = 0) -> conduct.Result:
    exam = conduct.next_test(part.deps, who, place)
    given = {one.question.code: one.right for one in exam.asked}
    given |= {one.question.code: (one.right + 1) % 3 for one in exam.asked[:wrong]}
    return conduct.hand_in(part.deps, who, place, exam.number, given)


def test_without_a_pass_nobody_of_a_lender_proposes_or_writes(part: Part, newcomer: Actor) -> None:
    with pytest.raises(NoPass) as refused:
        do(part, newcomer, counter(part))
    assert refused.value.place == "UK"
    messages.write(part.deps, part.borrower, part.case_id, uuid4(), "A question.")
    with pytest.raises(NoPass):
        messages.write(part.deps, newcomer, part.case_id, uuid4(), "An answer.")
    sit(part, newcomer)
    messages.write(part.deps, newcomer, part.case_id, uuid4(), "An answer.")
    do(part, newcomer, counter(part))


def test_a_pass_of_another_place_does_not_count(part: Part, newcomer: Actor) -> None:
    sit(part, newcomer, "CN")
    with pytest.raises(NoPass):
        do(part, newcomer, counter(part))


@pytest.mark.parametrize("step", ["accept", "decline", "dispute upheld", "dispute not", "hold"])
def test_what_the_borrower_waits_for_needs_no_pass(part: Part, newcomer: Actor, step: str) -> None:
    if step.startswith("dispute"):
        do(part, part.borrower, RaiseDispute(DisputeKind.ALREADY_PAID, "Paid."))
        words = "We found your payment." if step.endswith("upheld") else "No payment arrived."
        do(part, newcomer, SettleDispute(upheld=step.endswith("upheld"), explanation=words))
    elif step == "accept":
        do(part, newcomer, AcceptOffer(seen(part)))
    elif step == "decline":
        do(part, newcomer, DeclineOffer(seen(part), DeclineReason.TOO_LONG, "It takes 90 months."))
    else:
        until = part.deps.now().date().replace(day=28)
        do(part, newcomer, PlaceHold("house:asked-for-time", until, "You asked for time."))


def test_a_counselor_needs_none(stage: Stage) -> None:
    part = stage.part("counselor", "authority", "confirm", "tell")
    assert conduct.standings(part.deps, part.place.counselor)[2].until is None
    messages.write(part.deps, part.place.counselor, part.case_id, uuid4(), "Hello.")


def test_seven_of_ten_is_no_pass_and_the_next_test_comes_at_once_with_other_questions(
    part: Part, newcomer: Actor
) -> None:
    first = conduct.next_test(part.deps, newcomer, "UK")
    assert not sit(part, newcomer, wrong=3).is_passed
    with pytest.raises(NoPass):
        do(part, newcomer, counter(part))
    second = conduct.next_test(part.deps, newcomer, "UK")
    assert (first.number, second.number) == (1, 2)
    assert first.seed != second.seed
    assert first.asked != second.asked
    assert sit(part, newcomer, wrong=2).is_passed


def test_a_test_is_handed_in_once(part: Part, newcomer: Actor) -> None:
    exam = conduct.next_test(part.deps, newcomer, "UK")
    given = {one.question.code: one.right for one in exam.asked}
    conduct.hand_in(part.deps, newcomer, "UK", exam.number, given)
    with pytest.raises(OfferChanged):
        conduct.hand_in(part.deps, newcomer, "UK", exam.number, given)
    found = conduct.result(part.deps, newcomer, "UK", exam.number)
    assert (found.sitting.seed, found.asked) == (exam.seed, exam.asked)
    with pytest.raises(NotFound):
        conduct.result(part.deps, part.place.agent, "UK", 99)


def test_a_pass_ends_after_a_year(stage: Stage, part: Part) -> None:
    (standing,) = [s for s in conduct.standings(part.deps, part.place.agent) if s.place == "UK"]
    assert standing.until == part.deps.now().date().replace(year=2027)
    stage.clock.move(days=365)
    assert conduct.may_begin(part.deps, part.place.agent, "UK")
    stage.clock.move(days=1)
    assert not conduct.may_begin(part.deps, part.place.agent, "UK")


def test_a_pass_ends_with_the_rules_it_was_about(part: Part, newcomer: Actor) -> None:
    sit(part, newcomer)
    with part.deps.unit_of_work() as uow:
        (held,) = uow.conduct.passes((newcomer.person_id,), part.deps.now().date())
        uow.audit.write(None, "test", "test:conduct", part.deps.now())
    assert held.rules_sha256
    assert held.pack_version == "2026.11"
    old = joined(part, part.place.lender, "agent")
    with part.deps.unit_of_work() as uow:
        uow.conduct.sit(
            Sitting(old.person_id, "UK", 1, "s", held.at, 10, 10, "2025.1", "1", "0", held.until)
        )
        uow.audit.write(None, "test", "test:conduct", part.deps.now())
    assert conduct.may_begin(part.deps, newcomer, "UK")
    assert not conduct.may_begin(part.deps, old, "UK")


def test_supervisors_see_their_house_and_who_runs_the_product_sees_every_lender(
    stage: Stage, part: Part, newcomer: Actor
) -> None:
    found = conduct.colleagues(part.deps, part.place.supervisor)
    assert {one.organisation for one in found} == {"Northbank Recovery"}
    held = {one.name: [s.place for s in one.standings if s.until] for one in found}
    assert held == {"Olivia Grant": ["UK"], "Ben Carter": ["UK"], "Ruth Adeyemi": ["UK"], "New": []}
    at, home = part.deps.now(), uuid4()
    with part.deps.unit_of_work() as uow:
        uow.organisations.add(Organisation(home, "operator", "Us", None, None, "GB", None, at))
        uow.audit.write(None, "test", "test:home", at)
    operator = joined(part, home, "admin")
    houses = {one.organisation for one in conduct.colleagues(part.deps, operator)}
    assert houses == {"Northbank Recovery", "新桥消费金融"}
    with pytest.raises(NotAllowed):
        conduct.colleagues(part.deps, newcomer)
    assert all(len(one.standings) == len(JURISDICTIONS) for one in found)


def test_counts_are_of_ones_own_house_and_hold_no_words(part: Part) -> None:
    for _ in range(2):
        with pytest.raises(WordsRefused):
            do(
                part,
                part.place.agent,
                DeclineOffer(seen(part), DeclineReason.OTHER, "Or you will be arrested."),
            )
    (tally,) = conduct.tallies(part.deps, part.place.supervisor)
    assert (tally.category, tally.outcome, tally.count) == ("ARREST", "blocked", 2)
    assert tally.month == part.deps.now().date().replace(day=1)
    assert conduct.tallies(part.deps, part.place.counselor) == ()
    with pytest.raises(NotAllowed):
        conduct.tallies(part.deps, part.place.agent)
