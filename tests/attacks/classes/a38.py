"""Clocks that are wrong, and everything that ends at a time.

One edition runs on one machine: servers, worker and database share its clock, and ``deps.now`` is
the only thing that reads it (docs/decisions/0031). So a skew is one of that clock, and what has to
hold is that nothing works after its end, whatever the clock did before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from app.core.errors import DomainError
from app.core.negotiation.case import Case
from app.core.negotiation.commands import AcceptOffer
from app.core.negotiation.folding import fold
from app.core.negotiation.signing import may_be_left
from app.store.audit import Audit
from app.usecases import accounts, arriving, codes, throttle
from app.usecases.accounts import LIFE
from app.usecases.demo_steps import Part
from app.usecases.demo_stories import SEALED
from app.usecases.negotiate import submit
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
            yield AGAIN
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
        yield f"{ORDER} is broken at {fault}"


def _offer(door: Door, _: float) -> Iterator[str]:
    """An offer stands until its last day is over everywhere on Earth, and not a second longer."""
    part = door.stage.part("four-weekly", "confirm", "tell", "offer")
    offer = _case(part).offer
    assert offer
    over = datetime.combine(offer.expires_on + timedelta(days=1), time(12), UTC)
    before = door.clock.at
    for at, works in ((over, False), (over - timedelta(seconds=1), True)):
        door.clock.at = at
        try:
            submit(part.deps, part.place.agent, part.case_id, AcceptOffer(offer.digest))
            taken = True
        except DomainError:
            taken = False
        if taken is not works:
            yield f"accepted at {at} is {taken}"
    door.clock.at = before


def _cooling_off(door: Door, _: float) -> Iterator[str]:
    agreement = _case(door.stage.part("sealed", *SEALED)).agreement
    assert agreement
    assert agreement.cooling_off_ends
    for apart, works in ((-1, True), (0, False)):
        at = agreement.cooling_off_ends + timedelta(seconds=apart)
        if may_be_left(agreement, at) is not works:
            yield f"left at {at}: works is not {works}"


def _case(part: Part) -> Case:
    with part.deps.reading() as uow:
        found = fold(uow.cases.history(part.place.lender, part.case_id))
    assert found
    return found


SUBJECTS: Mapping[str, Callable[[Door, float], Iterator[str]]] = {
    "link": _link,
    "code": lambda door, skew: _link(door, skew, code=True),
    "local-time": _over_midnight,
    "session": _session,
    "limit": _limit,
    "invitation": _invitation,
    "used-again": _used_again,
    "log": _log,
    "offer": _offer,
    "cooling-off": _cooling_off,
}
ORDER = "the order of the log"
AGAIN = "used twice"
ROOT = Path(__file__).parents[3]
READS_A_CLOCK = re.compile(r"datetime\.(now|utcnow)\(|date\.today\(|(?<!\w)time\.time\(")


@check
def nothing_works_after_its_end(_: Door, ran: Mapping[str, Ran]) -> Iterator[str]:
    """Nor ends more than a second early."""
    yield from (said for said in _all(ran) if ORDER not in said and AGAIN not in said)


@check
def what_was_used_stays_used(_: Door, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from (said for said in _all(ran) if AGAIN in said)


@check
def the_log_goes_by_its_numbers(_: Door, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from (said for said in _all(ran) if ORDER in said)


@check
def one_clock_decides(_: Door, __: Mapping[str, Ran]) -> Iterator[str]:
    """Only the composition root reads a clock; a code of an app is remembered by its time step."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        if path.name != "assembly.py" and READS_A_CLOCK.search(path.read_text(encoding="utf-8")):
            yield f"{path.name} reads a clock of its own"


def _all(ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        yield from (f"{name}: {fault}" for fault in result.said)
