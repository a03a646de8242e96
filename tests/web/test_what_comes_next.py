"""No dead end: whatever stands still, every page of a case says who acts next, and by when."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from bs4.element import Tag

from app.core.access import Actor, Role
from app.core.negotiation.case import Stage as At
from app.core.negotiation.case import latest_date
from app.core.negotiation.commands import DeclineOffer, LiftHold, SettleDispute
from app.core.negotiation.events import DeclineReason
from app.core.negotiation.proof_commands import AnswerProof
from app.core.negotiation.proof_events import LineKind, ProofLine
from app.store.cases import CaseHeader
from app.usecases import midpoint, negotiate, overlap
from app.usecases.demo_steps import STEPS, Part
from tests.stage import Stage, Visitor
from tests.usecases.meeting import case_of
from tests.usecases.rounds_run_out import ran_out

Visit = Callable[..., Visitor]
Act = Callable[[Part], object]
TOLD = ("authority", "confirm", "tell")
AGREED = (*TOLD, "offer", "counter", "accept")
STAGES: dict[str, tuple[At, tuple[str, ...]]] = {
    "nothing was confirmed": (At.NEW, ("authority",)),
    "no budget was told": (At.OPEN, ("authority", "confirm")),
    "nobody has offered": (At.OPEN, TOLD),
    "the borrower has offered": (At.OFFERED, (*TOLD, "offer")),
    "the lender has offered": (At.OFFERED, (*TOLD, "offer", "counter")),
    "both offers are off the table": (At.OPEN, (*TOLD, "offer", "counter", "decline")),
    "it is being signed": (At.SIGNING, AGREED),
    "it is signed and sealed": (At.SEALED, (*AGREED, "records", "sign")),
    "it is over": (At.CLOSED, ("authority", "dispute", "upheld")),
}
SAYS_WHO = re.compile(
    "lender(, who answers| has to| owes| answers| looks| signs)|(supervisor|person).* looks|counselor signs"
    "|Nothing is asked of you|Nobody asks anything of you|being (written|sealed)|signed and sealed"
)


@dataclass(frozen=True, slots=True)
class Over:
    """What lies over a stage, and what ends it again."""

    begins: Act
    ends: Act


def _settle(part: Part, *, upheld: bool = False) -> None:
    answer = SettleDispute(upheld, "We looked at our books.")
    negotiate.submit(part.deps, part.place.agent, part.case_id, answer)


def _prove(part: Part) -> None:
    case = case_of(part)
    line = ProofLine(case.start.at.date(), LineKind.PRINCIPAL, case.debt.owed, "The loan")
    answer = AnswerProof((line,), "These are our books.")
    negotiate.submit(part.deps, part.place.agent, part.case_id, answer)


def _lift(part: Part) -> None:
    negotiate.submit(part.deps, part.borrower, part.case_id, LiftHold())


def _decline(part: Part) -> None:
    from_lender = case_of(part).offer
    assert from_lender is not None
    refusal = DeclineOffer(from_lender.digest, DeclineReason.TOO_HIGH, "")
    negotiate.submit(part.deps, part.borrower, part.case_id, refusal)


OVER: dict[str, Over] = {
    "nothing": Over(lambda _: None, lambda _: None),
    "a hold": Over(STEPS["hold"], _lift),
    "a dispute": Over(STEPS["dispute"], _settle),
    "awaited proof": Over(STEPS["ask proof"], _prove),
}
MORE: dict[str, Act] = {"decline": _decline, "upheld": lambda part: _settle(part, upheld=True)}


def on_stage(stage: Stage, name: str) -> Part:
    at, steps = STAGES[name]
    part = stage.part("four-weekly", *(step for step in steps if step in STEPS))
    for step in steps:
        if step in MORE:
            MORE[step](part)
    part.work()
    assert case_of(part).stage is at
    return part


def pages(visit: Visit, part: Part) -> Iterator[tuple[Actor, bool, Tag]]:
    """The page of the case, as everybody in it is shown it; whether they lend."""
    place, case = part.place, f"/cases/{part.case_id}"
    for who, path in (
        (part.borrower, case),
        (place.counselor, case),
        (place.agent, f"/lender{case}"),
        (place.supervisor, f"/lender{case}"),
    ):
        visitor = visit(who)
        page = visitor.soup(path)
        main = page.select_one("main")
        assert main is not None
        for aside in main.select("aside"):
            aside.decompose()
        yield who, path.startswith("/lender"), main
        for link in main.select("a.pp-button[href]"):
            there = str(link["href"])
            assert there.startswith("#") or visitor.get(there).status_code < 400, (path, there)


def says_what_comes_next(part: Part, main: Tag, *, lends: bool) -> None:
    header, case = header_of(part), case_of(part)
    text = main.get_text(" ", strip=True)
    buttons = main.select("a.pp-button, button")
    waits = case.waiting_for
    if lends:
        row = re.search("Waiting for (Borrower|Lender|Counselor|Nobody)", text)
        assert row is not None, text
        assert waits is not Role.LENDER or buttons, text
        assert waits is not Role.LENDER or "Reply due None" not in text, text
        return
    asked = waits in (Role.BORROWER, Role.COUNSELOR)
    assert buttons if asked else (SAYS_WHO.search(text) or buttons), text
    assert SAYS_WHO.search(text) or asked, text
    if waits is Role.LENDER and header.reply_due and case.stage is not At.SIGNING:
        hold = case.hold.until if case.on_hold(latest_date(part.deps.now())) and case.hold else None
        day = hold or (case.proof.due_on if case.proof else header.reply_due)
        assert f"{day.day} {day:%B %Y}" in text, text


def header_of(part: Part) -> CaseHeader:
    with part.deps.reading() as uow:
        found = uow.cases.find(part.case_id)
    assert found is not None
    return found


@pytest.mark.parametrize("name", STAGES)
def test_e27_every_stage_says_who_acts_next_whatever_stands_still(
    stage: Stage, visit: Visit, name: str
) -> None:
    part = on_stage(stage, name)
    for over in OVER.values():
        if over is not OVER["nothing"] and case_of(part).stage is At.CLOSED:
            continue
        over.begins(part)
        for _, lends, main in pages(visit, part):
            says_what_comes_next(part, main, lends=lends)
        over.ends(part)


@pytest.mark.parametrize("name", ["the lender has offered", "both offers are off the table"])
def test_an_open_midpoint_and_an_open_test_are_spoken_of_where_both_sides_look(
    stage: Stage, visit: Visit, name: str
) -> None:
    part = on_stage(stage, name)
    midpoint.ask(part.deps, part.place.agent, part.case_id)
    overlap.open_test(part.deps, part.place.agent, part.case_id)
    answers = f"/cases/{part.case_id}/answer"
    for who, lends, main in pages(visit, part):
        says_what_comes_next(part, main, lends=lends)
        offered = not lends and case_of(part).stage is At.OFFERED
        text = (visit(who).soup(answers) if offered else main).get_text(" ", strip=True)
        assert "The fair midpoint is there. Either side can accept it until" in text
        assert "A private test is open until" in text


def test_when_an_offer_has_ended_the_page_says_so_and_nothing_is_lost(
    stage: Stage, visit: Visit
) -> None:
    part = on_stage(stage, "the lender has offered")
    stage.clock.move(days=40)
    for _, lends, main in pages(visit, part):
        says_what_comes_next(part, main, lends=lends)
        text = main.get_text(" ", strip=True)
        assert "has ended, and nothing is agreed" in text or lends


def test_e27_when_offers_ran_out_everybody_reads_who_goes_on(stage: Stage, visit: Visit) -> None:
    part = ran_out(stage, "authority")
    for _, lends, main in pages(visit, part):
        says_what_comes_next(part, main, lends=lends)
        text = main.get_text(" ", strip=True)
        assert "A supervisor looks" in text if lends else "A person looks at this case now" in text


def test_late_proof_says_that_a_supervisor_looks(stage: Stage, visit: Visit) -> None:
    part = on_stage(stage, "the lender has offered")
    STEPS["ask proof"](part)
    stage.clock.move(days=22)
    stage.work()
    for _, lends, main in pages(visit, part):
        says_what_comes_next(part, main, lends=lends)
        assert "The proof is late" in main.get_text(" ", strip=True)


def test_a_hold_is_spoken_of_and_can_be_ended_until_it_is_over_everywhere(
    stage: Stage, visit: Visit
) -> None:
    part = on_stage(stage, "the lender has offered")
    STEPS["hold"](part)
    hold = case_of(part).hold
    assert hold is not None
    days = (hold.until - stage.clock().date()).days
    stage.clock.move(days=days, hours=24 - stage.clock().hour)
    assert stage.clock().date() == hold.until + timedelta(days=1)
    for _, lends, main in pages(visit, part):
        text = main.get_text(" ", strip=True)
        assert "On hold until" in text if lends else "Go on now" in text
