"""Links and codes: whose they are, how often they work, and what they give away."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.gateways.mail import FolderMail
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.usecases import accounts, arriving
from app.usecases.deps import Deps
from app.web.session import new_id
from tests.stage import ORIGIN, Clock, Stage
from tests.web.rights.asking import NONCE, TOKEN

SAME = {"Origin": ORIGIN}
ADDRESS = "new@people.example"
POISON = [
    {"Host": "evil.test"},
    {"Host": "127.0.0.1:1337"},
    {"X-Forwarded-Host": "evil.test"},
    {"X-Forwarded-Proto": "https", "X-Forwarded-Port": "1337"},
    {"Forwarded": "host=evil.test;proto=https"},
    {"X-Original-URL": "//evil.test/", "X-Rewrite-URL": "//evil.test/"},
]


def token(client: FlaskClient, path: str = "/guide") -> str:
    found = TOKEN.search(client.get(path).text)
    assert found
    return found[1]


def post(client: FlaskClient, path: str, **form: str) -> tuple[int, str]:
    data = {"csrf_token": token(client), **form}
    answer = client.post(path, data=data, headers=SAME)
    return answer.status_code, answer.headers.get("Location", "")


def mails(deps: Deps) -> list[str]:
    """Every mail so far, the newest first, when the background work is done."""
    Runner(deps.unit_of_work, handlers(deps), deps.now).drain()
    assert isinstance(deps.mail, FolderMail)
    return [letter.text for letter in deps.mail.letters()]


def sent(deps: Deps, kind: str) -> list[tuple[str, str]]:
    """The link's path and the code of every mail of one kind, the newest first."""
    found = []
    for text in mails(deps):
        link = re.search(rf"{ORIGIN}({kind}/[\w-]{{43}})", text)
        code = re.search(
            r"^(?:Your code is )?([0-9]{8}|[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})$", text, re.MULTILINE
        )
        if link:
            found.append((link[1], code[1] if code else ""))
    return found


@pytest.fixture
def borrower(stage: Stage) -> Stage:
    """A person with an address and nothing else: an invitation waits."""
    stage.part("new")
    return stage


def asked(app: Flask, deps: Deps, clock: Clock) -> tuple[FlaskClient, str, str]:
    """A browser that asked for a sign-in link, the link's path and the code."""
    client = app.test_client()
    clock.move(minutes=21)  # three links an hour are enough for everybody
    assert post(client, "/sign-in", email=ADDRESS) == (303, "/sign-in/code")
    link, code = sent(deps, "/sign-in/link")[0]
    return client, link, code


def signed_in(client: FlaskClient) -> bool:
    return client.get("/account").headers["Location"] == "/my"


@pytest.mark.parametrize("headers", POISON)
def test_links_start_with_our_own_address_whatever_the_request_says(
    app: Flask, deps: Deps, borrower: Stage, headers: dict[str, str]
) -> None:
    client = app.test_client()
    form = {"csrf_token": token(client), "email": ADDRESS}
    answer = client.post("/sign-in", data=form, headers={**SAME, **headers})
    assert answer.status_code in (303, 403)
    shown = [answer, client.get("/", headers=headers), client.get("/nothing", headers=headers)]
    for one in shown:
        assert "evil.test" not in one.text + str(one.headers)
        assert ":1337" not in one.text + str(one.headers)
    texts = mails(deps)
    assert texts
    for link in re.findall(r"https?://\S+", "\n".join(texts)):
        assert link.startswith(ORIGIN + "/")


@pytest.mark.parametrize("kind", ["/sign-in/link", "/arrive"])
def test_looking_at_a_link_never_uses_it(
    app: Flask, deps: Deps, borrower: Stage, clock: Clock, kind: str
) -> None:
    client, link, _ = asked(app, deps, clock)
    if kind == "/arrive":
        link = sent(deps, kind)[0][0]
    scanner = app.test_client()
    for looking in (scanner, client):
        for headers in ({}, {"Sec-Purpose": "prefetch", "Purpose": "prefetch"}):
            for method in ("GET", "HEAD", "OPTIONS"):
                answer = looking.open(link, method=method, headers=headers)
                assert answer.status_code == 200
        assert not looking.get("/account").headers["Location"].startswith("/my")
    assert scanner.post(link).status_code == 403
    assert post(client, link)[0] == 303
    assert signed_in(client)


def test_a_link_works_once(app: Flask, deps: Deps, borrower: Stage, clock: Clock) -> None:
    client, link, code = asked(app, deps, clock)
    assert post(client, link) == (303, "/my")
    assert post(client, link)[0] == 410
    assert post(client, "/sign-in/code", code=code)[0] == 410


def test_a_link_works_only_where_it_was_asked_for(
    app: Flask, deps: Deps, borrower: Stage, clock: Clock
) -> None:
    waiting, _, _ = asked(app, deps, clock)
    client, link, code = asked(app, deps, clock)
    for other in (app.test_client(), waiting):
        assert post(other, link)[0] == 410
        assert not signed_in(other)
    stranger = app.test_client()
    assert post(stranger, "/sign-in/code", code=code)[0] == 410
    assert code not in stranger.get(link).text
    assert post(client, link)[0] == 303


