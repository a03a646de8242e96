"""The operator's part in teams: a first admin, and a new start where nobody else can help."""

from __future__ import annotations

import pytest
from flask import Flask

from app.cli import main
from app.store.organisations import Organisation
from app.usecases import team_opening
from app.usecases.deps import Deps
from app.usecases.team_opening import NoSuchTeam
from tests.signing_in import address_of, by_mail, enrolled, link_of, newest_mail
from tests.stage import Clock, Stage, Visitor

FIRST = "first@staff.example"


def test_a_new_organisation_gets_its_first_admin_by_invitation(
    app: Flask, deps: Deps, clock: Clock
) -> None:
    home = team_opening.open_team(deps, "charity", "Open Door", "GB", FIRST)
    browser = Visitor.open(app, deps)
    path = link_of(newest_mail(deps, FIRST))
    assert browser.post(path, {"name": "First Admin"}).status_code == 303
    enrolled(browser, clock)
    assert "Open Door" in browser.get("/team").text
    with deps.reading() as uow:
        assert isinstance(uow.organisations.find(home), Organisation)
    team_opening.invite(deps, "Open Door", "second@staff.example", "admin")
    assert "/join/" in newest_mail(deps, "second@staff.example")
    with pytest.raises(NoSuchTeam):
        team_opening.invite(deps, "Nowhere", FIRST, "admin")


def test_the_only_admin_gets_a_new_start_from_the_operator_after_asking(
    app: Flask, deps: Deps, stage: Stage, clock: Clock
) -> None:
    admin = stage.places["UK"].admin
    browser, _ = by_mail(app, deps, admin)
    enrolled(browser, clock)
    address = address_of(deps, admin)
    with pytest.raises(NoSuchTeam):
        team_opening.reset(deps, address)
    clock.move(seconds=31)
    asking, _ = by_mail(app, deps, admin)
    assert asking.post("/sign-in/second/help").status_code == 200
    team_opening.reset(deps, address)
    assert browser.get("/team").headers["Location"].split("?")[0] == "/sign-in"
    with pytest.raises(NoSuchTeam):
        team_opening.reset(deps, address)
    for wrong in ("nobody@staff.example", address_of(deps, stage.part("new").borrower)):
        with pytest.raises(NoSuchTeam):
            team_opening.reset(deps, wrong)


def test_the_commands_say_what_they_cannot_do(
    deps: Deps, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(deps.settings.data_dir))
    assert main(["team", "open", "lender", "Fair Bank", FIRST]) == 0
    assert main(["team", "invite", "Nowhere", FIRST]) == 2
    assert main(["team", "reset", FIRST]) == 2
    assert "no_such_team" in capsys.readouterr().err
