"""Will it last: a range for the borrower's side, runs for the counselor, nothing for lenders."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.usecases import lender_desk
from app.usecases.demo_steps import Part
from app.usecases.lasting import played
from tests.stage import Stage, Visitor

Visit = Callable[..., Visitor]
ROOT = Path(__file__).parents[3]
TOLD = ("authority", "confirm", "tell")
OFFERED = (*TOLD, "offer")
TELLS = re.compile(
    r"will it last|kept to the end|standard error|largest income|a fifth lower|not covered"
    r"|\bstress\b|lasting|lost_income|income_down|one_bill|能坚持下去吗|坚持到底|最大的一笔收入",
    re.IGNORECASE,
)


@pytest.fixture
def told(stage: Stage) -> Part:
    return stage.part("four-weekly", *TOLD)


def words(visitor: Visitor, path: str) -> str:
    return visitor.soup(path).get_text(" ", strip=True)


def test_the_borrower_sees_a_range_three_checks_and_what_is_assumed(
    visit: Visit, told: Part
) -> None:
    page = visit(told.borrower).soup(f"/cases/{told.case_id}/options")
    text = page.get_text(" ", strip=True)
    assert re.search(r"from \d+% to \d+% of such plans|In every case|is not kept", text)
    assert "These figures are assumed" in text
    assert "It is no reason to refuse a plan" in text
    tables = {t.caption.get_text(): t for t in page.select("table") if t.caption}
    assert len(tables["Do savings and what is left over cover it?"].select("tbody tr")) == 3
    assert len(tables["The cases we try"].select("tbody tr")) == 3
    assert not page.select("a[href*='/lasting']")


def test_the_counselor_has_the_same_and_a_way_to_the_runs(visit: Visit, told: Part) -> None:
    counselor = visit(told.place.counselor)
    page = counselor.soup(f"/cases/{told.case_id}/options")
    (link,) = page.select("a[href*='/lasting']")
    assert "Will it last?" in page.get_text()
    text = words(counselor, str(link["href"]))
    assert "Play 1000 times" in text.replace(",", "")
    assert "What came out" not in text


@pytest.mark.parametrize("runs", [100, 10_000])
def test_runs_are_counted_with_their_error_and_come_out_alike(
    visit: Visit, told: Part, runs: int
) -> None:
    counselor = visit(told.place.counselor)
    path = f"/counselor/cases/{told.case_id}/lasting?runs={runs}"
    found = played(told.deps, told.place.counselor, told.case_id, runs)
    text = words(counselor, path)
    assert len(found.runs) == 3
    for each in found.runs:
        assert f"{each.kept} of {runs}" in text
    assert words(counselor, path) == text


@pytest.mark.parametrize("runs", ["7", "-1", "1000000000", "many", ""])
def test_other_counts_play_nothing(visit: Visit, told: Part, runs: str) -> None:
    path = f"/counselor/cases/{told.case_id}/lasting?runs={runs}"
    assert "What came out" not in words(visit(told.place.counselor), path)


def test_without_a_budget_there_is_nothing_to_play(stage: Stage, visit: Visit) -> None:
    part = stage.part("new", "authority")
    path = f"/counselor/cases/{part.case_id}/lasting?runs=100"
    assert "There is no plan to look at yet" in words(visit(part.place.counselor), path)


def test_only_who_acts_for_the_borrower_may_play(visit: Visit, told: Part) -> None:
    path = f"/counselor/cases/{told.case_id}/lasting"
    assert visit(told.borrower).get(path).status_code == 403
    assert visit(told.place.agent).get(path).status_code == 403
    assert visit().get(path).status_code == 303


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_page_of_a_lender_says_how_long_a_plan_may_last(
    stage: Stage, visit: Visit, language: str
) -> None:
    part = stage.part("four-weekly", *OFFERED)
    assert TELLS.search(words(visit(part.borrower, language=language), _options(part)))
    staff = visit(part.place.agent, language=language)
    for page in ("", "/accept", "/decline", "/offer", "/hold", "/dispute"):
        assert not TELLS.search(staff.get(f"/lender/cases/{part.case_id}{page}").text), page
    assert not TELLS.search(staff.get("/lender").text)
    assert staff.get(_options(part)).status_code == 403


def test_what_a_lender_gets_as_data_says_nothing_of_it(stage: Stage) -> None:
    part = stage.part("four-weekly", *OFFERED, "counter", "accept")
    desk = lender_desk.desk(part.deps, part.place.agent, part.case_id)
    assert not TELLS.search(repr(desk))
    with part.deps.reading() as uow:
        header = uow.cases.find(part.case_id)
        assert header is not None
        history = uow.cases.history(header.tenant_id, part.case_id)
    assert not TELLS.search(repr(history))


def test_no_template_or_module_of_lenders_and_papers_takes_it_in() -> None:
    rooms = ("templates/lender", "templates/documents", "templates/agreement", "templates/emails")
    code = (
        "app/core/agreement.py",
        "app/core/evidence.py",
        "app/core/sealed.py",
        "app/web/lender",
        "app/web/agreement",
        "app/documents",
        "app/core/negotiation",
    )
    files = [path for room in (*rooms, *code) for path in _files(ROOT / room)]
    assert len(files) > 30
    assert [path for path in files if TELLS.search(path.read_text(encoding="utf-8"))] == []


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return [p for p in place.rglob("*") if p.suffix in {".py", ".html", ".txt"}]


def _options(part: Part) -> str:
    return f"/cases/{part.case_id}/options"
