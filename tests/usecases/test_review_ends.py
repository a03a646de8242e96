"""An authority that ends while an agreement waits for its charity leaves nobody stuck."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from app.core.access import Role
from app.core.errors import NotFound
from app.core.negotiation.case import Stage as At
from app.core.negotiation.commands import LiftHold, PlaceHold
from app.core.negotiation.review_events import ReviewEnded
from app.core.scopes import EVERYTHING, Scope
from app.usecases import agreement_reading, verify
from tests.usecases.letting import lets, takes_back
from tests.usecases.scenes import Scene, all_mail, an_act, another_lender, letters

TWO = (Role.LENDER, Role.BORROWER)


def ended(scene: Scene) -> list[ReviewEnded]:
    return [event for event in scene.history() if isinstance(event, ReviewEnded)]


def two_have_signed(scene: Scene) -> None:
    scene.sign(scene.agent)
    scene.sign(scene.borrower)
    scene.stage.work()


def waits_for_two(scene: Scene) -> None:
    """The new version can be signed, by lender and borrower alone."""
    agreement = scene.case().agreement
    assert agreement is not None
    assert (agreement.signers, agreement.signed) == (TWO, ())
    assert scene.case().stage is At.SIGNING


def test_taken_back_while_it_waits_it_is_written_again_and_can_be_finished(signing: Scene) -> None:
    first = signing.record()
    terms = json.loads(first.facts)["terms"]
    two_have_signed(signing)
    page = signing.page(signing.counselor)
    takes_back(signing, signing.part.place.charity)
    signing.stage.work()
    assert len(ended(signing)) == 1
    with signing.deps.reading() as uow:
        old = uow.agreements.find(first.id)
    assert old is not None
    assert old.state == "superseded"
    waits_for_two(signing)
    assert json.loads(signing.record().facts)["terms"] == terms
    assert "agreement.review-ended" in signing.audited()
    for actor in (signing.agent, signing.borrower):
        signing.sign(actor)
        signing.stage.work()
    assert signing.case().stage is At.SEALED
    final = signing.deps.files.get(signing.record().final_sha256 or "")
    assert verify.by_file(signing.deps, final).finding == "genuine"
    with pytest.raises(NotFound):
        signing.sign(signing.counselor, an_act(page))


def test_lender_and_borrower_are_told_and_the_page_says_why(signing: Scene) -> None:
    signing.sign(signing.agent)
    before = len(all_mail(signing.stage))
    takes_back(signing, signing.part.place.charity)
    told = {one.to for one in all_mail(signing.stage)[:-before]}
    with signing.deps.reading() as uow:
        borrower = uow.people.find(signing.borrower.person_id)
    assert borrower is not None
    assert borrower.email in told
    assert any(one.endswith("@staff.example") for one in told)
    for reader in (signing.borrower, signing.agent):
        reading = agreement_reading.read(signing.deps, reader, signing.part.case_id, "en")
        assert reading is not None
        assert reading.review_ended


@pytest.mark.parametrize("signed", [0, 1, 2])
def test_when_its_last_day_is_over_the_same_happens(signing: Scene, signed: int) -> None:
    last = signing.clock.at.date() + timedelta(days=3)
    lets(signing, signing.part.place.charity, until=last)
    for actor in (signing.agent, signing.borrower)[:signed]:
        signing.sign(actor)
    signing.clock.move(days=3)
    signing.stage.work()
    assert ended(signing) == []
    signing.clock.at = signing.clock.at.replace(hour=12, minute=0) + timedelta(days=1)
    signing.stage.work()
    assert len(ended(signing)) == 1
    waits_for_two(signing)


@pytest.mark.parametrize("scopes", [{Scope.READ}, {Scope.READ, Scope.TALK}])
def test_so_it_does_when_they_may_only_look_or_talk_from_now_on(
    signing: Scene, scopes: set[Scope]
) -> None:
    lets(signing, signing.part.place.charity, frozenset(scopes))
    signing.stage.work()
    waits_for_two(signing)


def test_a_charity_that_still_may_sign_keeps_its_place(signing: Scene) -> None:
    record = signing.record()
    lets(signing, signing.part.place.charity, EVERYTHING)
    signing.stage.work()
    assert (ended(signing), signing.record().id) == ([], record.id)
    two_have_signed(signing)
    signing.sign(signing.counselor)
    assert signing.case().stage is At.SIGNED


def test_what_a_counselor_signed_before_stands(signing: Scene) -> None:
    two_have_signed(signing)
    signing.sign(signing.counselor)
    takes_back(signing, signing.part.place.charity)
    signing.stage.work()
    assert ended(signing) == []
    assert signing.case().stage is At.SEALED


def test_in_a_hold_it_waits_and_nobody_loses_anything(signing: Scene) -> None:
    until = signing.clock.at.date() + timedelta(days=3)
    signing.do(signing.borrower, PlaceHold("house:time-to-think", until, ""))
    takes_back(signing, signing.part.place.charity)
    signing.stage.work()
    assert ended(signing) == []
    signing.do(signing.borrower, LiftHold())
    signing.clock.move(days=10)
    signing.stage.work()
    assert len(ended(signing)) == 1
    waits_for_two(signing)


def test_only_those_who_may_sign_for_it_are_reminded(signing: Scene) -> None:
    other = another_lender(signing.deps)
    lets(signing, other.charity, frozenset({Scope.READ}))
    two_have_signed(signing)
    signing.clock.move(days=9)
    signing.stage.work()
    told = {one.to for one in letters(signing.deps) if "stays open until" in one.text}
    with signing.deps.reading() as uow:
        ours = uow.people.find(signing.counselor.person_id)
        others = uow.people.find(other.counselor.person_id)
    assert ours is not None
    assert others is not None
    assert ours.email in told
    assert others.email not in told
