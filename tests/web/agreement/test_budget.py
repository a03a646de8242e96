"""What the paper shows of the budget: said before signing, and the borrower's to change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.negotiation.case import Stage as CaseStage
from app.usecases.demo_steps import Part
from tests.ceremony import Signer
from tests.stage import Stage
from tests.usecases.scenes import case_of

Stand = Callable[..., Signer]
TOTALS = "Your monthly totals stand in it"


@pytest.fixture
def turn(stage: Stage, part: Part, signer: Stand) -> Signer:
    """The borrower, when the lender has signed."""
    assert signer(part.place.agent).sign().status_code == 303
    stage.work()
    borrower = signer(part.borrower)
    borrower.agree_to_records()
    return borrower


def test_it_is_said_beside_the_text_and_left_out_of_a_new_version(
    stage: Stage, turn: Signer, signer: Stand
) -> None:
    page = turn.visitor.soup(f"{turn.path}/sign")
    assert TOTALS in page.get_text()
    assert page.find("a", href=f"{turn.path}/budget")
    assert "You agreed to share these monthly figures" in page.get_text()
    old = turn.form()
    choice = turn.visitor.soup(f"{turn.path}/budget")
    assert "no single sums" in choice.get_text()
    sent = {"version": "1", "shows": "nothing"}
    assert turn.visitor.post(f"{turn.path}/budget", sent).status_code == 303
    assert case_of(turn.part).stage is CaseStage.AGREED
    assert "being written down" in turn.visitor.soup(turn.path).get_text()
    stage.work()
    # What was shown before cannot be signed any more, and the lender signs first again.
    assert turn.visitor.post(f"{turn.path}/sign", old).status_code == 409
    assert signer(turn.part.place.agent).sign().status_code == 303
    stage.work()
    again = turn.visitor.soup(f"{turn.path}/sign").get_text()
    assert "Nothing of your budget stands in it" in again
    assert "You agreed to share these monthly figures" not in again
    assert turn.sign().status_code == 303


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"version": "1", "shows": "everything"}, 422),
        ({"version": "1"}, 422),
        ({"version": "2", "shows": "nothing"}, 409),
        ({"shows": "nothing"}, 409),
        ({"version": "1", "shows": "totals"}, 409),
    ],
)
def test_what_names_another_version_or_choice_changes_nothing(
    turn: Signer, form: dict[str, str], status: int
) -> None:
    assert turn.visitor.post(f"{turn.path}/budget", form).status_code == status
    assert case_of(turn.part).agreement is not None


def test_the_lender_has_no_part_in_it(part: Part, signer: Stand) -> None:
    lender = signer(part.place.agent)
    assert TOTALS not in lender.visitor.soup(f"{lender.path}/sign").get_text()
    assert lender.visitor.get(f"{lender.path}/budget").status_code == 403
    sent = {"version": "1", "shows": "nothing"}
    assert lender.visitor.post(f"{lender.path}/budget", sent).status_code == 403


def test_after_signing_it_is_told_and_not_changed(turn: Signer) -> None:
    turn.sign()
    page = turn.visitor.soup(f"{turn.path}/budget")
    assert "cannot change now" in page.get_text()
    assert not page.find("input", {"name": "shows"})
