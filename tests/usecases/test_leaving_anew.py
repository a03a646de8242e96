"""An objection that is rejected begins the time to leave anew, wherever that day is told."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from app.core.negotiation.commands import AskPaper, CancelAgreement, SettleDispute
from app.core.negotiation.leaving import last_stood, left_anew_until
from app.usecases import paper
from app.usecases.evidence_record import compose
from tests.one_app import app_of
from tests.stage import Visitor
from tests.usecases.scenes import Scene
from tests.usecases.test_paper import a_paper, record_of, work

SAID = {"en": "so the time to leave began anew", "zh": "可退出的时间已重新算起"}


@pytest.fixture
def held(signing: Scene) -> Scene:
    """Sealed on paper, objected to a month later, and the objection rejected."""
    signing.sign(signing.agent)
    signing.do(signing.borrower, AskPaper())
    paper.came_back(signing.deps, signing.agent, signing.part.case_id, a_paper(signing))
    work(signing)
    signing.clock.move(days=30)
    paper.not_mine(signing.deps, signing.borrower, signing.part.case_id)
    signing.do(
        signing.part.place.supervisor, SettleDispute(upheld=False, explanation="Here is the scan.")
    )
    return signing


def composed(scene: Scene) -> dict[str, Any]:
    with scene.deps.reading() as uow:
        told = compose(uow, scene.record(), scene.deps.root_pem())
    fairness = told["fairness"]
    assert isinstance(fairness, dict)
    return fairness


def ends(scene: Scene) -> date:
    return scene.clock().date() + timedelta(days=14)


def test_the_kept_day_and_a_record_written_later_name_the_new_day(held: Scene) -> None:
    assert held.record().cooling_off_until == ends(held)
    fairness = composed(held)
    assert fairness["cooling_off_until"] == ends(held).isoformat()
    assert fairness["cooling_off_ends"] == f"{ends(held) + timedelta(days=1)}T00:00:00.000Z"
    rows = json.loads(held.record().facts)["terms"]["schedule"]["instalments"]
    assert fairness["waiting"] == [
        row["due_on"] for row in rows if row["due_on"] <= ends(held).isoformat()
    ]


def test_the_page_of_the_sealed_record_says_that_the_time_began_anew(held: Scene) -> None:
    assert record_of(held)["fairness"]["cooling_off_until"] < ends(held).isoformat()
    app = app_of(held.deps)
    for language, words in SAID.items():
        visitor = Visitor.open(app, held.deps, held.borrower, language=language)
        page = visitor.soup(f"/agreements/{held.part.case_id}/evidence")
        assert words in page.get_text()


def test_the_day_is_known_after_the_agreement_was_left(held: Scene) -> None:
    record = held.record()
    held.do(held.borrower, CancelAgreement(record.id, record.version))
    assert held.case().agreement is None
    stood = last_stood(held.history(), record.id)
    assert stood is not None
    assert stood.cooling_off_until == ends(held)
    assert composed(held)["cooling_off_until"] == ends(held).isoformat()


def test_without_an_objection_the_day_of_the_seal_stands(done: Scene) -> None:
    assert left_anew_until(done.history(), done.record().id) is None
    kept = done.record().cooling_off_until
    assert kept is not None
    assert composed(done)["cooling_off_until"] == kept.isoformat()
