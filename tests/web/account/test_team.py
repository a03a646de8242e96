"""The team of an organisation: who comes in, who goes, and who gets a new start."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.access import Actor
from app.store.teams import StaffInvitation
from app.usecases.codes import digest
from app.usecases.deps import Deps
from app.usecases.team import LIFE
from tests.signing_in import address_of, by_mail, enrolled, link_of, newest_mail, shown
from tests.stage import Clock, Stage, Visitor

NEW = "nia@staff.example"


@pytest.fixture
def admin(app: Flask, deps: Deps, stage: Stage) -> Visitor:
    return Visitor.open(app, deps, stage.places["UK"].admin)


def invited(browser: Visitor, deps: Deps, role: str = "agent", email: str = NEW) -> str:
    """The path of a new invitation."""
    assert browser.post("/team/invite", {"email": email, "role": role}).status_code == 303
    return link_of(newest_mail(deps, email))


def joined(app: Flask, deps: Deps, path: str, clock: Clock) -> Visitor:
    browser = Visitor.open(app, deps)
    answer = browser.post(path, {"name": "Nia Okoro"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in/second")
    enrolled(browser, clock)
    return browser


def test_an_invitation_makes_a_member_once(
    app: Flask, deps: Deps, clock: Clock, admin: Visitor
) -> None:
    path = invited(admin, deps)
    mail = newest_mail(deps, NEW)
    assert not any(word in mail.lower() for word in ("debt", "lender", "harbour", "plainpact.lend"))
    stranger = Visitor.open(app, deps)
    for _ in range(2):
        assert stranger.get(path).status_code == 200
    assert stranger.post(path, {"name": ""}).status_code == 422
    browser = joined(app, deps, path, clock)
    assert browser.get("/lender").status_code == 200
    assert browser.get("/team").status_code == 403
    assert stranger.post(path, {"name": "Somebody Else"}).status_code == 422
    assert "does not work" in stranger.get(path).text
    page = admin.get("/team").text
    assert "Nia Okoro" in page
    assert NEW in page


def test_an_invitation_ends_after_seven_days_or_when_it_is_taken_back(
    app: Flask, deps: Deps, clock: Clock, stage: Stage, admin: Visitor
) -> None:
    path = invited(admin, deps)
    token = admin.soup("/team").find("input", attrs={"name": "invitation"})
    assert token
    assert admin.post("/team/withdraw", {"invitation": str(token["value"])}).status_code == 303
    assert Visitor.open(app, deps).post(path, {"name": "Nia Okoro"}).status_code == 422
    assert admin.post("/team/withdraw", {"invitation": str(token["value"])}).status_code == 409
    clock.move(seconds=1)
    path = invited(admin, deps)
    clock.move(days=7)
    assert Visitor.open(app, deps).post(path, {"name": "Nia Okoro"}).status_code == 422


def test_invitations_of_a_removed_admin_and_their_session_end_at_once(
    app: Flask, deps: Deps, clock: Clock, admin: Visitor
) -> None:
    second = joined(app, deps, invited(admin, deps, "admin"), clock)
    friend = invited(second, deps, "admin", "friend@staff.example")
    member = member_of(admin, "Nia Okoro")
    assert second.get("/lender").status_code == 200
    assert admin.post("/team/remove", {"member": member}).status_code == 303
    answer = second.get("/lender")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/sign-in")
    assert Visitor.open(app, deps).post(friend, {"name": "A Friend"}).status_code == 422
    assert "friend@staff.example" not in admin.get("/team").text


def test_a_changed_role_holds_from_the_next_request(
    app: Flask, deps: Deps, clock: Clock, admin: Visitor
) -> None:
    second = joined(app, deps, invited(admin, deps, "admin"), clock)
    member = member_of(admin, "Nia Okoro")
    assert second.get("/team").status_code == 200
    friend = invited(second, deps, "agent", "friend@staff.example")
    assert admin.post("/team/role", {"member": member, "role": "agent"}).status_code == 303
    assert second.get("/team").status_code == 403
    assert second.get("/lender").status_code == 200
    assert Visitor.open(app, deps).post(friend, {"name": "A Friend"}).status_code == 422


def test_the_last_admin_stays(admin: Visitor, deps: Deps, stage: Stage) -> None:
    me = str(stage.places["UK"].admin.person_id)
    assert admin.post("/team/remove", {"member": me}).status_code == 409
    assert admin.post("/team/role", {"member": me, "role": "agent"}).status_code == 409
    assert admin.get("/team").status_code == 200


def test_one_organisation_never_touches_the_people_of_another(
    admin: Visitor, deps: Deps, stage: Stage
) -> None:
    for other in (stage.places["CN"].agent, stage.places["UK"].counselor):
        theirs = {"member": str(other.person_id)}
        for path, form in (
            ("/team/remove", theirs),
            ("/team/reset", theirs),
            ("/team/role", theirs | {"role": "agent"}),
        ):
            assert admin.post(path, form).status_code == 409
    assert admin.post("/team/invite", {"email": NEW, "role": "counselor"}).status_code == 422
    already = address_of(deps, stage.places["UK"].agent)
    answer = admin.post("/team/invite", {"email": already, "role": "agent"})
    assert answer.status_code == 422
    assert already in answer.text


def test_a_charity_has_an_admin_of_its_own(app: Flask, deps: Deps, stage: Stage) -> None:
    place = stage.places["UK"]
    with deps.unit_of_work() as uow:
        uow.organisations.change_role(place.charity, place.counselor.person_id, "admin")
        uow.audit.write(None, "test.prepared", "test:team", deps.now())
    browser = Visitor.open(app, deps, place.counselor)
    assert browser.get("/counselor").status_code == 200
    assert "Helps clients" in browser.get("/team").text
    assert browser.post("/team/invite", {"email": NEW, "role": "agent"}).status_code == 422
    assert browser.post("/team/invite", {"email": NEW, "role": "counselor"}).status_code == 303


def test_who_lost_every_factor_is_helped_by_another_admin(
    app: Flask, deps: Deps, stage: Stage, clock: Clock, admin: Visitor
) -> None:
    agent = stage.places["UK"].agent
    working, _ = by_mail(app, deps, agent)
    lost = enrolled(working, clock)
    member = {"member": str(agent.person_id)}
    assert admin.post("/team/reset", member).status_code == 409
    clock.move(seconds=40)
    asking, _ = by_mail(app, deps, agent)
    assert asking.post("/sign-in/second/help").status_code == 200
    assert "/team" in newest_mail(deps, address_of(deps, stage.places["UK"].admin))
    assert working.get("/lender").status_code == 200
    clock.move(seconds=1)
    assert admin.post("/team/reset", member).status_code == 303
    assert admin.post("/team/reset", member).status_code == 409
    for ended in (working, asking):
        assert ended.get("/lender").headers["Location"].split("?")[0] == "/sign-in"
    assert "was removed" in newest_mail(deps, address_of(deps, agent))
    assert "factors reset" in changes(deps, agent)
    clock.move(minutes=20)
    again, _ = by_mail(app, deps, agent)
    assert again.get("/sign-in/second").headers["Location"] == "/account/security"
    assert again.post("/sign-in/second", {"code": shown(lost, clock)}).status_code == 422
    enrolled(again, clock)


def test_nobody_resets_their_own(app: Flask, deps: Deps, stage: Stage, clock: Clock) -> None:
    admin = stage.places["UK"].admin
    browser, _ = by_mail(app, deps, admin)
    enrolled(browser, clock)
    clock.move(seconds=40)
    lost, _ = by_mail(app, deps, admin)
    assert lost.post("/sign-in/second/help").status_code == 200
    assert browser.post("/team/reset", {"member": str(admin.person_id)}).status_code == 409


def member_of(browser: Visitor, name: str) -> str:
    """The id behind a name on the team page."""
    heading = browser.soup("/team").find("h2", string=name)
    assert heading
    field = heading.find_next("input", attrs={"name": "member"})
    assert field
    return str(field["value"])


def changes(deps: Deps, actor: Actor) -> list[str]:
    with deps.reading() as uow:
        return [entry.rules_version for entry in uow.audit.of(f"person:{actor.person_id}")]


def test_f_020_whoever_was_removed_has_no_second_invitation_left(
    app: Flask, deps: Deps, clock: Clock, stage: Stage, admin: Visitor
) -> None:
    """Mails that were sent twice, or for two roles: only the one that was used counts."""
    first = invited(admin, deps)
    clock.move(seconds=1)
    second = invited(admin, deps, "admin")
    joined(app, deps, first, clock)
    assert Visitor.open(app, deps).post(second, {}).status_code == 422
    with deps.unit_of_work() as uow:  # one that was given all the same, as by two admins at once
        home, at = stage.places["UK"].lender, deps.now()
        uow.teams.invite(StaffInvitation(digest("late"), home, NEW, "admin", None, at, at + LIFE))
        uow.audit.write(None, "test.prepared", "test:team", at)
    assert admin.post("/team/remove", {"member": member_of(admin, "Nia Okoro")}).status_code == 303
    assert Visitor.open(app, deps).post("/join/late", {}).status_code == 422
