"""A file or paper: chosen apart from signing, tried out first, taken back at any time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.intent import records_sha256
from app.core.negotiation.events import AgreementSigned
from app.core.negotiation.record_events import PaperSent, RecordsAgreed
from app.usecases import records
from app.usecases.demo_steps import Part
from tests.ceremony import Signer
from tests.stage import Stage
from tests.usecases.scenes import case_of, history

Stand = Callable[..., Signer]


@pytest.fixture
def turn(stage: Stage, part: Part, signer: Stand) -> Signer:
    """The borrower, when the lender has signed."""
    assert signer(part.place.agent).sign().status_code == 303
    stage.work()
    return signer(part.borrower)


def choose(one: Signer, **form: str) -> tuple[int, str]:
    answer = one.visitor.post(f"{one.path}/records", form)
    return answer.status_code, answer.get_data(as_text=True)


def test_nobody_signs_before_the_choice(turn: Signer) -> None:
    for answer in (
        turn.visitor.get(f"{turn.path}/sign"),
        turn.visitor.post(f"{turn.path}/sign", SENT),
    ):
        assert (answer.status_code, answer.location) == (303, f"{turn.path}/records")
    assert case_of(turn.part).agreement is not None
    assert turn.agree_to_records().location == f"{turn.path}/sign"
    assert turn.sign().status_code == 303


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("opened", ["pdf", "page"])
def test_what_was_tried_out_and_read_is_kept(turn: Signer, opened: str, language: str) -> None:
    turn.visitor.client.set_cookie("lang", language)
    word = records.trial_words(turn.part.case_id, language)[opened]
    assert choose(turn, choice="file", word=f" {word} ")[0] == 303
    (kept,) = [e for e in history(turn.part) if isinstance(e, RecordsAgreed)]
    assert kept.demonstration == opened
    assert kept.text_sha256 == records_sha256({"en": "en", "zh": "zh_Hans"}[language])
    turn.sign()
    signed = [e for e in history(turn.part) if isinstance(e, AgreementSigned)][-1]
    assert signed.records_sha256 == kept.text_sha256


def test_the_test_page_shows_its_word_and_the_file_is_a_small_pdf(turn: Signer) -> None:
    words = records.trial_words(turn.part.case_id, "en")
    page = turn.visitor.soup(f"{turn.path}/records/test-page").get_text()
    assert words["page"] in page
    assert words["pdf"] not in page
    answer = turn.visitor.get(f"{turn.path}/records/test-file")
    assert answer.data.startswith(b"%PDF-")
    assert len(answer.data) < 60_000


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Choose one of the answers"),
        ({"choice": "file", "word": "tiger"}, "This is not the word in the file"),
        ({"choice": "file"}, "This is not the word in the file"),
    ],
)
def test_another_word_or_no_choice_is_asked_about_again(
    turn: Signer, form: dict[str, str], words: str
) -> None:
    status, text = choose(turn, **form)
    assert (status, words in text) == (422, True)
    assert f'value="{form.get("word", "")}"' in text
    assert case_of(turn.part).records == ()


def test_nothing_is_chosen_beforehand(turn: Signer) -> None:
    page = turn.visitor.soup(f"{turn.path}/records")
    assert not page.select("[checked], [selected]")
    assert {box["value"] for box in page.find_all("input", {"name": "choice"})} == {"file", "paper"}


def test_it_is_taken_back_at_any_time_and_signing_asks_again(turn: Signer) -> None:
    turn.agree_to_records()
    assert "You chose a file" in turn.visitor.soup(f"{turn.path}/records").get_text()
    assert turn.visitor.post(f"{turn.path}/records/withdraw").status_code == 303
    assert turn.visitor.get(f"{turn.path}/sign").location == f"{turn.path}/records"
    assert turn.visitor.post(f"{turn.path}/records/withdraw").status_code == 409


def test_paper_is_on_the_same_terms_and_a_person_of_the_lender_posts_it(
    turn: Signer, signer: Stand
) -> None:
    before = case_of(turn.part)
    assert choose(turn, choice="paper")[0] == 303
    assert "no last day" in turn.visitor.soup(turn.path).get_text()
    after = case_of(turn.part)
    assert (after.agreement, after.offer, after.stage) == (
        before.agreement,
        before.offer,
        before.stage,
    )
    lender = signer(turn.part.place.agent)
    assert "I have posted it" in lender.visitor.soup(lender.path).get_text()
    for _ in range(2):
        assert lender.visitor.post(f"{lender.path}/paper/sent").status_code == 303
    assert sum(isinstance(e, PaperSent) for e in history(turn.part)) == 1
    assert "has posted" in turn.visitor.soup(turn.path).get_text()
    assert choose(turn, choice="paper")[0] == 409


def test_from_paper_one_may_change_to_a_file_and_sign(turn: Signer) -> None:
    choose(turn, choice="paper")
    assert turn.agree_to_records().status_code == 303
    assert turn.sign().status_code == 303


SENT = {"version": "1", "shown": "0" * 64, "nonce": "n", "key": "k", "typed_name": "A Name"} | {
    "intent": "borrower-1",
    "language": "en",
}
