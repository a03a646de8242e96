"""A link in another browser, too late, replaced, or for another purpose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.usecases.accounts import LIFE
from tests.attacks.door import ADDRESS, Door
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.gates.figures import measured


def prepare(ground: Ground) -> Door:
    return Door.of(ground)


def send(door: Door, one: Input) -> Ran:
    client, link, code = door.asked()
    other = door.app.test_client()
    before = door.sessions()
    if one.send.get("after") == "asked-again":
        door.clock.move(seconds=30)
        door.post(client, "/sign-in", email=ADDRESS)
    if one.send.get("after") == "asked-elsewhere":
        door.clock.move(seconds=30)
        door.post(door.app.test_client(), "/sign-in", email=ADDRESS)
    if one.send.get("binding") == "of-its-own-request":
        door.post(other, "/sign-in", email=ADDRESS)
    door.clock.move(seconds=one.send["at"])
    user = other if one.send["client"] == "browser_2" else client
    answer = _use(door, one, user, link, code)
    shown = other.get(link).text
    return Ran.of(answer, did=2, said=(door.sessions() - before, code in shown))


def _use(door: Door, one: Input, client: FlaskClient, link: str, code: str) -> TestResponse:
    word = link.rpartition("/")[2]
    match one.send.get("endpoint"):
        case "invite.accept":
            return door.post(client, f"/arrive/{word}")
        case "invite.typed":
            return door.post(client, "/arrive", code=code)
        case "auth.code_verify":
            return door.post(client, "/sign-in/code", code=code)
        case _:
            return door.post(client, link)


@check
def a_session_only_in_time_and_where_it_was_asked(_: Door, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        wanted = int(result.statuses == (303,))
        if result.said[0] != wanted:
            yield f"{name}: {result.said[0]} sessions after {result.statuses}"


@check
def ten_minutes_on_one_clock(_: Door, ran: Mapping[str, Ran]) -> Iterator[str]:
    measured("G5", "life_s", LIFE.total_seconds(), at_most=600)
    in_time, late = ran["just-in-time"].statuses, ran["expired"].statuses
    if in_time != (303,) or late != (410,):
        yield f"{in_time} in time, {late} late"


@check
def no_secret_is_shown_elsewhere(_: Door, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from (name for name, result in ran.items() if result.said[1])
