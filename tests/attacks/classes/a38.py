"""Clocks that are wrong, and everything that ends at a time.

One edition runs on one machine: servers, worker and database share its clock, and ``deps.now`` is
the only thing that reads it (docs/decisions/0031). So a skew is one of that clock, and what has to
hold is that nothing works after its end, whatever the clock did before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from app.store.audit import Audit
from app.usecases import accounts, arriving, codes, throttle
from app.usecases.accounts import LIFE
from app.web.session import new_id
from tests.attacks.door import Door
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check

SPRING, AUTUMN = datetime(2027, 3, 28, 0, 55, tzinfo=UTC), datetime(2027, 10, 31, 0, 55, tzinfo=UTC)
"""Five minutes before clocks change in Europe."""


def prepare(ground: Ground) -> Door:
    return Door.of(ground)


def send(door: Door, one: Input) -> Ran:
    wrong = list(SUBJECTS[one.send["subject"]](door, one.send.get("skew", 0)))
    return Ran((), did=2, said=wrong)


def _link(door: Door, skew: float, *, code: bool = False) -> Iterator[str]:
    """Asked, the clock moved, and used: in time only."""
    for seconds, works in ((LIFE.total_seconds() - 1, True), (LIFE.total_seconds(), False)):
        client, link, typed = door.asked()
        cookie = client.get_cookie("sid")
        assert cookie
        door.clock.move(seconds=skew)
        door.clock.move(seconds=seconds)
        try:
            if code:
                accounts.by_code(door.deps, typed, cookie.value, new_id())
            else:
                accounts.by_link(door.deps, link.rpartition("/")[2], cookie.value, new_id())
            came = True
        except accounts.UsedUp:
            came = False
        if came and (not works or skew != 0) and skew >= 0:
            yield f"came in {seconds + skew} s after asking"
        if came and skew < 0 and seconds + skew < 0:
            yield "came in before asking"
        if not came and works and skew == 0:
            yield f"refused after {seconds} s"
        door.clock.move(seconds=-min(skew, 0))


def _over_midnight(door: Door, _: float) -> Iterator[str]:
    """Local clocks go forward and back; ten minutes stay ten minutes."""
    for change in (SPRING, AUTUMN):
        door.clock.at = change
        yield from _link(door, 0)


def _session(door: Door, skew: float) -> Iterator[str]:
    person, sid = door.stage.part("new").borrower, new_id()
    accounts.start(door.deps, person.person_id, sid)
    door.clock.move(seconds=skew)
    ends = accounts.IDLE_BORROWER.total_seconds()
    alive = accounts.who(door.deps, sid) is not None
    if alive is not (-60 <= skew < ends):
        yield f"alive is {alive} after a skew of {skew} s"
    door.clock.move(seconds=-skew)
    for apart, works in ((ends - 1, True), (ends, False)):
        door.clock.move(seconds=apart)
        if (accounts.who(door.deps, sid) is not None) is not works:
            yield f"idle for {apart} s: works is not {works}"
    yield from _absolute(door)


def _absolute(door: Door) -> Iterator[str]:
    sid = new_id()
    accounts.start(door.deps, door.stage.part("new").borrower.person_id, sid)
    for _ in range(47):
        door.clock.move(minutes=10)
        accounts.who(door.deps, sid)
    for seconds, works in ((599, True), (1, False)):
        door.clock.move(seconds=seconds)
        if (accounts.who(door.deps, sid) is not None) is not works:
            yield f"at eight hours less {600 - seconds} s: works is not {works}"


def _limit(door: Door, skew: float) -> Iterator[str]:
    """After the last try a place is free when the first is old enough, and not before."""
    for kind in ("code.account", "link.address"):
        limit, key = throttle.LIMITS[kind], new_id()
        for _ in range(limit.most):
            throttle.count(door.deps, kind, key)
        door.clock.move(seconds=skew)
        for apart, works in ((limit.within.total_seconds() - 1 - skew, False), (1, True)):
            door.clock.move(seconds=apart)
            if _counts(door, kind, key) is not works:
                yield f"{kind}: works is not {works}"


def _counts(door: Door, kind: str, key: str) -> bool:
    try:
        throttle.count(door.deps, kind, key)
    except throttle.TooMany:
        return False
    return True


def _invitation(door: Door, _: float) -> Iterator[str]:
    link, _code = door.sent("/arrive")[0]
    word = link.rpartition("/")[2]
    with door.deps.reading() as uow:
        part = door.stage.part("new")
        found = uow.invitations.newest(part.case_id, part.borrower.person_id, door.clock())
    assert found
    before = door.clock.at
    for at in (found.expires_at, found.created_at.replace(year=found.created_at.year - 1)):
        door.clock.at = at
        try:
            arriving.arrive(door.deps, word, new_id(), new_id())
            yield f"came in at {at}"
        except accounts.SignInFailed:
            continue
    door.clock.at = before


def _used_again(door: Door, skew: float) -> Iterator[str]:
    """What was used stays used, wherever the clock goes."""
    client, link, _ = door.asked()
    cookie = client.get_cookie("sid")
    assert cookie
    word = link.rpartition("/")[2]
    accounts.by_link(door.deps, word, cookie.value, new_id())
    for move in (skew, -skew):
        door.clock.move(seconds=move)
        try:
            accounts.by_link(door.deps, word, cookie.value, new_id())
            yield "used twice"
        except accounts.UsedUp:
            continue


def _log(door: Door, skew: float) -> Iterator[str]:
    """Lines stay in the order in which they were written, whatever time they name."""
    door.clock.move(seconds=skew)
    with door.deps.unit_of_work() as uow:
        uow.audit.write(None, "test.prepared", codes.digest(new_id()), door.clock())
    door.clock.move(seconds=-skew)
    with door.deps.unit_of_work() as uow:
        uow.audit.write(None, "test.prepared", "test:a38", door.clock())
        log: Audit = uow.audit
        fault = log.verify()
    if fault is not None:
        yield f"the log is broken at {fault}"


SUBJECTS: Mapping[str, Callable[[Door, float], Iterator[str]]] = {
    "link": _link,
    "code": lambda door, skew: _link(door, skew, code=True),
    "local-time": _over_midnight,
    "session": _session,
    "limit": _limit,
    "invitation": _invitation,
    "used-again": _used_again,
    "log": _log,
}


@check
def nothing_works_after_its_end(_: Door, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        yield from (f"{name}: {fault}" for fault in result.said)
