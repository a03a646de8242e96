"""The time to sign: two calm reminders to whoever signs next, then both sides start again."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from app.core.negotiation.case import Stage as At
from app.core.negotiation.commands import PlaceHold, RaiseDispute, SettleDispute
from app.core.negotiation.events import AgreementSigned, DisputeKind, SigningLapsed
from app.gateways.mail import Letter
from app.store.engine import open_engine
from app.store.work_tables import OutboxRow
from app.usecases import signing_time
from app.usecases.demo_steps import STEPS
from tests.usecases.scenes import Scene, letters

HOLD = "house:time-to-think"
WITH_SUPERVISOR = "A case is with you now"
"""Of the lender's time to answer, which is another one."""
STAFF = {f"{rank}.uk@staff.example" for rank in ("agent", "supervisor", "admin")}


def mails_of(scene: Scene, days: float) -> list[Letter]:
    """What leaves after so many days more."""
    before = {one.key for one in letters(scene.deps)}
    scene.clock.move(days=days)
    scene.stage.work()
    return [one for one in letters(scene.deps) if one.key not in before]


def days_of_staff(told: dict[int, list[Letter]]) -> list[int]:
    """On which days the lender's people got mail: to a borrower it may leave on a later one."""
    mails = {
        day: {one.to for one in found if one.subject != WITH_SUPERVISOR}
        for day, found in told.items()
    }
    return [day for day, people in mails.items() if STAFF & people]


def to_the_lender(found: list[Letter]) -> bool:
    return {one.to.split("@")[1] for one in found} == {"staff.example"}


def test_whoever_signs_next_is_reminded_five_days_and_one_day_before(signing: Scene) -> None:
    told = {day: mails_of(signing, 1) for day in range(1, 15)}
    assert days_of_staff(told) == [9, 13]
    assert to_the_lender(told[9])
    assert "5 December 2026" in told[9][0].text
    assert signing.case().stage is At.SIGNING


def test_after_the_last_day_everywhere_earlier_signatures_lapse(signing: Scene) -> None:
    record, page = signing.record(), signing.page(signing.agent)
    signing.sign(signing.agent)
    signing.clock.at = signing.clock.at.replace(hour=11, minute=59) + timedelta(days=15)
    signing.stage.work()
    assert signing.case().stage is At.SIGNING
    told = mails_of(signing, 0.01)
    assert to_the_lender(told)  # it is a Sunday: the borrower is told on Monday
    told += mails_of(signing, 2)
    assert signing.case().stage is At.OPEN
    assert signing.case().agreement is None
    assert (signing.record().id, signing.record().state) == (record.id, "expired")
    assert {one.to.split("@")[1] for one in told} == {"staff.example", "people.example"}
    assert signing.audited().count("agreement.lapsed") == 1
    assert page.nonce
    with signing.deps.reading() as uow:
        owner = signing.borrower.person_id
        assert uow.households.commitments(owner, signing.part.household_id) == ()


def test_checking_again_changes_nothing(signing: Scene) -> None:
    payload = {"case_id": str(signing.part.case_id)}
    signing.clock.move(days=9)
    for _ in range(3):
        signing_time.check(signing.deps, payload)
    told = [one.to for one in mails_of(signing, 0) if one.to in STAFF]
    assert sorted(told) == sorted({one.to for one in letters(signing.deps)} & STAFF)
    signing.clock.move(days=7)
    for _ in range(3):
        signing_time.check(signing.deps, payload)
    assert sum(isinstance(event, SigningLapsed) for event in signing.history()) == 1


def test_the_next_version_begins_without_the_old_signatures(signing: Scene) -> None:
    signing.sign(signing.agent)
    mails_of(signing, 16)
    for step in ("offer", "counter", "accept"):
        STEPS[step](signing.part)
    agreement = signing.case().agreement
    assert agreement is not None
    assert (agreement.version, agreement.signed) == (2, ())
    signing.sign(signing.agent)
    assert sum(isinstance(event, AgreementSigned) for event in signing.history()) == 2


def test_nobody_is_reminded_and_nothing_lapses_in_a_hold(signing: Scene) -> None:
    until = signing.clock.at.date() + timedelta(days=20)
    signing.do(signing.borrower, PlaceHold(HOLD, until, "I wait for a letter."))
    mails_of(signing, 0)
    told = {day: mails_of(signing, 1) for day in range(1, 30)}
    assert days_of_staff(told) == [22, 26, 29]
    assert signing.case().stage is At.OPEN


def test_a_dispute_stops_the_clock_and_it_goes_on_a_week_after(signing: Scene) -> None:
    signing.do(signing.borrower, RaiseDispute(DisputeKind.WRONG_AMOUNT, "I paid half."))
    mails_of(signing, 0)
    assert not days_of_staff({30: mails_of(signing, 30)})
    settle = SettleDispute(upheld=False, explanation="Here is the list.")
    signing.do(signing.agent, settle)
    mails_of(signing, 0)
    told = {day: mails_of(signing, 1) for day in range(1, 10)}
    assert days_of_staff(told) == [2, 6, 9]
    assert signing.case().stage is At.OPEN


def forget_the_watch(scene: Scene) -> None:
    """As the outbox was left by a version that watched no time."""
    engine = open_engine(scene.deps.settings.database_url)
    with engine.begin() as connection:
        connection.execute(delete(OutboxRow).where(OutboxRow.kind == "signing-time"))
    engine.dispose()


def test_an_agreement_that_nobody_watched_is_watched_once_after_a_start(signing: Scene) -> None:
    assert signing_time.watch_all(signing.deps) == 0
    forget_the_watch(signing)
    assert not days_of_staff({9: mails_of(signing, 9)})
    assert [signing_time.watch_all(signing.deps) for _ in range(2)] == [1, 0]
    told = {day: mails_of(signing, 1) for day in range(10, 17)}
    assert days_of_staff(told) == [13, 16]
    assert signing.case().stage is At.OPEN
    assert signing_time.watch_all(signing.deps) == 0


def test_what_ran_out_before_the_start_lapses_without_a_reminder(signing: Scene) -> None:
    forget_the_watch(signing)
    signing.clock.move(days=40)
    assert signing_time.watch_all(signing.deps) == 1
    signing.stage.work()
    assert (signing.case().stage, signing.record().state) == (At.OPEN, "expired")
