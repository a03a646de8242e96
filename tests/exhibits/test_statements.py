"""The least proof over HTTP: a counselor's own words, and a newer version of a paper."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from uuid import UUID

import pytest

from app.core.access import Membership
from app.core.caselines import HardshipLine
from app.core.errors import NotAllowed, NotFound
from app.core.exhibits import About, Side, State, told_abouts
from app.usecases import budget, own_data
from app.usecases.borrower_pages import to_change
from app.usecases.deps import Deps
from app.usecases.exhibit_statements import state
from tests.exhibits.desk import Desk, actions
from tests.exhibits.making import a_picture


def test_a_newer_version_is_sent_from_its_paper_whatever_the_file_is_called(
    desk: Desk, deps: Deps
) -> None:
    desk.send(a_picture(), "slip.png")
    (paper,) = desk.ids(deps)
    newer = f"{desk.home}/{paper}/newer"
    assert desk.borrower.soup(f"{desk.home}/{paper}/1").select_one(f"main a[href='{newer}']")
    assert desk.borrower.soup(newer).select_one(f"form[action='{newer}'] input[type=file]")
    form = {"file": (BytesIO(a_picture(colour=(255, 0, 0))), "november.png")}
    assert desk.borrower.post(newer, form).status_code == 303
    with deps.reading() as uow:
        (one,) = uow.exhibits.of(desk.part.household_id)
    assert [version.told.name for version in one.versions] == ["slip.png", "november.png"]
    refused = desk.borrower.post(newer, {"file": (BytesIO(b"<html>"), "a.png")})
    assert (refused.status_code, f'action="{newer}"' in refused.text) == (422, True)
    nowhere = newer.replace(str(paper), str(UUID(int=7)))
    assert [desk.borrower.get(nowhere).status_code, desk.borrower.post(nowhere).status_code] == [
        404,
        404,
    ]


def test_a_counselor_says_what_they_saw_instead_of_a_file(desk: Desk, deps: Deps) -> None:
    add, state = f"{desk.home}/add/income-salary", f"{desk.home}/state/income-salary"
    words = "I saw the payslip of October.\nIt shows the amount told."
    assert desk.borrower.soup(add).select_one(f"form[action='{state}']") is None
    assert desk.borrower.post(state, {"words": words}).status_code == 403
    empty = desk.counselor.post(state, {"words": " "})
    assert (empty.status_code, "Write what you saw first" in empty.text) == (422, True)
    assert (
        desk.counselor.post(f"{desk.home}/state/income-lottery", {"words": "x"}).status_code == 404
    )
    assert desk.counselor.post(state, {"words": words}).status_code == 303
    (paper,) = desk.ids(deps)
    for page in (desk.home, f"{desk.home}/{paper}/1"):
        text = desk.borrower.soup(page).get_text()
        for said in ("A statement by Clearway Advice", "Maya Patel", words, "There is no file"):
            assert said in text
    one = f"{desk.home}/{paper}/1"
    assert not desk.borrower.soup(one).select("main img, main a[href$='/file'], a[href$='/newer']")
    gone = [desk.borrower.get(f"{one}{path}").status_code for path in ("/1", "/file")]
    assert (gone, desk.counselor.post(f"{one}/check", {}).status_code) == ([404, 404], 404)
    # The lender reads it by the consent to papers, and not longer.
    seen = f"{desk.shared}/{paper}/1"
    assert desk.agent.get(seen).status_code == 404
    desk.let("yes")
    assert words in desk.agent.soup(seen).get_text()
    assert not desk.agent.soup(seen).select("main form")
    desk.let("no")
    assert words not in desk.agent.get(desk.shared).text
    assert actions(deps).count("exhibit.checked") == 1
    assert "payslip of October" not in dumped(deps)


def test_who_says_so_is_not_named_by_an_id_in_what_the_borrower_takes_away(
    desk: Desk, deps: Deps
) -> None:
    desk.send(a_picture())
    (paper,) = desk.ids(deps)
    desk.let("yes")
    desk.counselor.post(f"{desk.home}/{paper}/1/check", {"words": "I saw the contract."})
    desk.agent.post(f"{desk.shared}/{paper}/1/check", {"words": "It fits."})
    desk.counselor.post(f"{desk.home}/state/income-salary", {"words": "I saw the letter."})
    taken = json.dumps(own_data.export(deps, desk.part.borrower))
    for said in ("I saw the contract.", "It fits.", "I saw the letter."):
        assert said in taken
    for other in (desk.part.place.counselor, desk.part.place.agent):
        assert str(other.person_id) not in taken


def test_a_file_called_like_the_charity_is_no_newer_version_of_its_statement(
    desk: Desk, deps: Deps
) -> None:
    desk.counselor.post(f"{desk.home}/state/income-salary", {"words": "I saw it."})
    assert desk.send(a_picture(), "Clearway Advice") == 303
    with deps.reading() as uow:
        found = uow.exhibits.of(desk.part.household_id)
    states = [tuple(one.state for one in paper.versions) for paper in found]
    assert sorted(states) == [(State.READY,), (State.STATED,)]  # both of the same moment


def test_a_statement_is_refused_to_who_does_not_act_and_about_what_was_not_told(
    desk: Desk, deps: Deps
) -> None:
    """Asked again in the use case: rights may end after the route was entered."""
    part, salary = desk.part, About(Side.INCOME, "salary")
    for who in (part.borrower, part.place.agent):
        with pytest.raises((NotAllowed, NotFound)):
            state(deps, who, part.household_id, salary, "I saw it.")
    with pytest.raises(NotFound):
        state(deps, part.place.counselor, part.household_id, About(Side.INCOME, "bonus"), "I saw")
    assert desk.ids(deps) == []
    # Of two charities, the one that was let act says so.
    acting = part.place.counselor
    another = Membership(UUID(int=9), "charity", "counselor")
    two = replace(acting, memberships=(another, *acting.memberships))
    state(deps, two, part.household_id, salary, "I saw it.")
    with deps.reading() as uow:
        (paper,) = uow.exhibits.of(part.household_id)
    told = [(one.by_id, one.told.name) for one in paper.versions]
    assert told == [(acting.person_id, "Clearway Advice")]


def test_a_statement_about_what_happened_needs_consent_to_that_as_well(
    desk: Desk, deps: Deps
) -> None:
    part = desk.part
    told = to_change(deps, part.borrower, part.household_id)
    assert told
    happened = replace(told, hardship=(HardshipLine("JOB_LOSS", deps.now().date(), None),))
    budget.save(deps, part.borrower, part.household_id, happened)
    (about,) = (one for one in told_abouts(happened) if one.side is Side.HARDSHIP)
    state(deps, part.place.counselor, part.household_id, about, "The works closed.")
    desk.let("yes")
    assert "The works closed." not in desk.agent.get(desk.shared).text
    assert "The works closed." in desk.borrower.get(desk.home).text


def dumped(deps: Deps) -> str:
    """Everything that the tables of papers hold."""
    with deps.reading() as uow:
        connection = uow.audit.connection
        tables = ("exhibit", "exhibit_version", "exhibit_check")
        rows = [connection.exec_driver_sql(f"SELECT * FROM {one}").all() for one in tables]
    return str(rows)
