"""A shared phone and somebody who looks at it: leaving fast, and what stays behind.

What a browser paints and how fast is ``tests/browser``; here is what it is given to do so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from inspect import getmembers, isfunction
from pathlib import Path

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.usecases import accounts
from app.web.session import new_id
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.attacks.searching import Plant, found
from tests.attacks.sending import Sender, Talks
from tests.attacks.test_canaries import leaks, written
from tests.browser import test_exit
from tests.gates.table import GATES
from tests.stage import Clock
from tests.usecases.scenes import letters
from tests.usecases.test_contacts import news, to_the_borrower

STATIC = Path(__file__).parents[3] / "app" / "web" / "static"
KEEPS = re.compile(r"localStorage|sessionStorage|indexedDB|caches\.|document\.cookie\s*=")
TELLS = re.compile(
    r"debt|loan|owe|arrears|lender|credit|collect|hardship|charity|bank", re.IGNORECASE
)
MOST_IN_A_WEEK = 7
MARKERS = 50
IN_A_BROWSER = (
    "test_leaving_hides_the_page_ends_the_session_and_back_shows_nothing",
    "test_leaving_works_without_scripts",
    "test_a_page_that_was_kept_is_asked_for_again_before_it_is_seen",
    "shift_three_times",
    "press_the_button",
    "shown_by_back",
)
FIGURES = 8


@dataclass(frozen=True, slots=True)
class Ready:
    talks: Talks
    clock: Clock


def prepare(ground: Ground) -> Ready:
    return Ready(Talks.of(ground, "four-weekly", "confirm", "tell"), ground.clock)


def send(ready: Ready, one: Input) -> Ran:
    return Ran((), 1, WAYS[one.name](ready))


def _me(ready: Ready) -> tuple[FlaskClient, str]:
    """A browser of the borrower, on the page of the case, and the page's words."""
    talks = ready.talks
    client, sid = talks.ground.app.test_client(), new_id()
    client.set_cookie("sid", sid)
    accounts.start(talks.part.deps, talks.part.borrower.person_id, sid)
    page = client.get(talks.mine)
    assert page.status_code == 200
    return client, page.text


def _gone(ready: Ready, client: FlaskClient, answer: TestResponse) -> list[str]:
    """What is wrong with how somebody left."""
    faults = []
    if (answer.status_code, answer.headers.get("Location")) != (303, _neutral(ready)):
        faults.append(f"left to {answer.status_code} {answer.headers.get('Location')}")
    if answer.headers.get("Clear-Site-Data") != '"cache", "cookies", "storage"':
        faults.append("the browser keeps something")
    back = client.get(ready.talks.mine)
    if back.status_code != 303 or not back.headers["Location"].startswith("/sign-in"):
        faults.append(f"Back shows {back.status_code}")
    return faults


def _neutral(ready: Ready) -> str:
    return ready.talks.part.deps.settings.neutral_url


def _by_button(ready: Ready) -> list[str]:
    """The form of the page itself, without a script: nothing but its button is needed."""
    client, page = _me(ready)
    form = BeautifulSoup(page, "html.parser").select_one("form[action='/leave'][method=post]")
    if form is None or form.select_one("input") is not None or form.select_one("button") is None:
        return ["the form to leave needs more than its button"]
    return _gone(ready, client, client.post("/leave"))


def _by_keys(ready: Ready) -> list[str]:
    client, page = _me(ready)
    script = (STATIC / "plainpact.js").read_text(encoding="utf-8")
    faults = [f"the script knows no {word}" for word in ("Shift", "keepalive", "location.replace", "pageshow")
              if word not in script]  # fmt: skip
    if "plainpact.js" not in page:
        faults.append("the page has no script")
    return faults + _gone(
        ready, client, client.post("/leave", headers={"Sec-Fetch-Site": "same-origin"})
    )


def _looked_again(ready: Ready) -> list[str]:
    """Nothing of a case may be kept by the browser, so Back and Forward have to ask us."""
    client, _page = _me(ready)
    talks = ready.talks
    pages = [
        client.get(p) for p in (talks.mine, f"{talks.home}/budget", "/my", f"{talks.mine}/messages")
    ]
    faults = [a.request.path for a in pages if a.headers["Cache-Control"] != "no-store"]
    return faults + _gone(ready, client, client.post("/leave"))


def _traces(ready: Ready) -> list[str]:
    client, page = _me(ready)
    soup = BeautifulSoup(page, "html.parser")
    faults = [
        f"{path.name} keeps something"
        for path in STATIC.glob("*.js")
        if KEEPS.search(path.read_text(encoding="utf-8"))
    ]
    paths = (ready.talks.mine, "/my", f"{ready.talks.home}/budget")
    faults += [path for path in paths if TELLS.search(path)]
    icon = soup.select_one("link[rel~=icon]")
    if icon is not None and TELLS.search(str(icon["href"])):
        faults.append(str(icon["href"]))
    return faults + [str(a) for a in (client.get("/"),) if a.status_code != 200]


