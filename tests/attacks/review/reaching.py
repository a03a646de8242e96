"""Ways by which the product gives out data: each is walked by attackers, and gives what they got."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from functools import partial
from io import StringIO
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from app.commands import auditing
from app.commands.packs import packs
from app.commands.renewing import renew
from app.usecases import accounts
from tests.attacks.review.asking import crawled, post, sent, text_of, worked
from tests.attacks.review.ground import Ground
from tests.attacks.review.table import FORMS_OF_ONES_OWN, QUERIES, READERS
from tests.attacks.test_canaries import written
from tests.stage import METRICS_TOKEN, ORIGIN

Got = Iterator[tuple[str, str]]
Way = Callable[[Ground, str], Got]
_LATER = "Sun, 22 Nov 2099 09:30:00 GMT"


def routes(ground: Ground, target: str) -> Got:
    """The pages of every address that can be read, with the ids of what is hidden."""
    yield from ((at, text) for at, kind, text in crawled(ground, target) if kind == "text/html")


def exports(ground: Ground, target: str) -> Got:
    """The files of the same addresses, and one's own data."""
    yield from ((at, text) for at, kind, text in crawled(ground, target) if kind != "text/html")


def forms(ground: Ground, target: str) -> Got:
    """Every form about what is hidden; then those of one's own things that name it."""
    before, ids = ground.stands(), ground.ids(target)
    yield from sent(ground, target)
    for who, path, form in FORMS_OF_ONES_OWN:
        told = {name: value.format(**ids) for name, value in form.items()}
        yield post(ground, who, path.format(**ids), told)
    assert ground.stands() == before, "something that is not theirs has changed"


def queries(ground: Ground, target: str) -> Got:
    """Every word of a query that any page reads."""
    attackers = cycle(ground.targets[target].attackers)
    for path in QUERIES:
        where, who = path.format(**ground.ids(target)), next(attackers)
        yield f"{who} {where}", text_of(ground.browser(who).client.get(where))


def api(ground: Ground, target: str) -> Got:
    """What programs may ask for, naming the case and bearing somebody's session."""
    bearer = {"Authorization": f"Bearer {ground.town.browsers['owner']}"}
    client, ids = ground.app.test_client(use_cookies=False), ground.ids(target)
    body = {"schema": "plainpact/case-file/1", "case_id": ids["case"]}
    yield "assess", client.post("/api/v1/assessments", json=body, headers=bearer).text
    for path in ("/api/v1/openapi.json", "/api/v1/cases/{case}", "/cases/{case}", "/my"):
        yield path, client.get(path.format(**ids), headers=bearer).text


def links(ground: Ground, target: str) -> Got:
    """A link that was mailed to the borrower, opened and pressed in an attacker's browser."""
    if not ground.mailed:
        accounts.ask(ground.deps, ground.email("owner"), "her own browser", "10.0.0.1")
        words = [word for one in worked(ground) for word in one.text.split()]
        ground.mailed = next(word for word in words if "/sign-in/link/" in word)
    path = ground.mailed.removeprefix(ORIGIN)
    for who in ground.targets[target].attackers:
        yield f"{who} {path}", ground.browser(who).client.get(path).text
        yield post(ground, who, path, {})
        yield f"{who} afterwards", ground.browser(who).client.get("/my").text


def cached(ground: Ground, target: str) -> Got:
    """What friends were given, asked for as if one had it already: by age, or a part of it."""
    asks = ({"If-None-Match": "*"}, {"Range": "bytes=0-"}, {"If-Modified-Since": _LATER})
    for _, path in READERS[target].values():
        where = path.format(**ground.ids(target))
        for who in ground.targets[target].attackers:
            for headers in asks:
                answer = ground.browser(who).client.get(where, headers=headers)
                assert answer.status_code not in (206, 304), where
                yield f"{who} {where} {headers}", text_of(answer)


def errors(ground: Ground, target: str) -> Got:
    """Requests that cannot be answered: what the refusal says."""
    who, *_ = ground.targets[target].attackers
    client = ground.browser(who).client
    for _, path in READERS[target].values():
        where = path.format(**ground.ids(target))
        for method in ("PUT", "DELETE", "PATCH", "POST"):
            yield f"{method} {where}", client.open(where, method=method).text
        yield f"much {where}", client.post(where, data={"a": "1" * 70_000}).text
        for odd in (f"{where}0", f"{where}/", f"{where}?{'a' * 5000}=1", where.upper()):
            yield odd, client.get(odd).text


def log(ground: Ground, _target: str) -> Got:
    """The audit log as anybody may check it."""
    with TemporaryDirectory() as folder, redirect_stdout(StringIO()):
        auditing.export(ground.deps, Path(folder) / "log")
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                yield path.name, path.read_text()


def jobs(ground: Ground, target: str) -> Got:
    """What the worker does: mails to the attackers, and a copy that one of them asked for."""
    theirs = {ground.email(who) for who in ground.targets[target].attackers if who != "ended"}
    for one in worked(ground):
        if one.to in theirs:
            yield one.to, f"{one.subject}\n{one.text}"
    assert ground.drawn() == ground.copies, "a copy was drawn for who may not have it"


def commands(ground: Ground, _target: str) -> Got:
    """What the command line prints of a deployment."""
    for command in (partial(packs, ground.deps), partial(renew, ground.deps, "", now=False)):
        with redirect_stdout(StringIO()) as said:
            command()
        yield "printed", said.getvalue()


def signals(ground: Ground, target: str) -> Got:
    """Counters, health, and the lines that a server writes while somebody looks."""
    token = {"Authorization": f"Bearer {METRICS_TOKEN.read_text().strip()}"}
    with written() as said:
        for who, path in READERS[target].values():
            ground.browser(who).client.get(path.format(**ground.ids(target)))
        for path in ("/metrics", "/health/live", "/health/ready"):
            yield path, ground.app.test_client().get(path, headers=token).text
    yield "lines", said.getvalue()


WAYS: dict[str, Way] = {
    way.__name__: way
    for way in (
        *(routes, exports, forms, queries, api, links),
        *(cached, errors, log, jobs, commands, signals),
    )
}
