"""Who hears what: neutral words, once each, and nobody is chased."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.core.negotiation.commands import (
    AskHelp,
    CancelAgreement,
    DeclineSigning,
    LiftHold,
    PlaceHold,
    RaiseDispute,
    SettleDispute,
    WithdrawOffer,
)
from app.core.negotiation.events import DisputeKind
from app.gateways.mail import Letter, MailRefused, message
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.usecases import demo, negotiate
from app.usecases.demo_steps import Part
from tests.stage import Stage
from tests.usecases.scenes import Scene, letters

FIRM = re.compile("|".join(cast.lender for cast in demo.CASTS.values()))
AMOUNT = re.compile(r"[£¥$€]|\d[\d,]*\.\d\d\b")
OWING = re.compile(
    r"debt|owe|loan|credit|repay|overdue|arrears|欠|债|贷|还款|逾期|催", re.IGNORECASE
)
HURRY = re.compile(r"urgent|immediately|deadline|last chance|立即|马上|尽快|最后", re.IGNORECASE)


def without_links(letter: Letter) -> str:
    """What a person reads: addresses of ours and random codes say nothing about a debt."""
    text = re.sub(r"https?://\S+", "", f"{letter.subject}\n{letter.text}")
    return re.sub(r"\b[0-9a-f]{64}\b", "", text)


def new(stage: Stage, before: tuple[Letter, ...]) -> list[Letter]:
    """What the work that is due sends beyond ``before``."""
    stage.work()
    known = {one.key for one in before}
    return [one for one in letters(stage.deps) if one.key not in known]


def to(part: Part, found: tuple[Letter, ...]) -> list[Letter]:
    return [one for one in found if one.to == f"{part.story.key}@people.example"]


@pytest.mark.parametrize("key", ["counselor", "cn-offer"])
def test_every_mail_of_a_story_is_neutral(stage: Stage, key: str) -> None:
    part = stage.part(key, "authority", "confirm", "tell", "offer", "counter", "hold")
    stage.work()
    found = letters(stage.deps)
    assert to(part, found)
    for letter in found:
        words = without_links(letter)
        assert not FIRM.search(words)
        assert not AMOUNT.search(words), words
        assert not OWING.search(words), words
        assert not HURRY.search(words), words
        assert part.story.row[0] not in words
    assert {one.subject for one in to(part, found)} == {
        {"counselor": "You have a message", "cn-offer": "您有一条消息"}[key]
    }


def test_each_news_is_a_mail_of_its_own(stage: Stage) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer", "withdraw", "offer", "withdraw")
    stage.work()
    agent = "agent.uk@staff.example"
    news = [one for one in letters(stage.deps) if one.to == agent]
    assert len(news) == 4
    names = {message(one, "help@plainpact.example")["Message-ID"] for one in news}
    assert len(names) == 4
    assert part.case_id


def test_a_dispute_is_told_to_the_lender_alone_a_hold_to_nobody_and_its_answer_to_the_borrower(
    stage: Stage,
) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    stage.work()
    before = letters(stage.deps)
    until = stage.clock.at.date()
    raised = RaiseDispute(DisputeKind.WRONG_AMOUNT, "Half is paid.")
    negotiate.submit(part.deps, part.borrower, part.case_id, raised)
    told = new(stage, before)
    assert {one.to.partition("@")[2] for one in told} == {"staff.example"}
    before = letters(stage.deps)
    for command in (PlaceHold("house:time-to-think", until, "Let me look."), LiftHold()):
        negotiate.submit(part.deps, part.borrower, part.case_id, command)
        assert new(stage, before) == []
    settled = SettleDispute(upheld=False, explanation="Here is every payment.")
    negotiate.submit(part.deps, part.place.agent, part.case_id, settled)
    assert new(stage, before) == []  # one mail has left today, and tomorrow is a Sunday
    stage.clock.move(days=2)
    told = new(stage, before)
    assert to(part, tuple(told)) == told
    assert len(told) == 1


def test_asking_for_help_tells_the_charity_and_never_the_lender(stage: Stage) -> None:
    part = stage.part("counselor", "authority", "confirm")
    stage.work()
    before = letters(stage.deps)
    negotiate.submit(part.deps, part.borrower, part.case_id, AskHelp("I lost my job."))
    assert [one.to for one in new(stage, before)] == ["counselor.uk@staff.example"]


def test_not_signing_is_told_to_everybody_else_and_its_head_to_all(signing: Scene) -> None:
    record, before = signing.record(), letters(signing.deps)
    signing.do(signing.borrower, DeclineSigning(record.id, record.version, ""))
    all_told = new(signing.stage, before)
    told = [one for one in all_told if one.subject != "A copy for you"]
    (copy,) = [one for one in all_told if one not in told]
    assert {one.to for one in told} == {
        "agent.uk@staff.example",
        "supervisor.uk@staff.example",
        "admin.uk@staff.example",
        "counselor.uk@staff.example",
    }
    head = re.findall(r"[0-9a-f]{64}", told[0].text)
    with signing.deps.reading() as uow:
        links = uow.cases.links(signing.part.place.lender, signing.part.case_id)
    assert head == [links[-1].digest]
    assert links[-1].digest in copy.text


def test_leaving_in_the_cooling_off_time_is_told_to_everybody_else(done: Scene) -> None:
    record, before = done.record(), letters(done.deps)
    done.do(done.borrower, CancelAgreement(record.id, record.version))
    subjects = [one.subject for one in new(done.stage, before)]
    assert sorted(subjects) == ["A copy for you", *["You have a message"] * 4]


def test_every_step_to_the_seal_carries_the_head_of_its_moment(done: Scene) -> None:
    with done.deps.reading() as uow:
        links = uow.cases.links(done.part.place.lender, done.part.case_id)
    known = [one.digest for one in links]
    done.clock.move(days=2)
    done.stage.work()
    sent = [re.findall(r"[0-9a-f]{64}", one.text) for one in to(done.part, letters(done.deps))]
    heads = {head for found in sent for head in found}
    # Accepted, issued, signed three times, sealed: what others did, and what they did themselves.
    assert len(heads) == 6
    assert heads < set(known)
    assert known[-1] in heads


def test_one_mail_for_each_message_id(done: Scene) -> None:
    names = [one.key.partition("-")[2] for one in letters(done.deps)]
    assert len(set(names)) == len(names)


def test_withdrawing_needs_no_reason_and_is_told_once(stage: Stage) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    stage.work()
    before = letters(stage.deps)
    negotiate.submit(part.deps, part.borrower, part.case_id, WithdrawOffer())
    told = new(stage, before)
    staff = {f"{rank}.uk@staff.example" for rank in ("agent", "supervisor", "admin")}
    assert {one.to for one in told} == staff


def test_asking_for_help_without_a_charity_reaches_the_people_who_run_this(stage: Stage) -> None:
    part = stage.part("four-weekly", "confirm")
    stage.work()
    before = letters(stage.deps)
    negotiate.submit(part.deps, part.borrower, part.case_id, AskHelp("I cannot begin."))
    (asked,) = new(stage, before)
    assert asked.to == stage.deps.settings.support_email
    assert str(part.case_id) in asked.text
    assert "begin" not in asked.text


class Refusing:
    def send(self, letter: Letter) -> None:
        raise MailRefused("550")


def test_mail_to_an_address_that_takes_none_waits_no_longer(stage: Stage) -> None:
    refusing = replace(stage.deps, mail=Refusing())
    part = stage.part("counselor", "authority", "confirm")
    stage.clock.move(days=3)
    Runner(refusing.unit_of_work, handlers(refusing), refusing.now).drain()
    with refusing.reading() as uow:
        assert uow.outbox.backlog(refusing.now()).waiting == 0
        told = uow.audit.of(f"person:{part.borrower.person_id}")
    assert "mail.refused" in [entry.action for entry in told]