def test_a_link_ends_after_ten_minutes_or_with_the_next_one(
    app: Flask, deps: Deps, borrower: Stage, clock: Clock
) -> None:
    client, link, _ = asked(app, deps, clock)
    clock.move(seconds=600)
    assert post(client, link)[0] == 410
    clock.move(hours=1)
    _, first, code = asked(app, deps, clock)
    assert code
    client, link, _ = asked(app, deps, clock)
    clock.move(minutes=5)
    assert post(client, "/sign-in", email=ADDRESS)[0] == 303
    assert post(client, link)[0] == 410
    assert post(client, "/arrive/" + first.rpartition("/")[2])[0] == 410
    assert post(client, "/arrive", code=code)[0] == 422


def test_a_code_dies_after_five_wrong_ones(
    app: Flask, deps: Deps, borrower: Stage, clock: Clock
) -> None:
    client, _, code = asked(app, deps, clock)
    wrong = "00000000" if code != "00000000" else "11111111"
    for _ in range(5):
        assert post(client, "/sign-in/code", code=wrong)[0] == 422
    assert post(client, "/sign-in/code", code=code)[0] == 410
    assert not signed_in(client)


@pytest.mark.parametrize("email", [ADDRESS, "nobody@people.example"])
def test_links_are_limited_alike_for_everybody(
    app: Flask, borrower: Stage, clock: Clock, email: str
) -> None:
    answers = [post(app.test_client(), "/sign-in", email=email) for _ in range(4)]
    assert answers[:3] == [(303, "/sign-in/code")] * 3
    assert answers[3][0] == 429
    for _ in range(7):
        clock.move(hours=1, seconds=1)
        assert post(app.test_client(), "/sign-in", email=email)[0] == 303
    clock.move(hours=1, seconds=1)
    assert post(app.test_client(), "/sign-in", email=email)[0] == 429


def test_a_known_and_an_unknown_address_get_the_same_answers(
    app: Flask, deps: Deps, borrower: Stage
) -> None:
    found = []
    for email in (ADDRESS, "nobody@people.example"):
        client = app.test_client()
        data = {"csrf_token": token(client), "email": email}
        before = rows(deps)
        first = client.post("/sign-in", data=data, headers=SAME)
        grown = [after - was for after, was in zip(rows(deps), before, strict=True)]
        then = client.get("/sign-in/code")
        typed = {"csrf_token": token(client), "code": "00000000"}
        last = client.post("/sign-in/code", data=typed, headers=SAME)
        pages = [TOKEN.sub("", NONCE.sub("", one.text)) for one in (first, then, last)]
        heads = [NONCE.sub("", str(one.headers)) for one in (first, then, last)]
        found.append((pages, [len(h) for h in heads], last.status_code, grown))
    assert found[0] == found[1]


def rows(deps: Deps) -> list[int]:
    with deps.reading() as uow:
        connection = uow.sessions.session.connection()
        tables = ("login_request", "outbox", "session", "audit")
        return [
            int(connection.exec_driver_sql(f"SELECT count(*) FROM {t}").scalar_one())
            for t in tables
        ]


def test_an_invitation_works_once_by_link_or_by_code(
    app: Flask, deps: Deps, borrower: Stage
) -> None:
    link, code = sent(deps, "/arrive")[0]
    client = app.test_client()
    status, there = post(client, "/arrive", code=code.lower().replace("-", " "))
    assert (status, there.startswith("/cases/")) == (303, True)
    assert client.get(there).status_code == 200
    assert post(app.test_client(), link)[0] == 410
    assert post(app.test_client(), "/arrive", code=code)[0] == 422


def test_coming_in_ends_what_this_browser_was_before(
    app: Flask, deps: Deps, borrower: Stage, clock: Clock
) -> None:
    agent = borrower.places["UK"].agent
    client = app.test_client()
    fixed = new_id()  # known to somebody else before
    client.set_cookie("sid", fixed)
    accounts.start(deps, agent.person_id, fixed)
    assert client.get("/lender").status_code == 200
    clock.move(minutes=21)
    assert post(client, "/sign-in", email=ADDRESS)[0] == 303
    assert post(client, sent(deps, "/sign-in/link")[0][0]) == (303, "/my")
    cookie = client.get_cookie("sid")
    assert cookie
    assert cookie.value != fixed
    old = app.test_client()
    old.set_cookie("sid", fixed)
    assert old.get("/lender").status_code == 303


@pytest.mark.parametrize("kind", ["link", "code", "invitation"])
def test_of_many_at_once_exactly_one_comes_in(
    app: Flask, deps: Deps, borrower: Stage, clock: Clock, kind: str
) -> None:
    client, link, code = asked(app, deps, clock)
    cookie = client.get_cookie("sid")
    assert cookie
    browser, word = cookie.value, sent(deps, "/arrive")[0][0].rpartition("/")[2]

    def come(_: int) -> bool:
        try:
            if kind == "link":
                accounts.by_link(deps, link.rpartition("/")[2], browser, new_id())
            elif kind == "code":
                accounts.by_code(deps, code, browser, new_id())
            else:
                arriving.arrive(deps, word, "", new_id())
        except accounts.SignInFailed:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(come, range(8))) == 1


@pytest.mark.parametrize(
    "wanted", ["https://evil.test/", "//evil.test", "/\\evil.test", "/cases/../..//evil.test"]
)
def test_nobody_is_sent_to_a_foreign_page(
    app: Flask, deps: Deps, borrower: Stage, clock: Clock, wanted: str
) -> None:
    client, link, _ = asked(app, deps, clock)
    assert post(client, f"{link}?next={wanted}") == (303, "/my")
    status, there = post(client, "/language", lang="en", back=wanted)
    assert (status, there) == (303, "/")
