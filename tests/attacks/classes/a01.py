"""Sign-in links that a request's own headers would send elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tests.attacks.door import ADDRESS, APART_MINUTES, SAME, Door, token
from tests.attacks.reading import Input, filled
from tests.attacks.running import Ground, Ran, check
from tests.stage import ORIGIN

FOREIGN = ("evil.test", ":1337")


def prepare(ground: Ground) -> Door:
    return Door.of(ground)


def send(door: Door, one: Input) -> Ran:
    door.clock.move(minutes=APART_MINUTES)
    client = door.app.test_client()
    headers = {n: filled(v, {"host": "127.0.0.1"}) for n, v in one.send.items()}
    form = {"csrf_token": token(client), "email": ADDRESS}
    answer = client.post("/sign-in", data=form, headers={**SAME, **headers})
    shown = [client.get(path, headers=headers) for path in ("/", "/sign-in", "/nothing")]
    return Ran.of(answer, said=[one.text + str(one.headers) for one in (answer, *shown)])


@check
def links_start_with_our_address(door: Door, _: Mapping[str, Ran]) -> Iterator[str]:
    links = re.findall(r"https?://\S+", "\n".join(door.mails()))
    if len(links) < 2:
        yield "no mail left"
    yield from (link for link in links if not link.startswith(ORIGIN + "/"))


@check
def nothing_foreign_is_answered(_: Door, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        if any(word in text for text in result.said for word in FOREIGN):
            yield name
