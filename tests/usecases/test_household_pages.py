"""What happened to a household leaves by the right to read it, and by no page about figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.core.access import Action
from app.core.caselines import HardshipLine
from app.core.household_record import Told
from app.usecases import budget
from app.usecases.borrower_pages import hardship_page, household_page, to_change
from app.usecases.demo_steps import Part
from tests.stage import START, Stage, Visitor

SAID, NEEDS = (HardshipLine("DEATH", START.date(), None),), ("interpreter",)


@pytest.fixture
def part(stage: Stage) -> Part:
    """A client who told what happened and what they need."""
    made = stage.part("counselor", "authority", "confirm", "tell")
    told = to_change(made.deps, made.borrower, made.household_id)
    assert told
    saved = replace(told, hardship=SAID, needs=NEEDS)
    budget.save(made.deps, made.borrower, made.household_id, saved)
    return made


def heard(told: Told | None) -> tuple[object, object]:
    assert told
    assert told.income
    return told.hardship, told.needs


def test_a_counselor_reads_what_happened_by_its_own_right_alone(part: Part) -> None:
    deps, home, counselor = part.deps, part.household_id, part.place.counselor
    assert heard(household_page(deps, counselor, home).record.told) == ((), ())
    assert heard(budget.read(deps, counselor, home).record.told) == ((), ())
    assert heard(hardship_page(deps, counselor, home).record.told) == (SAID, NEEDS)
    papers = household_page(deps, counselor, home, Action.READ_EXHIBITS)
    assert heard(papers.record.told) == (SAID, NEEDS)
    for page in (household_page, hardship_page):
        assert heard(page(deps, part.borrower, home).record.told) == (SAID, NEEDS)


def test_a_counselor_who_changes_figures_unseen_keeps_what_happened(
    part: Part, visit: Callable[..., Visitor]
) -> None:
    browser, home = visit(part.place.counselor), f"/household/{part.household_id}/budget"
    before = to_change(part.deps, part.borrower, part.household_id)
    assert before
    debt = {"creditor": "A Shop", "kind": "other", "owed": "20"}
    assert browser.post(f"{home}/debts", debt, token_from=f"{home}/debts").status_code == 303
    after = to_change(part.deps, part.borrower, part.household_id)
    assert after
    assert heard(after) == (SAID, NEEDS)
    (added,) = set(after.other_debts) - set(before.other_debts)
    remove = {"debt": added.id}
    assert browser.post(f"{home}/debts/remove", remove, token_from=home).status_code == 303
    people = {"adults": "2", "children": "1"}
    assert browser.post(f"{home}/people", people, token_from=f"{home}/people").status_code == 303
    last = to_change(part.deps, part.borrower, part.household_id)
    assert heard(last) == (SAID, NEEDS)
    assert last
    assert (last.household.adults, last.other_debts) == (2, before.other_debts)


def test_the_list_of_parts_says_that_it_does_not_know_of_what_happened(
    part: Part, visit: Callable[..., Visitor]
) -> None:
    home = f"/household/{part.household_id}/budget"
    hint, done = "Open it to see whether it is done", "Done"
    theirs, own = (visit(who).soup(home) for who in (part.place.counselor, part.borrower))
    assert [page.get_text().count(hint) for page in (theirs, own)] == [2, 0]
    status = [page.select(".pp-task-list__status") for page in (theirs, own)]
    counts = [sum(done in one.get_text() for one in found) for found in status]
    assert counts[1] - counts[0] == 2
