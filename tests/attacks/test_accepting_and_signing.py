"""Accepting and signing name what was seen, happen once, and belong to one person."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.core.access import Actor
from app.core.errors import DomainError, NotAllowed, NotFound, OfferChanged
from app.core.negotiation.commands import AcceptOffer, Command, DeclineOffer, WithdrawOffer
from app.core.negotiation.events import DeclineReason
from app.usecases import negotiate, offers, sign
from app.usecases.demo_steps import Part
from app.usecases.deps import Deps
from tests.stage import Clock, Stage

COUNTERED = ("confirm", "tell", "offer", "counter")


@pytest.fixture
def countered(stage: Stage) -> Part:
    return stage.part("counter", *COUNTERED)


@pytest.fixture
def agreed(stage: Stage) -> Part:
    """Accepted and drawn: the lender signs first."""
    return stage.part("counter", *COUNTERED, "accept")


def standing(part: Part) -> str:
    offer = offers.choice(part.deps, part.borrower, part.case_id).scene.case.offer
    return offer.digest if offer else ""


def kinds(part: Part) -> list[str]:
    with part.deps.reading() as uow:
        header = uow.cases.find(part.case_id)
        assert header
        history = uow.cases.history(header.tenant_id, part.case_id)
        assert uow.cases.verify(header.tenant_id, part.case_id) is None
    return [type(event).__name__ for event in history]


def test_of_many_acceptances_at_once_one_is_stored(countered: Part) -> None:
    seen = standing(countered)

    def accept(_: int) -> bool:
        return _done(countered, countered.borrower, AcceptOffer(seen))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(accept, range(8))) == 1
    assert kinds(countered).count("OfferAccepted") == 1


def test_accepting_declining_and_withdrawing_at_once_leave_one_answer(countered: Part) -> None:
    seen, agent = standing(countered), countered.place.agent
    tries: list[tuple[Actor, Command]] = [
        (countered.borrower, AcceptOffer(seen)),
        (countered.borrower, DeclineOffer(seen, DeclineReason.TOO_HIGH, "No.")),
        (agent, WithdrawOffer()),
    ]
    with ThreadPoolExecutor(6) as pool:
        done = pool.map(lambda one: _done(countered, *one), tries * 2)
        assert sum(done) == 1
    ends = {"OfferAccepted", "OfferDeclined", "OfferWithdrawn"}
    assert len([kind for kind in kinds(countered) if kind in ends]) == 1


def _done(part: Part, actor: Actor, command: Command) -> bool:
    try:
        negotiate.submit(part.deps, actor, part.case_id, command)
    except DomainError:
        return False
    return True


def test_only_the_offer_that_was_seen_is_accepted(countered: Part) -> None:
    before = kinds(countered)
    earlier = "0" * 64
    for seen in ("", earlier, standing(countered).upper(), standing(countered) + " "):
        with pytest.raises(OfferChanged):
            negotiate.submit(
                countered.deps, countered.borrower, countered.case_id, AcceptOffer(seen)
            )
    with pytest.raises(DomainError):  # nobody accepts what they offered themselves
        negotiate.submit(
            countered.deps,
            countered.place.agent,
            countered.case_id,
            AcceptOffer(standing(countered)),
        )
    assert kinds(countered) == before


def prepared(part: Part, actor: Actor) -> sign.Act:
    page = sign.prepare(part.deps, actor, part.case_id, "en")
    return sign.Act(
        version=page.reading.version,
        shown_sha256=page.reading.file_sha256 or "",
        nonce=page.nonce,
        key=page.key,
        typed_name=page.name,
        intent=page.intent,
        language=page.language,
        agrees_to_records=True,
    )


CHANGES: list[Callable[[sign.Act], sign.Act]] = [
    lambda act: replace(act, version=act.version + 1),
    lambda act: replace(act, version=0),
    lambda act: replace(act, shown_sha256="0" * 64),
    lambda act: replace(act, shown_sha256=""),
    lambda act: replace(act, nonce="x" * 43),
    lambda act: replace(act, nonce=""),
]


def test_nothing_but_what_was_shown_can_be_signed(agreed: Part) -> None:
    agent, before = agreed.place.agent, kinds(agreed)
    act = prepared(agreed, agent)
    for change in CHANGES:
        with pytest.raises(DomainError):
            sign.act(agreed.deps, agent, agreed.case_id, change(act))
    assert kinds(agreed) == before
    sign.act(agreed.deps, agent, agreed.case_id, act)
    assert kinds(agreed) == [*before, "AgreementSigned"]


def test_a_page_signs_once_and_only_for_its_person(agreed: Part, clock: Clock) -> None:
    deps: Deps = agreed.deps
    agent, admin = agreed.place.agent, agreed.place.admin
    act = prepared(agreed, agent)
    with pytest.raises(sign.NonceSpent):
        sign.act(deps, admin, agreed.case_id, replace(act, key="another"))
    for stranger in (agreed.place.counselor, Actor(agent.person_id)):
        with pytest.raises(NotFound):
            sign.act(deps, stranger, agreed.case_id, act)
    clock.move(minutes=31)
    with pytest.raises(sign.NonceSpent):
        sign.act(deps, agent, agreed.case_id, act)
    act = prepared(agreed, agent)
    first = sign.act(deps, agent, agreed.case_id, act)
    assert sign.act(deps, agent, agreed.case_id, act) == first
    with pytest.raises(DomainError):
        sign.act(deps, agent, agreed.case_id, replace(act, key="another"))
    with pytest.raises(DomainError):
        sign.act(deps, agent, agreed.case_id, replace(act, typed_name="Somebody Else"))
    assert kinds(agreed).count("AgreementSigned") == 1


def test_nobody_signs_out_of_turn_or_without_authority(agreed: Part) -> None:
    with pytest.raises(NotFound):
        sign.prepare(agreed.deps, agreed.borrower, agreed.case_id, "en")
    with pytest.raises((NotFound, NotAllowed)):
        sign.prepare(agreed.deps, agreed.place.counselor, agreed.case_id, "en")


def test_of_many_signatures_at_once_one_counts(agreed: Part) -> None:
    agent = agreed.place.agent
    acts = [prepared(agreed, agent) for _ in range(4)] * 2

    def try_it(act: sign.Act) -> bool:
        try:
            sign.act(agreed.deps, agent, agreed.case_id, act)
        except DomainError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(try_it, acts))
    assert any(done)
    assert kinds(agreed).count("AgreementSigned") == 1


def test_a_form_without_its_key_signs_nothing(agreed: Part) -> None:
    """F-002."""
    agent, before = agreed.place.agent, kinds(agreed)
    with pytest.raises(sign.NonceSpent):
        sign.act(agreed.deps, agent, agreed.case_id, replace(prepared(agreed, agent), key=""))
    assert kinds(agreed) == before
