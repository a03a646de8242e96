"""Where I am signed in: every browser of mine and of nobody else, ended at once."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from app.core.access import Actor
from app.usecases.deps import Deps
from tests.stage import Clock, Stage, Visitor

PAGE = "/account/sessions"


def rows(deps: Deps) -> int:
    with deps.reading() as uow:
        connection = uow.audit.connection
        found = "SELECT count(*) FROM audit WHERE action = 'account.sessions-ended'"
        return int(connection.exec_driver_sql(found).scalar_one())


def names(browser: Visitor) -> list[str]:
    """The sessions that the page offers to end."""
    return [str(one["value"]) for one in browser.soup(PAGE).find_all("input", {"name": "session"})]


def test_one_browser_or_all_others_are_ended_with_the_next_request(
    app: Flask, deps: Deps, stage: Stage, clock: Clock, visit: Callable[..., Visitor]
) -> None:
    me, other = stage.part("new").borrower, stage.part("disputed").borrower
    stranger = visit(other)
    assert names(stranger) == []
    phone = visit(me)
    clock.move(minutes=1)
    desk = visit(me)
    clock.move(minutes=1)
    here = visit(me)
    latest, first = names(here)
    words = here.soup(PAGE).get_text(" ")
    assert "9:30" in words
    assert "9:31" in words
    # Another person cannot end it, and the words of a form name nothing else.
    for name in (latest, "", "%", "0" * 64):
        assert stranger.post(f"{PAGE}/end", {"session": name}).status_code == 303
    assert names(here) == [latest, first]
    assert rows(deps) == 0
    assert here.post(f"{PAGE}/end", {"session": latest}).status_code == 303
    assert rows(deps) == 1
    assert is_out(desk)
    assert not is_out(phone)
    assert here.post(f"{PAGE}/end-others", {}).status_code == 303
    assert rows(deps) == 2
    assert is_out(phone)
    assert not is_out(here)
    assert not is_out(stranger)
    assert names(here) == []


def test_a_session_that_ended_by_itself_is_not_listed(
    stage: Stage, clock: Clock, visit: Callable[..., Visitor]
) -> None:
    me: Actor = stage.part("new").borrower
    visit(me)
    clock.move(minutes=16)
    assert names(visit(me)) == []


def is_out(browser: Visitor) -> bool:
    answer = browser.client.get(PAGE)
    return answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in")


def test_all_others_are_ended_above_a_long_list(
    stage: Stage, clock: Clock, visit: Callable[..., Visitor]
) -> None:
    me: Actor = stage.part("new").borrower
    for _ in range(20):
        visit(me)
    here = visit(me)
    forms = [str(one["action"]) for one in here.soup(PAGE).select("main form")]
    assert forms == [f"{PAGE}/end-others", *[f"{PAGE}/end"] * 20]
