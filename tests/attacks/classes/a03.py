"""One secret, sent by many at the same instant: one of them comes in.

``FULL`` plays a thousand rounds of the link. The clients are threads that call what the routes
call, so that nothing but the database decides who was first.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

from app.assembly import build
from app.store.invitations import Invitation
from app.store.sign_in import LoginRequest
from app.store.unit_of_work import UnitOfWork
from app.usecases import accounts, arriving, codes, invite
from app.usecases.deps import Deps
from app.usecases.throttle import TooMany
from app.web.session import new_id
from tests.attacks.door import Door
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.gates.figures import measured

FULL = True
CLIENTS = 24
ROUNDS = {"link": 8, "code": 2, "invitation": 2, "two-processes": 2, "reused": 2, "letter": 2}
IN_FULL = {"link": 50 if os.environ.get("SHORT") == "1" else 1_000, "two-processes": 20}
CODE = "24681357"
STATUS = {None: 303, accounts.UsedUp: 410, accounts.SignInFailed: 410, TooMany: 429}


@dataclass(frozen=True, slots=True)
class Ready:
    door: Door
    full: bool
    hashed: str


def prepare(ground: Ground) -> Ready:
    return Ready(Door.of(ground), ground.full, codes.hashed(CODE))


def send(ready: Ready, one: Input) -> Ran:
    kind: str = one.send["secret"]
    rounds = IN_FULL.get(kind, 20) if ready.full else ROUNDS[kind]
    statuses: Counter[int] = Counter()
    wrong: list[str] = []
    rows: list[str] = []
    for number in range(rounds):
        ready.door.clock.move(hours=2)
        before = ready.door.sessions()
        use = _fresh(ready, kind)
        processes = one.send.get("server_processes", 1)
        found = _together(ready.door.deps, use, one.send["clients"], processes)
        statuses += Counter(found)
        if found.count(303) != 1:
            wrong.append(f"round {number}: {Counter(found)}")
        if ready.door.sessions() != before + 1:
            rows.append(f"round {number}: {ready.door.sessions() - before} sessions")
    return Ran(tuple(statuses), did=rounds * one.send["clients"], said=(rounds, wrong, rows))


Use = Callable[[Deps], object]


def _fresh(ready: Ready, kind: str) -> Use:
    """A fresh secret, and what each client does with it."""
    deps, browser, token = ready.door.deps, new_id(), new_id()
    if kind in ("invitation", "letter"):
        word = _invited(ready.door, by_code=kind == "letter")
        return lambda deps: arriving.arrive(deps, word, new_id(), new_id())
    with deps.unit_of_work() as uow:
        uow.system("a login request")
        uow.sessions.ask(_request(uow, browser, token, ready.hashed, deps))
    if kind == "code":
        return lambda deps: accounts.by_code(deps, CODE, browser, new_id())
    if kind == "reused":  # each comes with the same new session id, as after a repeated request
        sid = new_id()
        return lambda deps: accounts.by_link(deps, token, browser, sid)
    return lambda deps: accounts.by_link(deps, token, browser, new_id())


def _request(uow: UnitOfWork, browser: str, token: str, hashed: str, deps: Deps) -> LoginRequest:
    person = uow.people.by_email("new@people.example")
    assert person
    return LoginRequest(
        token_sha256=codes.digest(token),
        code_hash=hashed,
        browser_sha256=codes.digest(browser),
        address_index=uow.people.index("new@people.example"),
        person_id=person.id,
        purpose=accounts.PURPOSE,
        created_at=deps.now(),
        expires_at=deps.now() + accounts.LIFE,
    )


def _invited(door: Door, *, by_code: bool) -> str:
    part, at = door.stage.part("new"), door.clock()
    token = new_id()
    code = "".join(_sign(token, n) for n in range(invite.CODE_LENGTH))
    invitation = Invitation(
        token_sha256=codes.digest(token),
        code_sha256=codes.digest(code),
        tenant_id=part.place.lender,
        case_id=part.case_id,
        person_id=part.borrower.person_id,
        created_at=at,
        expires_at=at + invite.LIFE,
    )
    with door.deps.unit_of_work() as uow:
        uow.invitations.give(invitation)
        uow.audit.write(None, "test.prepared", "test:a03", at)
    return f"{code[:4]} {code[4:8]}-{code[8:]}".lower() if by_code else token


def _sign(token: str, number: int) -> str:
    return invite.ALPHABET[ord(token[number]) % len(invite.ALPHABET)]


def _together(deps: Deps, use: Use, clients: int, processes: int) -> list[int]:
    if processes == 1:
        return _threads(deps, use, clients, Barrier(clients).wait)
    apart = multiprocessing.get_context("fork")
    barrier, told = apart.Barrier(clients), apart.SimpleQueue()

    def run() -> None:
        own = build(deps.settings, deps.now)  # no connection of the other process
        told.put(_threads(own, use, clients // processes, barrier.wait))

    children = [apart.Process(target=run) for _ in range(processes)]
    for child in children:
        child.start()
    found = [status for _ in children for status in told.get()]
    for child in children:
        child.join()
    return found


def _threads(deps: Deps, use: Use, clients: int, wait: Callable[[], object]) -> list[int]:
    def come(_: int) -> int:
        wait()
        try:
            use(deps)
        except (accounts.SignInFailed, TooMany) as refused:
            return STATUS[type(refused)]
        return STATUS[None]

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(come, range(clients)))


@check
def one_comes_in_each_round(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        yield from (f"{name}: {fault}" for fault in result.said[1])


@check
def one_session_is_begun_each_round(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        yield from (f"{name}: {fault}" for fault in result.said[2])


@check
def no_round_of_all_has_two(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    rounds = sum(result.said[0] for result in ran.values())
    double = sum(len(result.said[1]) + len(result.said[2]) for result in ran.values())
    least = 1_000 if ready.full and "SHORT" not in os.environ else 20
    measured("G5", "rounds_full" if ready.full else "rounds", rounds, at_least=least)
    measured("G5", "double_uses_full" if ready.full else "double_uses", double, exactly=0)
    yield from ()
