from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest

from app.core.access import Actor, Role
from app.core.errors import (
    InvalidInput,
    KeyReused,
    NotAllowed,
    NotFound,
    OfferChanged,
    TransitionNotAllowed,
)
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import (
    AcceptOffer,
    CancelAgreement,
    DeclineSigning,
    LiftHold,
    PlaceHold,
    RaiseDispute,
    SettleDispute,
)
from app.core.negotiation.events import AgreementSigned, DisputeKind
from app.usecases import agreement_reading, authority, queries
from app.usecases.demo_steps import STEPS
from app.usecases.sign import NONCE_LIFE, Act, NonceSpent
from tests.drawings import data_url, scribble
from tests.usecases.scenes import Scene, an_act, another_lender

CARRIED = {field.name for field in fields(Act)} - {"key", "place"}


def test_lender_borrower_and_counselor_sign_in_this_order(signing: Scene) -> None:
    in_order = (signing.agent, signing.borrower, signing.counselor)
    for number, actor in enumerate(in_order):
        for other in {a.person_id: a for a in in_order if a is not actor}.values():
            with pytest.raises(NotFound):
                signing.page(other)
        signing.sign(actor)
        signed = signing.case().agreement
        assert signed is not None
        assert signed.signed == (Role.LENDER, Role.BORROWER, Role.COUNSELOR)[: number + 1]
    assert signing.case().stage is Stage.SIGNED


def test_a_direct_request_out_of_turn_is_refused(signing: Scene) -> None:
    page = signing.page(signing.agent)
    with pytest.raises(TransitionNotAllowed):
        signing.sign(signing.borrower, an_act(page))
    assert signing.case().stage is Stage.SIGNING
    assert not any(isinstance(e, AgreementSigned) for e in signing.history())


def test_the_same_request_twice_is_one_act_with_one_answer(signing: Scene) -> None:
    sent = an_act(signing.page(signing.agent))
    first = signing.sign(signing.agent, sent)
    version = signing.case().version
    assert signing.sign(signing.agent, sent) == first
    assert signing.case().version == version


def test_the_same_key_with_another_body_is_refused(signing: Scene) -> None:
    sent = an_act(signing.page(signing.agent))
    signing.sign(signing.agent, sent)
    version = signing.case().version
    others: list[dict[str, object]] = [
        {"typed_name": "Somebody Else"},
        {"version": sent.version + 1},
        {"shown_sha256": "0" * 64},
        {"nonce": "other"},
        {"intent": "other"},
        {"language": "zh"},
        {"agrees_to_records": False},
        {"answers": ("total",)},
        {"drawing": data_url(scribble())},
    ]
    assert {name for other in others for name in other} == CARRIED
    for other in others:
        with pytest.raises(KeyReused):
            signing.sign(signing.agent, replace(sent, **other))  # type: ignore[arg-type]  # names are checked by replace
    assert signing.case().version == version


@pytest.mark.parametrize("name", ["Ag\u202eent", "A\u200bgent", "A\ngent", "A" * 201])
def test_a_typed_name_with_something_hidden_signs_nothing(signing: Scene, name: str) -> None:
    with pytest.raises(InvalidInput):
        signing.sign(signing.agent, an_act(signing.page(signing.agent), typed_name=name))
    assert signing.case().stage is Stage.SIGNING


def test_a_page_signs_once_even_with_another_key(signing: Scene) -> None:
    page = signing.page(signing.agent)
    signing.sign(signing.agent, an_act(page))
    with pytest.raises((NonceSpent, TransitionNotAllowed)):
        signing.sign(signing.agent, an_act(page, key="another"))


def test_a_page_left_open_too_long_is_loaded_again(signing: Scene) -> None:
    page = signing.page(signing.agent)
    signing.clock.at += NONCE_LIFE
    with pytest.raises(NonceSpent):
        signing.sign(signing.agent, an_act(page))
    signing.sign(signing.agent)
    assert signing.case().agreement is not None


def test_nobody_signs_with_a_page_of_a_colleague(signing: Scene) -> None:
    page = signing.page(signing.agent)
    with pytest.raises(NonceSpent):
        signing.sign(signing.part.place.admin, an_act(page))


@pytest.mark.parametrize("change", [{"version": 2}, {"shown_sha256": "0" * 64}])
def test_other_bytes_than_those_shown_are_not_signed(
    signing: Scene, change: dict[str, object]
) -> None:
    with pytest.raises(OfferChanged):
        signing.sign(signing.agent, an_act(signing.page(signing.agent), **change))
    assert not any(isinstance(e, AgreementSigned) for e in signing.history())


def test_a_stranger_cannot_tell_that_there_is_anything_to_sign(signing: Scene) -> None:
    page = an_act(signing.page(signing.agent))
    with pytest.raises(NotFound):
        signing.sign(Actor(uuid4()), page)
    with pytest.raises(NotFound):
        signing.sign(signing.stage.places["CN"].agent, page)


def test_the_offer_that_became_an_agreement_cannot_be_accepted_again(signing: Scene) -> None:
    offer = signing.case().offer
    assert offer is not None
    with pytest.raises(TransitionNotAllowed):
        signing.do(signing.borrower, AcceptOffer(offer.digest))


def test_nothing_is_offered_for_signing_after_its_last_day(signing: Scene) -> None:
    old = signing.page(signing.agent)
    signing.clock.move(days=16)
    reading = agreement_reading.read(signing.deps, signing.agent, signing.part.case_id, "en")
    assert reading is not None
    assert not reading.may_sign
    with pytest.raises(NotFound):
        signing.page(signing.agent)
    with pytest.raises((NonceSpent, TransitionNotAllowed)):
        signing.sign(signing.agent, an_act(old))