def _mail(ready: Ready) -> list[str]:
    """News as it arrives: who sent it, its subject and words tell nothing."""
    part = ready.talks.part
    ready.talks.ground.stage.work()
    return [
        f"{mail.subject} / {TELLS.search(mail.subject + mail.text)}"
        for mail in letters(part.deps)
        if mail.to.startswith(part.story.key)
        and TELLS.search(mail.subject + re.sub(r"https?://\S+", "", mail.text))
    ]


def _too_often(ready: Ready) -> list[str]:
    """Eight in a week are asked for; no more than the cap leave, and the others are in the log."""
    part, clock = ready.talks.part, ready.clock
    now, before = clock.at, len(to_the_borrower(part))
    for number in range(8):
        clock.at = now + timedelta(days=number % 7, hours=1)
        news(part, number)
        ready.talks.ground.stage.work()
    sent = len(to_the_borrower(part)) - before
    with part.deps.reading() as uow:
        query = "SELECT count(*) FROM audit WHERE action LIKE 'contact.%'"
        (logged,) = uow.audit.connection.exec_driver_sql(query).one()
    clock.at = now
    return [] if sent < MOST_IN_A_WEEK and logged else [f"{sent} of 8 left, {logged} lines"]


def _canaries(ready: Ready) -> list[str]:
    """Markers in the fields of a borrower; ``test_canaries.py`` does so on every route."""
    talks, plant = ready.talks, Plant()
    sender = Sender.of(talks.ground.visit(talks.part.borrower))
    with written() as said:
        for number in range(MARKERS // 2):
            field = plant(f"creditor-{number}")
            form = {"creditor": field, "kind": "other", "owed": plant("owed")}
            sender.post(f"{talks.home}/budget/debts", form)
        talks.ground.stage.work()
    mails = [mail.text for mail in letters(talks.part.deps)]
    faults = [*leaks(said.getvalue(), *mails), *map(str, found(talks.part.deps, plant.words))]
    return faults + ([] if len(plant.words) >= MARKERS else ["too few"])


def _when_over(ready: Ready) -> list[str]:
    client, _page = _me(ready)
    now = ready.clock.at
    ready.clock.at = now + timedelta(minutes=16)
    faults = _gone(ready, client, client.post("/leave"))
    ready.clock.at = now
    return faults


def _from_anywhere(ready: Ready) -> list[str]:
    client, _page = _me(ready)
    return _gone(
        ready,
        client,
        client.post("/leave", headers={"Sec-Fetch-Site": "cross-site", "Origin": "null"}),
    )


def _twice(ready: Ready) -> list[str]:
    client, _page = _me(ready)
    client.post("/leave")
    return _gone(ready, client, client.post("/leave"))


def _other_tab(ready: Ready) -> list[str]:
    """A form that another tab still shows is not taken once somebody left."""
    client, _page = _me(ready)
    client.post("/leave")
    late = client.post(f"{ready.talks.mine}/ask-help", data={"words": "x"})
    return [] if late.status_code in (303, 403) else [str(late.status_code)]


WAYS: dict[str, Callable[[Ready], list[str]]] = {
    "exit-button": _by_button,
    "exit-shift": _by_keys,
    "exit-no-script": _by_button,
    "back": _looked_again,
    "forward": _looked_again,
    "traces": _traces,
    "mail": _mail,
    "eight-contacts": _too_often,
    "canaries": _canaries,
    "exit-expired": _when_over,
    "exit-from-anywhere": _from_anywhere,
    "exit-twice": _twice,
    "form-of-another-tab": _other_tab,
}


def _faults(ran: Mapping[str, Ran], names: str) -> Iterator[str]:
    for name in names.split():
        yield from (f"{name}: {fault}" for fault in ran[name].said)


@check
def leaving_ends_the_session_and_goes_elsewhere(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from _faults(ran, "exit-button exit-shift exit-no-script exit-expired")
    yield from _faults(ran, "exit-from-anywhere exit-twice")


@check
def going_back_shows_nothing(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from _faults(ran, "back forward form-of-another-tab")


@check
def names_and_messages_tell_nothing(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from _faults(ran, "traces mail")


@check
def contacts_beyond_the_cap_stay(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from _faults(ran, "eight-contacts")


@check
def a_browser_is_asked_as_well(_: Ready, __: Mapping[str, Ran]) -> Iterator[str]:
    """What is painted, and when, is a browser's to tell: these tests and figures have to be there."""
    gate = GATES["G15"]
    there = {name for name, _ in getmembers(test_exit, isfunction)}
    yield from (f"no {name} in a browser" for name in IN_A_BROWSER if name not in there)
    if "tests/browser/test_exit.py" not in gate.tests or len(gate.figures) < FIGURES:
        yield f"G15 has only {gate.figures}"


@check
def no_marker_leaves(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from _faults(ran, "canaries")
