"""Requests that a proxy and the product might read in two ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, TestResponse

from tests.attacks.checks import no_fault_of_ours
from tests.attacks.reading import Input, filled
from tests.attacks.running import Ground, Ran, check
from tests.attacks.unsafe import contents
from tests.stage import ORIGIN
from tests.web.rights.asking import Browser

__all__ = ["no_fault_of_ours"]


@dataclass(frozen=True, slots=True)
class Ready:
    ground: Ground
    owner: Browser
    path: str
    words: dict[str, str]
    before: dict[str, str]


def prepare(ground: Ground) -> Ready:
    app, deps, town = ground.town_app, ground.town_deps, ground.town
    path = f"/cases/{town.cases['a']}"
    words = {"case_path": path, "CASE_B": str(town.cases["b"]), "UPPER": path.upper()}
    owner = Browser.of(app, deps, town, "owner")
    return Ready(ground, owner, path, words, contents(deps))


def send(ready: Ready, one: Input) -> Ran:
    answer = _asked(ready, one.send)
    return Ran.of(answer, said=(answer.text, answer.headers.get("Location", "")))


def _asked(ready: Ready, said: dict[str, Any]) -> TestResponse:
    """Straight to the app: a client of ours would tidy the address first."""
    form = said.get("form_raw")
    method = said.get("method", "GET" if form is None else "POST")
    to = ready.path if form is None else f"{ready.path}/own"
    body = "" if method != "POST" else f"csrf_token={ready.owner.token}&{form or ''}"
    headers = Headers({"Origin": ORIGIN, **said.get("headers", {})})
    builder = EnvironBuilder(
        path=to,
        method=method,
        data=body or None,
        query_string=said.get("query", ""),
        content_type="application/x-www-form-urlencoded" if body else None,
        headers=list(headers.items()),
    )
    environ = builder.get_environ()
    builder.close()
    if "path" in said:
        environ["PATH_INFO"] = filled(said["path"], ready.words)
    return ready.owner.client.open(environ)


@check
def only_what_was_plainly_asked_for(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    now = contents(ready.ground.town_deps)
    yield from (f"table {name} changed" for name, rows in now.items() if rows != ready.before[name])


@check
def nothing_of_another_case(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        text, location = result.said
        if ready.words["CASE_B"] in text or 'class="pp-page--case' in text:
            yield f"{name}: shows the other case"
        target = urlsplit(location)
        if location and (target.netloc not in ("", urlsplit(ORIGIN).netloc)):
            yield f"{name}: sends to {location}"
        if location and not target.path.startswith((ready.path, "/sign-in")):
            yield f"{name}: sends to {location}"
