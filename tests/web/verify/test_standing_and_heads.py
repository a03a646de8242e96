"""A genuine file of an agreement that does not stand is no plain yes; values of mails are asked."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

from app.commands.checking import told
from app.core.negotiation.commands import CancelAgreement, Command, RaiseDispute, SettleDispute
from app.core.negotiation.events import DisputeKind
from app.usecases import agreement_reading, negotiate
from app.usecases.demo_steps import Part
from app.usecases.verify import by_file
from tests.stage import Stage, Visitor
from tests.usecases.scenes import case_of

Visit = Callable[..., Visitor]
SEALED = ("confirm", "tell", "offer", "counter", "accept", "sign")
DAY = {"en": "21 November 2026", "zh": "2026年11月21日"}


@pytest.fixture
def sealed(stage: Stage) -> Part:
    return stage.part("four-weekly", *SEALED)


def paper(part: Part) -> bytes:
    return agreement_reading.paper(part.deps, part.borrower, part.case_id)[0]


def check(visitor: Visitor, body: bytes, **form: str) -> TestResponse:
    return visitor.post("/verify", {"file": (BytesIO(body), "any.pdf"), **form})


def said(answer: TestResponse) -> tuple[str, Tag]:
    page = BeautifulSoup(answer.data, "html.parser")
    box = page.select_one(".pp-notice:has(#answer)")
    assert isinstance(box, Tag)
    assert page.h1 is not None
    return page.h1.get_text(strip=True), box


def leave(part: Part) -> None:
    agreement = case_of(part).agreement
    assert agreement is not None
    do(part, CancelAgreement(agreement.id, agreement.version))


def dispute(part: Part) -> None:
    do(part, RaiseDispute(DisputeKind.WRONG_AMOUNT, "It is too high."))


def uphold(part: Part) -> None:
    dispute(part)
    negotiate.submit(
        part.deps, part.place.agent, part.case_id, SettleDispute(True, "You are right.")
    )


def do(part: Part, command: Command) -> None:
    negotiate.submit(part.deps, part.borrower, part.case_id, command)


@pytest.mark.parametrize(
    ("happens", "en", "zh"),
    [
        (leave, "Genuine, but it was left on {}", "文件是真的，但协议已于{}退出"),
        (dispute, "Genuine, but it is disputed since {}", "文件是真的，但协议自{}起有争议"),
        (uphold, "Genuine, but a dispute ended it on {}", "文件是真的，但协议已于{}因争议结束"),
    ],
)
def test_the_first_words_say_that_it_does_not_stand(
    visit: Visit, sealed: Part, happens: Callable[[Part], None], en: str, zh: str
) -> None:
    body = paper(sealed)
    title, box = said(check(visit(), body))
    assert title == "Yes, this file is genuine"
    assert "pp-notice--success" in box["class"]
    happens(sealed)
    for language, words in (("en", en), ("zh", zh)):
        title, box = said(check(visit(language=language), body))
        assert title == words.format(DAY[language])
        assert "pp-notice--warning" in box["class"]
    answer = told(by_file(sealed.deps, body))
    assert (answer["accepted"], answer["stands"]) == (True, False)
    assert str(answer["since"]).startswith("2026-11-21")


def test_a_value_from_a_mail_is_looked_for_in_the_record(visit: Visit, sealed: Part) -> None:
    body = paper(sealed)
    with sealed.deps.reading() as uow:
        heads = [one.digest for one in uow.cases.links(sealed.place.lender, sealed.case_id)]
    spaced = f" {heads[2][:32].upper()} {heads[2][32:]} "
    for head in (heads[2], spaced):
        title, box = said(check(visit(), body, head=head))
        assert title == "Yes, this file is genuine"
        assert "The value from your mail is in it, as step 3." in box.get_text()
    title, box = said(check(visit(), body, head="ab" * 32))
    assert title == "This file is unchanged, but our record is not whole"
    assert "pp-notice--warning" in box["class"]
    assert "来自邮件的值" not in check(visit(language="zh"), body).text
    assert "value from your mail" not in said(check(visit(), body))[1].get_text()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "The value has 64 signs"), ("zh", "这个值有64个字符")]
)
def test_a_value_that_is_none_is_asked_for_again_and_kept(
    visit: Visit, sealed: Part, language: str, words: str
) -> None:
    answer = check(visit(language=language), paper(sealed), head="12345 no value")
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="12345 no value"' in answer.text
