"""Codes of a mail and codes of an app: guessed, spelled another way, or used again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from app.core.access import Actor
from app.usecases.deps import Deps
from tests.attacks.reading import Input, filled
from tests.attacks.running import Ground, Ran, check
from tests.gates.figures import measured
from tests.signing_in import CODE, address_of, by_mail, enrolled, newest_mail, shown
from tests.stage import Clock, Visitor

SECOND, HOME = "/sign-in/second", "/lender"
COMPARED, FORGIVEN = 422, 10
SHORTER = 40
"""Wrong codes in the run of every day; the full size has all of them."""


@dataclass(frozen=True, slots=True)
class Ready:
    ground: Ground
    deps: Deps
    clock: Clock
    agent: Actor
    borrower: Actor
    secret: str


def prepare(ground: Ground) -> Ready:
    stage, clock = ground.stage, ground.clock
    borrower, agent = stage.part("new").borrower, stage.places["UK"].agent
    clock.move(seconds=1)
    browser, _ = by_mail(ground.app, ground.deps, agent)
    return Ready(ground, ground.deps, clock, agent, borrower, enrolled(browser, clock))


def send(ready: Ready, one: Input) -> Ran:
    ready.clock.move(hours=5)  # what was counted before counts no more
    match one.send["to"]:
        case "mail":
            return _mail(ready, one)
        case "guess":
            return _guess(ready, one)
        case _:
            return _again(ready, one)


def _mail(ready: Ready, one: Input) -> Ran:
    browser, address = (
        Visitor.open(ready.ground.app, ready.deps),
        address_of(ready.deps, ready.borrower),
    )
    browser.post("/sign-in", {"email": address})
    found = CODE.search(newest_mail(ready.deps, address, "/sign-in/link"))
    assert found
    right = found[1]
    answers = _wrong(ready, browser, "/sign-in/code", one, "0" * 8 if right != "0" * 8 else "1" * 8)
    with _down(ready.deps, broken=one.send.get("down", False)):
        last = browser.post("/sign-in/code", {"code": right}).status_code
    return Ran((last,), len(answers) + 1, (answers, browser.get("/my").status_code == 200))


def _guess(ready: Ready, one: Input) -> Ran:
    browser, _ = by_mail(ready.ground.app, ready.deps, ready.agent)
    right = shown(ready.secret, ready.clock)
    answers = _wrong(ready, browser, SECOND, one, "0" * 6 if right != "0" * 6 else "1" * 6)
    with _down(ready.deps, broken=one.send.get("down", False)):
        last = browser.post(SECOND, {"code": right}).status_code
    return Ran((last,), len(answers) + 1, (answers, browser.get(HOME).status_code == 200))


def _again(ready: Ready, one: Input) -> Ran:
    """The code is used, then once more by a new sign-in, in the spelling of the input."""
    first, _ = by_mail(ready.ground.app, ready.deps, ready.agent)
    code, moment = shown(ready.secret, ready.clock), ready.clock()
    assert first.post(SECOND, {"code": code}).status_code == 303
    ready.clock.move(seconds=-30)
    before = shown(ready.secret, ready.clock)
    ready.clock.at = moment
    ready.clock.move(seconds=2)
    second, _ = by_mail(ready.ground.app, ready.deps, ready.agent)
    words = {
        "code": code,
        "first": code[:3],
        "last": code[3:],
        "before": before,
        "wide": _figures(code, 0xFF10),
        "arabic": _figures(code, 0x0660),
        "bold": _figures(code, 0x1D7CE),
    }
    answer = second.post(SECOND, {"code": filled(one.send["spelled"], words)})
    return Ran((answer.status_code,), 2, second.get(HOME).status_code == 200)


def _wrong(ready: Ready, browser: Visitor, path: str, one: Input, wrong: str) -> list[int]:
    times = one.send["wrong"] if ready.ground.full else min(one.send["wrong"], SHORTER)
    token, found = browser.token("/guide"), []
    for n in range(times):
        headers = {"Sec-Fetch-Site": "same-origin"}
        if name := one.send.get("header"):
            headers[name] = f"198.51.{n // 250}.{n % 250 + 1}"
        form = {"csrf_token": token, "code": wrong}
        found.append(browser.client.post(path, data=form, headers=headers).status_code)
    return found


def _figures(code: str, zero: int) -> str:
    return "".join(chr(zero + int(figure)) for figure in code)


@contextmanager
def _down(deps: Deps, *, broken: bool) -> Iterator[None]:
    """While the table of tries takes nothing, as on a full disk."""
    if broken:
        _run(
            deps, "CREATE TRIGGER down BEFORE INSERT ON throttle BEGIN SELECT RAISE(ABORT, ''); END"
        )
    yield
    if broken:
        _run(deps, "DROP TRIGGER down")


def _run(deps: Deps, statement: str) -> None:
    with deps.unit_of_work() as uow:
        uow.system("the test breaks and mends the table")
        uow.audit.write(None, "test.prepared", "test:a06", deps.now())
        uow.throttle.connection.exec_driver_sql(statement)


@check
def few_codes_are_compared(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    """Five of a challenge, ten of an app in five minutes, whatever address a header names."""
    for name in ("five-wrong-then-right", "spoofed-client-ip"):
        answers, is_in = ran[name].said
        if answers.count(COMPARED) > 5 or is_in:
            yield f"{name}: {answers.count(COMPARED)} were compared"
    answers, is_in = ran["totp-guessed-from-many-addresses"].said
    if answers.count(COMPARED) > FORGIVEN or is_in:
        yield f"{answers.count(COMPARED)} codes of an app were compared"


@check
def no_step_works_twice(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    replays = [name for name, result in ran.items() if result.said is True]
    measured("G5", "totp_replays", len(replays), exactly=0)
    yield from replays


@check
def a_limiter_that_fails_lets_nobody_in(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name in ("limiter-down", "totp-limiter-down"):
        if ran[name].said[1]:
            yield name
