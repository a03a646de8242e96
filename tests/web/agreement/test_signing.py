"""Signing through the pages: consent apart, a reading check that never blocks, one act each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.negotiation.case import Stage as At
from app.usecases import queries
from app.usecases.demo_steps import Part
from tests.ceremony import Signer
from tests.stage import Stage

Stand = Callable[..., Signer]


def _stage(part: Part) -> At:
    return queries.case_page(part.deps, part.place.agent, part.case_id).case.stage


def _text(signer: Signer) -> str:
    return signer.visitor.soup(signer.path).get_text(" ")


def test_lender_then_borrower_sign_and_the_file_is_sealed(
    stage: Stage, part: Part, signer: Stand
) -> None:
    lender, borrower = signer(part.place.agent), signer(part.borrower)
    assert "Next to sign: Lender" in _text(borrower)
    assert lender.sign().status_code == 303
    stage.work()
    assert "Signed so far: Lender. Next to sign: Borrower" in " ".join(_text(borrower).split())
    borrower.agree_to_records()
    assert borrower.sign().status_code == 303
    stage.work()
    assert _stage(part) is At.SEALED
    assert "Everybody has signed, and the file is sealed" in _text(borrower)


def test_nothing_is_ticked_or_typed_beforehand(part: Part, signer: Stand) -> None:
    page = signer(part.place.agent).visitor.soup(f"/agreements/{part.case_id}/sign")
    assert page.select("input[checked]") == []
    name = page.select_one("#typed_name")
    assert name is not None
    assert name["value"] == ""


def test_signing_and_its_three_alternatives_are_one_component(part: Part, signer: Stand) -> None:
    page = signer(part.place.agent).visitor.soup(f"/agreements/{part.case_id}/sign")
    choices = page.select(".pp-choices--4 .pp-button")
    assert [c.get_text(strip=True) for c in choices] == [
        "Sign",
        "Ask for a change",
        "Decline",
        "Get help",
    ]
    assert {tuple(c["class"]) for c in choices} == {("pp-button", "pp-button--soft")}


def test_without_consent_to_electronic_records_nothing_is_signed(part: Part, signer: Stand) -> None:
    lender = signer(part.place.agent)
    form = {k: v for k, v in lender.form().items() if k != "records"}
    answer = lender.visitor.post(f"{lender.path}/sign", form)
    assert answer.status_code == 422
    assert f'value="{lender.name}"' in answer.get_data(as_text=True)
    assert _stage(part) is At.SIGNING


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"missed": "all"}, "days to catch up"),
        ({"leave": "reason"}, "days, without a reason"),
        ({"help": "fee"}, "Nothing, and nothing gets worse"),
        ({"typed_name": "B. C."}, "The name you typed is not the name we have"),
    ],
)
def test_another_answer_or_name_shows_the_passage_once_and_never_blocks(
    part: Part, signer: Stand, change: dict[str, str], words: str
) -> None:
    lender = signer(part.place.agent)
    asked = lender.sign(**change)
    assert asked.status_code == 422
    assert words in asked.get_data(as_text=True)
    assert 'name="again" value="yes"' in asked.get_data(as_text=True)
    assert lender.sign(**change, again="yes").status_code == 303


def test_the_questions_may_be_left_out(part: Part, signer: Stand) -> None:
    lender = signer(part.place.agent)
    form = {k: v for k, v in lender.form().items() if k != "missed"}
    assert lender.visitor.post(f"{lender.path}/sign", form).status_code == 303


def test_pressing_twice_signs_once(part: Part, signer: Stand) -> None:
    lender = signer(part.place.agent)
    form = lender.form()
    first, second = (lender.visitor.post(f"{lender.path}/sign", form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    with part.deps.reading() as uow:
        header = uow.cases.find(part.case_id)
        assert header is not None
        kinds = [type(e).__name__ for e in uow.cases.history(header.tenant_id, header.id)]
    assert kinds.count("AgreementSigned") == 1


def test_a_page_that_was_open_too_long_signs_nothing_and_keeps_the_name(
    stage: Stage, part: Part, signer: Stand
) -> None:
    lender = signer(part.place.agent)
    form = lender.form()
    stage.clock.move(minutes=29)
    lender.visitor.get(lender.path)
    stage.clock.move(minutes=2)
    answer = lender.visitor.post(f"{lender.path}/sign", form)
    assert answer.status_code == 410
    assert f'value="{lender.name}"' in answer.get_data(as_text=True)
    assert "The terms are unchanged. Nothing was signed" in answer.get_data(as_text=True)
    assert lender.sign().status_code == 303


@pytest.mark.parametrize("field", ["key", "nonce"])
@pytest.mark.parametrize("token", ["x" * 65, "a\0b", "a b"], ids=["long", "nul", "other"])
def test_a_key_that_no_page_was_given_signs_nothing(
    part: Part, signer: Stand, field: str, token: str
) -> None:
    lender = signer(part.place.agent)
    answer = lender.sign(**{field: token})
    assert answer.status_code == 422
    assert "Open the page again" in answer.get_data(as_text=True)
    assert lender.sign().status_code == 303


def test_a_stale_version_or_other_bytes_are_refused(part: Part, signer: Stand) -> None:
    lender = signer(part.place.agent)
    assert lender.sign(version="7").status_code == 409
    assert lender.sign(shown="0" * 64).status_code == 409
    assert _stage(part) is At.SIGNING


def test_f_012_a_version_of_any_length_is_one_that_changed(part: Part, signer: Stand) -> None:
    lender = signer(part.place.agent)
    for version in ("9" * 30, "9", "-1", "一"):
        answer = lender.visitor.post(f"{lender.path}/sign", lender.form() | {"version": version})
        assert answer.status_code == 409, version
        left = lender.visitor.post(f"{lender.path}/decline", {"version": version})
        assert left.status_code in (409, 422), version
    assert _stage(part) is At.SIGNING


def test_whose_turn_it_is_not_sees_the_agreement_instead(part: Part, signer: Stand) -> None:
    borrower, lender = signer(part.borrower), signer(part.place.agent)
    text = borrower.visitor.soup(f"{borrower.path}/sign").get_text()
    assert "The whole text" in text
    assert borrower.visitor.post(f"{borrower.path}/sign", lender.form()).status_code == 409


def test_the_counselor_signs_last_that_they_reviewed_it(stage: Stage, signer: Stand) -> None:
    steps = ("authority", "confirm", "tell", "offer", "counter", "accept", "records")
    part = stage.part("counselor", *steps)
    for actor in (part.place.agent, part.borrower, part.place.counselor):
        one = Signer(signer(actor).visitor, part, signer(actor).name)
        assert one.sign().status_code == 303
        stage.work()
    assert _stage(part) is At.SEALED


def test_the_whole_ceremony_in_chinese(stage: Stage, part: Part, signer: Stand) -> None:
    lender = signer(part.place.agent, "zh")
    page = lender.visitor.soup(f"{lender.path}/sign").get_text(" ")
    assert "我同意以电子文件形式收到本协议" in page
    assert "总共支付多少" in page
    assert lender.sign().status_code == 303
