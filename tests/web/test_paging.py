"""Lists of staff show a hundred rows at most, and lead on to the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import ModuleType
from uuid import UUID

import pytest
from flask import Flask, render_template

from app.core.disclosure import DataClass
from app.core.message_guard.judging import Outcome
from app.core.paging import PAGE, cut
from app.store import reading
from app.store.referrals import Referral
from app.store.teams import StaffInvitation
from app.usecases import conduct, imports, looking, referrals
from app.usecases.conduct import Colleague
from app.usecases.deps import Deps
from app.usecases.looking import Let
from app.web.counselor.looking import PAGES, PARTS
from tests.stage import Stage, Visitor
from tests.usecases.creditors import client_of_three
from tests.usecases.scenes import a_file, a_row

Visit = Callable[..., Visitor]
NEXT, BEFORE = "a[rel=next]", "a[rel=prev]"


def test_a_page_is_cut_out_of_a_list() -> None:
    rows = range(2 * PAGE + 1)
    assert [len(cut(rows, page).rows) for page in (1, 2, 3)] == [PAGE, PAGE, 1]
    for number, shown in ((-1, 1), (0, 1), (2, 2), (4, 3), (10**30, 3)):
        assert cut(rows, number).page == shown
    assert cut(rows, 2).rows[0] == PAGE
    assert (cut((), 1).rows, cut((), 5).pages, cut(range(PAGE), 1).pages) == ((), 1, 1)


def test_counts_of_the_guard_lead_on_to_the_rest(deps: Deps, stage: Stage, visit: Visit) -> None:
    place = stage.places["UK"]
    with deps.unit_of_work() as uow:
        uow.audit.write(None, "conduct.counted", "conduct:counts", deps.now())
        for number in range(PAGE + 1):
            month = date(2010 + number // 12, number % 12 + 1, 1)
            uow.conduct.count(place.lender, "NONE", Outcome.BLOCKED, month)
    browser = visit(place.admin)
    assert counted(browser, "/conduct/counts", "tbody tr") == (PAGE, True, False)
    assert counted(browser, "/conduct/counts?page=2", "tbody tr") == (1, False, True)
    assert counted(browser, "/conduct/counts?page=none", "tbody tr") == (PAGE, True, False)


def test_a_team_with_its_invitations_leads_on_to_the_rest(
    deps: Deps, stage: Stage, visit: Visit
) -> None:
    place, at = stage.places["UK"], deps.now()
    with deps.unit_of_work() as uow:
        uow.audit.write(None, "team.changed", f"organisation:{place.lender}", at)
        members = len(uow.organisations.members(place.lender))
        for number in range(PAGE):
            email, until = f"new.{number}@staff.example", at + timedelta(days=1)
            sent = StaffInvitation(f"{number:064x}", place.lender, email, "agent", None, at, until)
            uow.teams.invite(sent)
    browser, lines = visit(place.admin), "form[action='/team/withdraw'], form[action='/team/role']"
    assert counted(browser, "/team", lines) == (PAGE, True, False)
    assert counted(browser, "/team?page=2", lines) == (members, False, True)


def counted(browser: Visitor, path: str, lines: str) -> tuple[int, bool, bool]:
    """Lines of a list, and whether there is more after it and before it."""
    page = browser.soup(path)
    found = page.select("main")[0]
    return len(found.select(lines)), bool(found.select(NEXT)), bool(found.select(BEFORE))


@pytest.mark.parametrize("template", ["counselor/looking", "conduct/passes"])
def test_a_list_of_others_leads_on_to_the_rest(app: Flask, template: str) -> None:
    let = Let(UUID(int=1), "A Name", "A Lender", (DataClass.DEBT,), None)
    rows = {"counselor/looking": let, "conduct/passes": Colleague("A Name", "A Lender", ())}
    with app.test_request_context("/?lang=en"):
        found = cut([rows[template]] * (PAGE + 1), 1)
        page = render_template(f"{template}.html", found=found, parts=PARTS, pages=PAGES, places={})
    assert page.count("A Name") == PAGE
    assert 'rel="next"' in page


REQUEST = Referral(
    id=UUID(int=1),
    tenant_id=UUID(int=2),
    case_id=UUID(int=3),
    borrower_id=UUID(int=4),
    charity_id=UUID(int=5),
    lets_see=(),
    consent_sha256="",
    language="en",
    asked_at=datetime(2026, 1, 1, tzinfo=UTC),
    content={"name": "A Name"},
)
LISTS = (
    ("counselor", "/counselor/requests", referrals, "requests", REQUEST),
    (
        "counselor",
        "/counselor/looking",
        looking,
        "let",
        Let(UUID(int=1), "A Name", "A Lender", (DataClass.DEBT,), None),
    ),
    ("admin", "/conduct/passes", conduct, "colleagues", Colleague("A Name", "A Lender", ())),
)


@pytest.mark.parametrize(("who", "path", "module", "name", "row"), LISTS, ids=lambda x: str(x)[:20])
def test_the_link_of_a_list_leads_to_its_rest(
    stage: Stage,
    visit: Visit,
    monkeypatch: pytest.MonkeyPatch,
    who: str,
    path: str,
    module: ModuleType,
    name: str,
    row: object,
) -> None:
    monkeypatch.setattr(module, name, lambda *_: (row,) * (PAGE + 1))
    browser = visit(getattr(stage.places["UK"], who))
    first = browser.soup(path)
    (link,) = first.select(NEXT)
    second = browser.soup(str(link["href"]))
    assert [page.select("main")[0].text.count("A Name") for page in (first, second)] == [PAGE, 1]
    assert [len(second.select(one)) for one in (NEXT, BEFORE)] == [0, 1]


def test_lists_of_cases_lead_through_every_case_once(
    stage: Stage, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = client_of_three(stage)
    place = parts[0].place
    more = (a_row(f"P-{n}", f"Name {n}", f"{n}@borrower.example") for n in range(2))
    imports.import_debts(stage.deps, place.admin, place.lender, a_file(*more))
    monkeypatch.setattr(reading, "PAGE", 1)
    for browser, path in ((visit(place.agent), "/lender"), (visit(place.counselor), "/counselor")):
        seen: list[str] = []
        following: str | None = path
        while following:
            page = browser.soup(following)
            (line,) = page.select("main tbody tr")
            seen += [str(line.select("a")[0]["href"])]
            following = next((str(link["href"]) for link in page.select(NEXT)), None)
        assert len(seen) == len(set(seen)) > 1, path
