"""A borrower asks a charity by one press: only what was ticked is seen, and a person answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.disclosure import DataClass
from app.core.errors import InvalidInput, NotAllowed, NotFound, TransitionNotAllowed
from app.core.evidence import sha256_hex
from app.store.referrals import Referral
from app.usecases import budget, recipients, referrals
from app.usecases.demo_steps import Part
from app.usecases.referral_content import DEBTS, TOTALS
from app.usecases.staff_words import WordsRefused
from tests.stage import Stage
from tests.usecases.creditors import outside
from tests.usecases.scenes import all_mail, another_lender, letters

CONSENT = "They get your name.\nNo lender hears of it."


@pytest.fixture
def part(stage: Stage) -> Part:
    """Costs above income: no plan is affordable, and nobody acts for him yet."""
    part = stage.part("deficit", "confirm", "tell")
    assert part.story.told is not None
    told = replace(part.story.told, other_debts=(outside("A shop", "300.00"),))
    budget.save(part.deps, part.borrower, part.household_id, told)
    return part


def ask(part: Part, *lets_see: str, words: str = "Please call me.") -> Referral:
    referrals.ask(
        part.deps,
        part.borrower,
        part.case_id,
        part.place.charity,
        lets_see=lets_see,
        words=words,
        consent=CONSENT,
        language="en",
    )
    (newest, *_) = referrals.requests(part.deps, part.place.counselor)
    return newest


def answer(part: Part, asked: Referral, words: str, *, accepts: bool) -> None:
    referrals.answer(part.deps, part.place.counselor, asked.id, accepts=accepts, words=words)


def standing(part: Part) -> Referral:
    return referrals.place(part.deps, part.borrower, part.case_id).asked[0].referral


def desk_mails(stage: Stage) -> list[str]:
    return [m.text for m in all_mail(stage) if m.to == stage.deps.settings.support_email]


def test_without_a_tick_the_charity_sees_who_asks_and_no_figure(part: Part) -> None:
    asked = ask(part)
    assert asked.content == {
        "name": part.story.name,
        "email": asked.content["email"],
        "phone": "",
        "words": "Please call me.",
    }
    assert "@" in asked.content["email"]


def test_what_was_ticked_and_nothing_else_is_seen(part: Part) -> None:
    totals = ask(part, TOTALS).content
    assert totals["result"] == "no_affordable_plan"
    assert totals[TOTALS]["surplus"][0] < 0
    assert DEBTS not in totals
    referrals.take_back(part.deps, part.borrower, part.case_id)
    debts = ask(part, DEBTS).content
    assert [name for name, _ in debts[DEBTS]][1:] == ["A shop"]
    assert TOTALS not in debts


def test_the_exact_words_agreed_to_are_on_record(part: Part) -> None:
    assert ask(part).consent_sha256 == sha256_hex(CONSENT.encode())


def test_one_charity_is_asked_at_a_time(part: Part) -> None:
    ask(part)
    with pytest.raises(TransitionNotAllowed):
        ask(part)


def test_taken_back_the_charity_sees_nothing_from_then_on(part: Part) -> None:
    asked = ask(part, TOTALS, DEBTS)
    referrals.take_back(part.deps, part.borrower, part.case_id)
    assert referrals.requests(part.deps, part.place.counselor) == ()
    with pytest.raises(NotFound):
        referrals.opened(part.deps, part.place.counselor, asked.id)
    assert standing(part).content == {}


def test_a_part_that_is_stopped_goes_from_the_copy_and_the_rest_stays(part: Part) -> None:
    asked = ask(part, TOTALS, DEBTS)
    with part.deps.reading() as uow:
        live = uow.consents.live(part.place.lender, part.case_id, part.deps.now())
    figures = next(one for one in live if one.data_class == DataClass.FIGURES)
    recipients.stop(part.deps, part.borrower, part.case_id, figures.id)
    with part.deps.reading() as uow:
        kept = uow.referrals.find(asked.id)
    assert kept
    assert set(kept.content) == {"name", "email", "phone", "words", DEBTS}
    seen = referrals.opened(part.deps, part.place.counselor, asked.id)
    assert seen.content == kept.content == {name: asked.content[name] for name in kept.content}


def test_a_yes_reaches_the_borrower_and_keeps_what_was_shown(stage: Stage, part: Part) -> None:
    asked = ask(part, TOTALS)
    answer(part, asked, "We call you.", accepts=True)
    found = standing(part)
    assert (found.state, found.answer) == ("accepted", "We call you.")
    assert referrals.opened(part.deps, part.place.counselor, asked.id).content[TOTALS]
    assert [m for m in all_mail(stage) if m.to == asked.content["email"]]
    assert desk_mails(stage) == []


def test_e27_a_no_says_why_and_brings_a_person_of_the_desk(stage: Stage, part: Part) -> None:
    asked = ask(part, DEBTS)
    with pytest.raises(InvalidInput):
        answer(part, asked, " ", accepts=False)
    answer(part, asked, "We have no room before May.", accepts=False)
    found = standing(part)
    assert (found.state, found.answer) == ("declined", "We have no room before May.")
    assert found.content == {}
    assert len(desk_mails(stage)) == 1


def test_e27_a_charity_that_is_silent_for_five_working_days_brings_the_desk(
    stage: Stage, part: Part
) -> None:
    ask(part)
    stage.clock.move(days=4)
    stage.work()
    desk = stage.deps.settings.support_email
    assert [one for one in letters(stage.deps) if one.to == desk] == []
    stage.clock.move(days=6)
    assert len(desk_mails(stage)) == 1


def test_e27_a_charity_without_anybody_brings_the_desk_at_once(stage: Stage, part: Part) -> None:
    with part.deps.unit_of_work() as uow:
        for person, _role in uow.organisations.members(part.place.charity):
            uow.organisations.remove_member(part.place.charity, person, stage.clock())
        uow.audit.write(None, "test.prepared", "test", stage.clock())
    referrals.ask(
        part.deps,
        part.borrower,
        part.case_id,
        part.place.charity,
        lets_see=(),
        words="",
        consent=CONSENT,
        language="en",
    )
    assert len(desk_mails(stage)) == 1


def test_a_charity_that_answered_in_time_brings_no_desk(stage: Stage, part: Part) -> None:
    answer(part, ask(part), "We call you.", accepts=True)
    stage.clock.move(days=30)
    assert desk_mails(stage) == []


def test_words_that_shame_are_stopped_and_the_request_waits_on(part: Part) -> None:
    asked = ask(part)
    with pytest.raises(WordsRefused):
        answer(part, asked, "You should be ashamed of yourself.", accepts=False)
    assert standing(part).state == "waiting"


def test_a_request_is_answered_once(part: Part) -> None:
    asked = ask(part)
    answer(part, asked, "We call you.", accepts=True)
    with pytest.raises(TransitionNotAllowed):
        answer(part, asked, "No room.", accepts=False)


def test_another_charity_and_the_lender_hear_nothing(part: Part) -> None:
    asked = ask(part)
    other = another_lender(part.deps)
    assert referrals.requests(part.deps, other.counselor) == ()
    with pytest.raises(NotFound):
        referrals.answer(part.deps, other.counselor, asked.id, accepts=True, words="")
    with pytest.raises(NotAllowed):
        referrals.requests(part.deps, part.place.agent)


def test_only_a_charity_of_the_place_can_be_asked(stage: Stage, part: Part) -> None:
    offered = referrals.place(part.deps, part.borrower, part.case_id).charities
    assert stage.places["CN"].charity not in {one.id for one in offered}
    with pytest.raises(NotFound):
        referrals.ask(
            part.deps,
            part.borrower,
            part.case_id,
            stage.places["CN"].charity,
            lets_see=(),
            words="",
            consent=CONSENT,
            language="en",
        )
