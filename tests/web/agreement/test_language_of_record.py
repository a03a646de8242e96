"""Which language decides is the borrower's choice: with the acceptance, and until they sign."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

import pytest
from bs4 import BeautifulSoup, Tag

from app.core.access import Role
from app.core.negotiation.case import Stage as CaseStage
from app.core.negotiation.language_events import LanguageChosen
from app.store.agreements import AgreementRecord
from app.usecases.demo_steps import Part
from tests.ceremony import Signer
from tests.stage import Stage, Visitor
from tests.usecases.scenes import all_mail, case_of, history

Stand = Callable[..., Signer]
Visit = Callable[..., Visitor]


@pytest.fixture
def offered(stage: Stage) -> Part:
    """The lender of a borrower in the UK has made an offer."""
    return stage.part("four-weekly", "confirm", "tell", "offer", "counter")


def record(part: Part) -> AgreementRecord:
    with part.deps.reading() as uow:
        found = uow.agreements.latest(part.place.lender, part.case_id)
    assert found is not None
    return found


def speaks(part: Part, person_id: UUID) -> str:
    with part.deps.reading() as uow:
        person = uow.people.find(person_id)
    assert person is not None
    return person.language


def accept_page(visitor: Visitor, part: Part) -> str:
    return f"/cases/{part.case_id}/accept"


def buttons(page: BeautifulSoup) -> list[Tag]:
    """The forms that accept, each with its one button."""
    return [f for f in page.select("main form") if f.find("input", attrs={"name": "decides"})]


def press(visitor: Visitor, part: Part, language: str) -> int:
    path = accept_page(visitor, part)
    form = next(
        form
        for form in buttons(visitor.soup(path))
        if form.find("input", attrs={"name": "decides", "value": language})
    )
    sent = {str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")}
    return visitor.post(path, sent).status_code


def test_e07_both_languages_are_offered_alike_and_none_is_chosen_beforehand(
    visit: Visit, offered: Part
) -> None:
    page = visit(offered.borrower).soup(accept_page(visit(offered.borrower), offered))
    found = [form.button for form in buttons(page)]
    assert [one.get_text(strip=True) for one in found if one] == [
        "Accept. English decides",
        "Accept. 中文 decides",
    ]
    assert len({str(one["class"]) for one in found if one}) == 1
    assert not page.select("[checked], [selected]")


def test_without_a_language_nothing_is_accepted_and_the_page_says_what_to_press(
    visit: Visit, offered: Part
) -> None:
    before, visitor = case_of(offered), visit(offered.borrower)
    assert before.offer is not None
    for form in ({}, {"decides": "fr"}):
        sent = {"seen": before.offer.digest, **form}
        answer = visitor.post(accept_page(visitor, offered), sent)
        assert answer.status_code == 422
        assert "Press the button with the language that decides" in answer.text
    assert case_of(offered) == before


def test_a_borrower_in_the_uk_has_chinese_decide_and_hears_in_chinese(
    stage: Stage, visit: Visit, offered: Part
) -> None:
    me = visit(offered.borrower)
    lender = Signer(visit(offered.place.agent), offered, "Priya Shah")
    assert speaks(offered, offered.borrower.person_id) == "en"
    assert press(me, offered, "zh") == 303
    stage.work()
    written = record(offered)
    facts = json.loads(written.facts)
    assert (written.language, facts["language_of_record"]) == ("zh_Hans", "zh_Hans")
    assert facts["translations"] == ["en"]
    assert speaks(offered, offered.borrower.person_id) == "zh"
    assert lender.sign(again="yes").status_code == 303
    stage.work()
    borrower = Signer(me, offered, "Any Name")
    borrower.agree_to_records()
    assert borrower.sign(again="yes").status_code == 303
    stage.work()
    chosen = [event for event in history(offered) if isinstance(event, LanguageChosen)]
    assert [(one.language, one.by) for one in chosen] == [("zh", Role.BORROWER)]
    kept = json.loads(me.get(f"/agreements/{offered.case_id}/evidence/record").data)["record"]
    assert "'language_of_record': 'zh_Hans'" in str(kept)
    newest = next(one for one in all_mail(stage) if one.to == "four-weekly@people.example")
    assert "您" in newest.text


def test_it_changes_until_the_borrower_signs_in_a_new_version(
    stage: Stage, signer: Stand, part: Part
) -> None:
    assert signer(part.place.agent).sign().status_code == 303
    stage.work()
    turn = signer(part.borrower)
    turn.agree_to_records()
    assert record(part).language == "en"
    page = turn.visitor.soup(f"{turn.path}/sign")
    assert page.find("a", href=f"{turn.path}/language")
    old = turn.form()
    choice = turn.visitor.soup(f"{turn.path}/language")
    assert "the English words decide" in choice.get_text()
    sent = {"version": "1", "decides": "zh"}
    assert turn.visitor.post(f"{turn.path}/language", sent).status_code == 303
    assert case_of(part).stage is CaseStage.AGREED
    stage.work()
    assert (record(part).version, record(part).language) == (2, "zh_Hans")
    assert turn.visitor.post(f"{turn.path}/sign", old).status_code == 409
    assert signer(part.place.agent).sign().status_code == 303
    stage.work()
    assert turn.sign().status_code == 303
    late = turn.visitor.post(f"{turn.path}/language", {"version": "2", "decides": "en"})
    assert late.status_code == 409


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"version": "1", "decides": "fr"}, 422),
        ({"version": "1"}, 422),
        ({"version": "2", "decides": "zh"}, 409),
        ({"decides": "zh"}, 409),
    ],
)
def test_a_wrong_form_changes_nothing(
    stage: Stage, visit: Visit, part: Part, form: dict[str, str], status: int
) -> None:
    stage.work()
    before, visitor = case_of(part), visit(part.borrower)
    path = f"/agreements/{part.case_id}/language"
    assert visitor.post(path, form).status_code == status
    assert case_of(part) == before


def test_the_lender_has_no_say_in_it(stage: Stage, visit: Visit, part: Part) -> None:
    stage.work()
    agent = visit(part.place.agent)
    path = f"/agreements/{part.case_id}/language"
    assert agent.get(path).status_code in (403, 404)
    assert agent.post(path, {"version": "1", "decides": "zh"}).status_code in (403, 404)
    assert "/language" not in str(agent.soup(f"/agreements/{part.case_id}").main)


def test_the_language_button_is_remembered_for_mails_of_whoever_is_signed_in(
    visit: Visit, part: Part
) -> None:
    me = visit(part.borrower)
    assert me.post("/language", {"lang": "zh", "back": "/"}).status_code == 303
    assert speaks(part, part.borrower.person_id) == "zh"
    with part.deps.reading() as uow:
        rows = uow.audit.of(f"person:{part.borrower.person_id}")
    assert [row.action for row in rows if row.action == "account.language"] == ["account.language"]


def test_an_offer_that_the_lender_accepts_is_written_in_the_borrowers_own_language(
    stage: Stage, visit: Visit
) -> None:
    part = stage.part("four-weekly", "confirm", "tell", "offer")
    visit(part.borrower).post("/language", {"lang": "zh", "back": "/"})
    offer = case_of(part).offer
    assert offer is not None
    agent = visit(part.place.agent)
    path = f"/lender/cases/{part.case_id}/accept"
    assert agent.post(path, {"seen": offer.digest}).status_code == 303
    stage.work()
    assert record(part).language == "zh_Hans"
