"""A frightened thumb presses twice, or goes back: nothing happens twice, and nothing is scolded."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.negotiation.commands import DeclineOffer
from app.core.negotiation.events import (
    DebtConfirmed,
    DeclineReason,
    DisputeRaised,
    Event,
    OfferDeclined,
    OfferWithdrawn,
)
from app.core.negotiation.middle_events import OfferExtended
from app.core.negotiation.pause_events import HoldLifted, HoldPlaced
from app.usecases import negotiate
from app.usecases.demo_steps import STEPS, Part
from tests.stage import Stage, Visitor
from tests.usecases.scenes import case_of, history

Visit = Callable[..., Visitor]
TOLD = ("confirm", "tell")
OFFERED = (*TOLD, "offer")
ANSWERED = (*OFFERED, "counter")
PROOF = (*ANSWERED, "ask proof")


def twice(visit: Visit, part: Part, page: str, **typed: str) -> tuple[Visitor, list[int]]:
    """The same form, sent two times over from the same page; the codes of both answers."""
    visitor = visit(part.borrower)
    path = f"/cases/{part.case_id}/{page}"
    return visitor, [visitor.post(path, dict(typed)).status_code for _ in range(2)]


def count(part: Part, kind: type[Event]) -> int:
    return sum(isinstance(event, kind) for event in history(part))


def digest(part: Part) -> str:
    offer = case_of(part).offer
    return offer.digest if offer else ""


@pytest.mark.parametrize(
    ("page", "steps", "typed", "kind"),
    [
        ("confirm", (), {}, DebtConfirmed),
        ("withdraw", OFFERED, {}, OfferWithdrawn),
        ("decline", ANSWERED, {"seen": "", "reason": "too_high", "words": ""}, OfferDeclined),
        ("go-on", (*TOLD, "hold"), {"kept": "proof"}, HoldLifted),
        ("go-on", PROOF, {"kept": "hold"}, HoldLifted),
        ("dispute", TOLD, {"kind": "wrong_amount", "words": "I paid."}, DisputeRaised),
    ],
)
def test_what_was_sent_twice_is_done_once(
    stage: Stage,
    visit: Visit,
    page: str,
    steps: tuple[str, ...],
    typed: dict[str, str],
    kind: type[Event],
) -> None:
    part = stage.part("four-weekly", *steps)
    sent = {name: digest(part) if name == "seen" else value for name, value in typed.items()}
    _, codes = twice(visit, part, page, **sent)
    assert codes == [303, 303]
    assert count(part, kind) == 1


def test_an_offer_kept_open_twice_stands_longer_once(stage: Stage, visit: Visit) -> None:
    part = stage.part("four-weekly", *ANSWERED)
    stage.clock.move(days=3)
    _, codes = twice(visit, part, "longer", seen=digest(part))
    assert (codes, count(part, OfferExtended)) == ([303, 303], 1)


def test_a_hold_made_longer_twice_from_one_page_is_one_step_longer(
    stage: Stage, visit: Visit
) -> None:
    part = stage.part("four-weekly", *TOLD, "hold")
    hold = case_of(part).hold
    assert hold is not None
    _, codes = twice(visit, part, "hold/longer", until=hold.until.isoformat())
    assert (codes, count(part, HoldPlaced)) == ([303, 303], 2)


def test_what_two_tabs_say_of_one_debt_is_kept_where_it_was_not_sent(
    stage: Stage, visit: Visit
) -> None:
    part = stage.part("four-weekly", *TOLD, "dispute")
    path = f"/cases/{part.case_id}/dispute"
    sent = visit(part.borrower).post(path, {"kind": "wrong_amount", "words": "The fee of May."})
    text = sent.get_data(as_text=True)
    assert sent.status_code == 409
    assert "What you wrote was not sent" in text
    assert "The fee of May." in text
    assert count(part, DisputeRaised) == 1


def test_a_no_to_an_offer_that_the_lender_took_back_is_no_no_of_mine(
    stage: Stage, visit: Visit
) -> None:
    part = stage.part("four-weekly", *ANSWERED)
    seen = digest(part)
    negotiate.submit(
        part.deps, part.borrower, part.case_id, DeclineOffer(seen, DeclineReason.TOO_HIGH, "")
    )
    STEPS["offer"](part)
    visitor = visit(part.borrower)
    sent = visitor.post(f"/cases/{part.case_id}/decline", {"seen": seen, "reason": "too_high"})
    assert sent.status_code == 409


@pytest.mark.parametrize(
    ("page", "before", "after"),
    [
        ("accept", "counter", "accept"),
        ("decline", "counter", "accept"),
        ("withdraw", "offer", "withdraw"),
        ("accept", "offer", "withdraw"),
    ],
)
def test_whoever_goes_back_to_a_question_that_is_settled_sees_the_case(
    stage: Stage, visit: Visit, page: str, before: str, after: str
) -> None:
    steps = OFFERED if before == "offer" else ANSWERED
    part = stage.part("four-weekly", *steps)
    visitor = visit(part.borrower)
    path = f"/cases/{part.case_id}/{page}"
    mine = before == "offer"
    assert visitor.get(path).status_code == (303 if page == "accept" and mine else 200)
    STEPS[after](part)
    back = visitor.get(path)
    assert (back.status_code, back.location) == (303, f"/cases/{part.case_id}")


def test_going_on_without_proof_ends_no_time_that_was_taken(stage: Stage, visit: Visit) -> None:
    part = stage.part("four-weekly", *PROOF, "hold")
    visitor = visit(part.borrower)
    page = visitor.soup(f"/cases/{part.case_id}/proof")
    kept = page.select_one("form[action$=go-on] input[name=kept]")
    assert kept is not None
    assert kept["value"] == "hold"
    visitor.post(f"/cases/{part.case_id}/go-on", {"kept": "hold"})
    case = case_of(part)
    assert (case.hold is not None, case.proof_stops) == (True, False)
