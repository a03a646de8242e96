"""A lender of one person: its objections end by a yes, or by its time running out."""

from __future__ import annotations

import pytest

from app.core.errors import TransitionNotAllowed
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import AskPaper, SettleDispute
from app.core.negotiation.objections import answered_by, stands
from app.usecases import paper
from app.usecases.on_paper import SameHand
from tests.one_app import app_of
from tests.stage import Visitor
from tests.usecases.scenes import Scene
from tests.usecases.test_paper import a_paper, work

NO = SettleDispute(upheld=False, explanation="Here is the scan.")


@pytest.fixture
def objected(signing: Scene) -> Scene:
    """Sealed on paper; the borrower says that it is not theirs."""
    signing.sign(signing.agent)
    signing.do(signing.borrower, AskPaper())
    paper.came_back(signing.deps, signing.agent, signing.part.case_id, a_paper(signing))
    work(signing)
    paper.not_mine(signing.deps, signing.borrower, signing.part.case_id)
    return signing


def test_whoever_wrote_the_paper_down_may_say_that_the_borrower_is_right(objected: Scene) -> None:
    with pytest.raises(SameHand):
        objected.do(objected.agent, NO)
    yes = SettleDispute(upheld=True, explanation="The name is another one.")
    assert objected.do(objected.agent, yes).stage is Stage.OPEN
    assert objected.record().state == "declined"


def test_an_objection_that_nobody_answers_in_21_days_stands(objected: Scene) -> None:
    with pytest.raises(TransitionNotAllowed):
        stands(objected.history(), "Too soon.", objected.clock())
    objected.clock.move(days=21)
    work(objected)
    assert objected.record().state == "sealed"
    objected.clock.move(days=2)
    work(objected)
    assert (objected.record().state, objected.case().stage) == ("declined", Stage.OPEN)
    assert answered_by(objected.history()) is None


def test_an_objection_that_was_answered_stays_answered(objected: Scene) -> None:
    objected.do(objected.part.place.supervisor, NO)
    objected.clock.move(days=30)
    work(objected)
    assert (objected.record().state, objected.case().stage) == ("sealed", Stage.SEALED)


def test_both_sides_read_until_when_it_can_be_answered(objected: Scene) -> None:
    app = app_of(objected.deps)
    for actor in (objected.agent, objected.borrower):
        for language, words in {
            "en": "Without a no from the lender by 12 December 2026, it binds nobody.",
            "zh": "出借人到2026年12月12日还没有否认，协议就对任何人都没有约束力。",
        }.items():
            visitor = Visitor.open(app, objected.deps, actor, language=language)
            page = visitor.soup(f"/agreements/{objected.part.case_id}")
            assert words in page.get_text()
