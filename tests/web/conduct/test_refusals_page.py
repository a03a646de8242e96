"""A supervisor reads how often the own house says no, with and without a support need (E20)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from app.core.negotiation.commands import DeclineOffer
from app.core.negotiation.events import DeclineReason
from app.core.refusals import FEWEST
from app.usecases import budget, imports, negotiate, refusals
from app.usecases.demo_steps import STEPS, Part
from tests.stage import Stage, Visitor
from tests.usecases.scenes import a_file, a_row, another_lender, case_of, second_case
from tests.web.lender.well_made import well_made

Visit = Callable[..., Visitor]


@pytest.fixture
def part(stage: Stage) -> Part:
    return stage.part("four-weekly", "confirm", "tell", "offer")


def need(part: Part, *codes: str) -> None:
    told = budget.read(part.deps, part.borrower, part.household_id).record.told
    assert told is not None
    budget.save(part.deps, part.borrower, part.household_id, replace(told, needs=codes))


def refuse(part: Part) -> None:
    standing = case_of(part).offer
    assert standing is not None
    command = DeclineOffer(standing.digest, DeclineReason.TOO_LOW, "It is not enough.")
    negotiate.submit(part.deps, part.place.agent, part.case_id, command)


def people(part: Part, name: str, *codes: str) -> list[Part]:
    """As many as are shown, each with an offer, and these needs told before the answer."""
    deps, lender = part.deps, part.place.lender
    accounts = [f"{name}-{number}" for number in range(FEWEST)]
    data = a_file(*(a_row(one, one.title(), f"{one}@people.example") for one in accounts))
    imports.import_debts(deps, part.place.admin, lender, data)
    found = []
    for account in accounts:
        with deps.reading() as uow:
            header = uow.cases.by_account(lender, account)
            assert header is not None
            who = uow.people.actor(header.borrower_id)
        one = replace(part, borrower=who, case_id=header.id, household_id=header.household_id)
        for step in ("confirm", "tell", "offer"):
            STEPS[step](one)
        need(one, *codes)
        found.append(one)
    return found


def figures(page: BeautifulSoup) -> dict[str, list[str]]:
    rows = (
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in page.select("main tbody tr")
    )
    return {heading: cells for heading, *cells in rows}


def test_e20_refusals_with_and_without_a_need_stand_side_by_side(
    stage: Stage, visit: Visit
) -> None:
    first = stage.part("four-weekly")
    told, others = people(first, "told", "paper"), people(first, "other", "calm_pages")
    for one in told:
        refuse(one)
    for one in others:
        STEPS["counter"](one)
    stage.clock.move(minutes=1)
    need(told[0])  # what is told or taken back later changes no answer that was given
    need(others[0], "paper")
    boss = visit(first.place.supervisor)
    found = figures(boss.soup("/conduct/refusals"))
    assert found["Cases answered"] == ["5", "5"]
    assert found["Cases refused"] == ["5", "0"]
    assert found["Refused"] == ["100 of 100", "0 of 100"]
    assert found["The payments are too low"] == ["5", "0"]
    assert boss.soup("/conduct").find("a", href="/conduct/refusals")


def test_e20_few_people_are_not_told_apart_and_no_word_names_a_need(
    part: Part, visit: Visit
) -> None:
    need(part, "interpreter")
    refuse(part)
    page = visit(part.place.supervisor).soup("/conduct/refusals")
    assert figures(page)["Cases answered"] == ["Not shown", "0"]
    assert figures(page)["Refused"] == ["Not shown", "No cases"]
    assert "interpreter" not in page.get_text().lower()
    assert part.story.name not in page.get_text()


def test_e20_another_lender_reads_its_own_alone(part: Part) -> None:
    refuse(part)
    other = second_case(part, another_lender(part.deps))
    (own,) = refusals.report(part.deps, part.place.supervisor)
    (theirs,) = refusals.report(part.deps, other.place.supervisor)
    assert own.report.without.answered is None
    assert theirs.report.without.answered == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_well_made_and_for_supervisors_alone(
    part: Part, visit: Visit, language: str
) -> None:
    refuse(part)
    well_made(visit(part.place.supervisor, language=language).get("/conduct/refusals").text)
    assert visit(part.place.agent).get("/conduct/refusals").status_code == 403
    assert visit(part.place.counselor).get("/conduct/refusals").status_code == 403
    assert visit(part.borrower).get("/conduct/refusals").status_code == 403
