"""That help was offered is a recorded fact: the page to sign, its words, and when it was served."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.core.plain import plain
from app.documents.proof import evidence_html
from app.usecases import evidence
from app.usecases.agreement_shown import HELP, HELP_WORDS
from app.usecases.demo_steps import Part
from tests.ceremony import Signer
from tests.stage import Stage

Stand = Callable[..., Signer]


def record_of(part: Part) -> dict[str, Any]:
    data, _ = evidence.read(part.deps, part.borrower, part.case_id)
    told: dict[str, Any] = json.loads(data)["record"]
    return told


@pytest.mark.parametrize(("code", "language"), [("en", "en"), ("zh", "zh_Hans")])
def test_help_on_the_page_to_sign_is_told_in_its_words_and_with_its_time(
    stage: Stage, part: Part, signer: Stand, code: str, language: str
) -> None:
    lender, borrower = signer(part.place.agent), signer(part.borrower, code)
    assert lender.sign().status_code == 303
    borrower.agree_to_records(code)
    stage.clock.move(minutes=5)
    shown_at = stage.clock.at
    links = borrower.visitor.soup(f"{borrower.path}/sign").select("form .pp-choices a")
    words = HELP_WORDS[HELP][language]
    assert [link.get_text() for link in links].count(words) == 1
    stage.clock.move(minutes=5)
    assert borrower.sign().status_code == 303
    stage.work()
    told = record_of(part)
    assert told["fairness"]["counselor"] == {
        "offered": [
            {
                "on": "page_to_sign",
                "id": HELP,
                "words": words,
                "language": language,
                "at": plain(shown_at),
            }
        ],
        "signed": False,
        "reviewed": False,
    }
    assert [act["shown"]["format"] for act in told["acts"]] == [["page"], ["page"]]
    paper = evidence_html(told, "0" * 64, language, "2026-11-21T09:30:00Z")
    assert paper.count(f"“{words}”") == 2


def test_a_page_that_only_the_lender_saw_offered_help_to_nobody(
    stage: Stage, part: Part, signer: Stand
) -> None:
    lender = signer(part.place.agent)
    lender.visitor.soup(f"{lender.path}/sign")
    with part.deps.reading() as uow:
        record = uow.agreements.latest(part.place.lender, part.case_id)
        assert record is not None
        noted = [one.action for one in uow.audit.of(f"agreement:{record.id}:{record.version}")]
    assert noted == ["agreement.shown.page.en"]