def test_a_hold_stops_signing_until_it_is_over_everywhere(signing: Scene) -> None:
    today = signing.clock.at.date()
    signing.do(signing.borrower, PlaceHold("house:time-to-think", today, "Let me think."))
    with pytest.raises(NotFound):
        signing.page(signing.agent)
    signing.clock.at = signing.clock.at.replace(hour=1) + timedelta(days=1)
    with pytest.raises(NotFound):
        signing.page(signing.agent)
    signing.clock.move(hours=12)
    signing.sign(signing.agent)


def test_who_lifts_a_hold_goes_on_at_once(signing: Scene) -> None:
    later = (signing.clock.at + timedelta(days=20)).date()
    signing.do(signing.borrower, PlaceHold("house:time-to-think", later, "Let me think."))
    with pytest.raises(NotAllowed):
        signing.do(signing.agent, LiftHold())
    signing.do(signing.borrower, LiftHold())
    signing.sign(signing.agent)


def test_not_signing_ends_this_version_and_the_next_is_a_new_one(signing: Scene) -> None:
    first = signing.record()
    signing.sign(signing.agent)
    signing.do(signing.borrower, DeclineSigning(first.id, first.version, ""))
    assert signing.case().stage is Stage.OPEN
    assert signing.record().state == "declined"
    for step in ("offer", "counter", "accept"):
        STEPS[step](signing.part)
    second = signing.record()
    agreement = signing.case().agreement
    assert (second.version, second.state) == (2, "open")
    assert agreement is not None
    assert agreement.signed == ()
    assert second.frozen_sha256 != first.frozen_sha256


def test_a_dispute_before_sealing_stops_the_paper_and_upheld_ends_it(signing: Scene) -> None:
    record = signing.record()
    signing.do(signing.borrower, RaiseDispute(DisputeKind.WRONG_AMOUNT, "I paid half."))
    with pytest.raises(NotFound):
        signing.page(signing.agent)
    signing.do(signing.agent, SettleDispute(upheld=True, explanation="You did."))
    assert signing.case().stage is Stage.CLOSED
    assert signing.record().state == "superseded"
    assert signing.record().id == record.id


def test_a_dispute_upheld_between_the_last_signature_and_the_seal_ends_it(signing: Scene) -> None:
    for actor in (signing.agent, signing.borrower, signing.counselor):
        signing.sign(actor)
    signing.do(signing.borrower, RaiseDispute(DisputeKind.WRONG_AMOUNT, "I paid half."))
    signing.do(signing.agent, SettleDispute(upheld=True, explanation="You did."))
    signing.stage.work()
    assert signing.record().state == "superseded"
    assert signing.record().final_sha256 is None
    assert signing.case().stage is Stage.CLOSED


def test_only_the_charity_named_in_the_document_reviews_it(signing: Scene) -> None:
    other = another_lender(signing.deps)
    authority.give(signing.deps, signing.borrower, signing.part.household_id, other.charity)
    signing.sign(signing.agent)
    signing.sign(signing.borrower)
    own = an_act(signing.page(signing.counselor))
    with pytest.raises(NotFound):
        signing.page(other.counselor)
    with pytest.raises(TransitionNotAllowed):
        signing.sign(other.counselor, own)
    signing.sign(signing.counselor, own)
    assert signing.case().stage is Stage.SIGNED


def test_leaving_works_until_the_end_of_the_last_day_and_not_after(done: Scene) -> None:
    agreement = done.case().agreement
    assert agreement is not None
    last_day, ends = agreement.cooling_off_until, agreement.cooling_off_ends
    assert last_day is not None
    assert (last_day - done.clock.at.date()).days == 14
    # In London it is winter: 23:59 of the last day is the same in UTC.
    assert ends == datetime.combine(last_day + timedelta(days=1), time(), UTC)
    assert done.record().cooling_off_until == last_day
    promised = json.loads(done.record().facts)["clauses"]["cooling_off_until"]
    assert promised == last_day.isoformat()
    command = CancelAgreement(agreement.id, agreement.version)
    for may, at in ((False, ends), (True, ends - timedelta(minutes=1))):
        done.clock.at = at
        reading = agreement_reading.read(done.deps, done.borrower, done.part.case_id, "en")
        assert reading is not None
        assert reading.may_cancel is may
        if not may:
            with pytest.raises(TransitionNotAllowed):
                done.do(done.borrower, command)
    done.do(done.borrower, command)
    assert done.record().state == "cancelled"
    assert done.case().stage is Stage.OPEN
    with done.deps.reading() as uow:
        owner = done.borrower.person_id
        assert uow.households.commitments(owner, done.part.household_id) == ()


def test_a_revoked_authority_ends_with_the_next_request(signing: Scene) -> None:
    given = queries.helpers(signing.deps, signing.borrower, signing.part.household_id)
    (helper,) = [h for h in given if h.authority is not None]
    assert helper.authority is not None
    queries.case_page(signing.deps, signing.counselor, signing.part.case_id)
    household = signing.part.household_id
    # Giving it twice must not leave one behind.
    authority.give(signing.deps, signing.borrower, household, helper.organisation.id)
    (helper,) = [
        h
        for h in queries.helpers(signing.deps, signing.borrower, signing.part.household_id)
        if h.authority
    ]
    assert helper.authority is not None
    authority.revoke(signing.deps, signing.borrower, household, helper.authority.id)
    with pytest.raises(NotFound):
        queries.case_page(signing.deps, signing.counselor, signing.part.case_id)
    with pytest.raises(NotFound):
        signing.page(signing.counselor)
