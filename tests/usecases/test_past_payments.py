"""A paper that comes back after payments were due: they wait, and everything says so."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from app.core.negotiation.commands import AskPaper
from app.usecases import evidence, paper
from app.usecases.agreement_pages import agreement_page
from tests.usecases.scenes import Scene
from tests.usecases.test_evidence import record_of, text_of
from tests.usecases.test_paper import a_paper, work


def test_payments_that_were_due_before_the_seal_wait_and_the_record_says_so(
    signing: Scene, tmp_path: Path
) -> None:
    signing.sign(signing.agent)
    signing.do(signing.borrower, AskPaper())
    signing.clock.move(days=90)
    paper.came_back(signing.deps, signing.agent, signing.part.case_id, a_paper(signing))
    work(signing)
    record = signing.record()
    rows = json.loads(record.facts)["terms"]["schedule"]["instalments"]
    until = record.cooling_off_until
    assert until is not None
    early = [row["due_on"] for row in rows if date.fromisoformat(row["due_on"]) <= until]
    assert early
    assert early[0] < signing.clock().date().isoformat()
    assert record_of(signing)["fairness"]["waiting"] == early
    body, _ = evidence.paper(signing.deps, signing.borrower, signing.part.case_id)
    assert "Payments that may wait" in text_of(body, tmp_path)
    page = agreement_page(signing.deps, signing.borrower, signing.part.case_id, "en")
    assert page.facts is not None
    assert [day.isoformat() for day in page.facts.waiting] == early


def test_nothing_waits_when_the_first_payment_comes_later(done: Scene) -> None:
    assert record_of(done)["fairness"]["waiting"] == []
    page = agreement_page(done.deps, done.borrower, done.part.case_id, "en")
    assert page.facts is not None
    assert page.facts.waiting == ()
