"""Steps out of order, by the wrong side, or with a form that was altered or is old."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from app.core.negotiation.commands import AcceptOffer, DeclineOffer, WithdrawOffer
from app.core.negotiation.events import DeclineReason, OfferAccepted
from app.usecases import negotiate
from app.usecases.demo_steps import STEPS, Part
from tests.attacks.moments import Moment, answered
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.stage import Clock
from tests.usecases.scenes import Scene, Snapshot, an_act, case_of, history

COUNTERED = ("confirm", "tell", "offer", "counter")
NOON_EVERYWHERE = time(12, tzinfo=UTC)
"""A day is over in the last place of the world at noon of the next one (UTC)."""


@dataclass(frozen=True, slots=True)
class Ready:
    part: Part
    clock: Clock
    before: Moment
    seen: str
    last_moment: datetime
    signing: Scene
    signing_before: Moment


def prepare(ground: Ground) -> Ready:
    part = ground.stage.part("counter", *COUNTERED)
    offer = case_of(part).offer
    assert offer is not None
    ends = datetime.combine(offer.expires_on + timedelta(days=1), NOON_EVERYWHERE)
    agreed: Snapshot = ground.request.getfixturevalue("agreed")
    scene = agreed.reopen(ground.folder / "signing")
    ground.request.addfinalizer(scene.deps.close)
    kept = [_folder(ground.folder / name) for name in ("offers", "signings")]
    return Ready(
        part,
        ground.clock,
        Moment.now(part.deps, kept[0]),
        offer.digest,
        ends,
        scene,
        Moment.now(scene.deps, kept[1]),
    )


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def send(ready: Ready, one: Input) -> Ran:
    """Each from the same moment. The first figure is what has to be refused, or nothing at all."""
    ready.before.back()
    ready.signing_before.back()
    now = ready.clock.at
    try:
        statuses = TRIES[one.name](ready)
    finally:
        ready.clock.at = now
    accepted = sum(isinstance(event, OfferAccepted) for event in history(ready.part))
    return Ran(tuple(statuses), len(statuses) + 1, (accepted, _chain(ready.part)))


def _chain(part: Part) -> bool:
    with part.deps.reading() as uow:
        return uow.cases.verify(part.place.lender, part.case_id) is None


def _accept(ready: Ready, seen: str = "") -> int:
    part = ready.part
    command = AcceptOffer(seen or ready.seen)
    return answered(lambda: negotiate.submit(part.deps, part.borrower, part.case_id, command))


def _unread(ready: Ready, **changes: object) -> list[int]:
    """A signature that names another file, or none, than the one that was shown."""
    scene = ready.signing
    act = an_act(scene.page(scene.agent), **changes)
    return [answered(lambda: scene.sign(scene.agent, act))]


def _withdrawn(ready: Ready) -> list[int]:
    part = ready.part
    negotiate.submit(part.deps, part.place.agent, part.case_id, WithdrawOffer())
    return [_accept(ready)]


def _around_the_end(ready: Ready) -> list[int]:
    """A second before it is the only one that works; the case is put back in between."""
    found = []
    for second in (-1, 0, 1):
        ready.before.back()
        ready.clock.at = ready.last_moment + timedelta(seconds=second)
        found.append(_accept(ready))
    ready.before.back()
    assert found[0] == 303, found
    return found[1:]


def _by(who: str) -> Callable[[Ready], list[int]]:
    def act(ready: Ready) -> list[int]:
        part = ready.part
        actor = getattr(part.place, who)
        command = AcceptOffer(ready.seen)
        return [answered(lambda: negotiate.submit(part.deps, actor, part.case_id, command))]

    return act


def _old_form(ready: Ready) -> list[int]:
    """The borrower declined and offered anew in another tab; this one still shows the offer."""
    part = ready.part
    no = DeclineOffer(ready.seen, DeclineReason.TOO_HIGH, "")
    negotiate.submit(part.deps, part.borrower, part.case_id, no)
    STEPS["offer"](part)
    return [_accept(ready)]


def _twice_signed(ready: Ready) -> list[int]:
    """The borrower's turn comes after the lender's: nobody signs before it."""
    scene = ready.signing
    return [answered(lambda: scene.page(scene.borrower))]


def _spent(ready: Ready) -> list[int]:
    scene = ready.signing
    act = an_act(scene.page(scene.agent))
    scene.sign(scene.agent, act)
    return [answered(lambda: scene.sign(scene.agent, replace(act, key="another")))]


TRIES: dict[str, Callable[[Ready], list[int]]] = {
    "sign-before-review": lambda ready: _unread(ready, shown_sha256=""),
    "withdrawn": _withdrawn,
    "expired": _around_the_end,
    "own-offer": _by("agent"),
    "counselor-accepts": _by("counselor"),
    "old-form": _old_form,
    "hidden-digest": lambda ready: [_accept(ready, "0" * 64)],
    "digest-in-capitals": lambda ready: [_accept(ready, ready.seen.upper())],
    "sign-another-version": lambda ready: _unread(ready, version=9),
    "sign-out-of-turn": _twice_signed,
    "sign-with-a-spent-page": _spent,
    "supervisor-of-the-same-side": _by("supervisor"),
}


@check
def the_case_only_moves_as_the_table_lets_it(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    """The database refuses other moves by itself: tests/attacks/test_offers_by_sql.py."""
    for name, result in ran.items():
        accepted, whole = result.said
        if accepted or not whole:
            yield f"{name}: accepted {accepted} times, chain whole: {whole}"


@check
def terms_come_from_the_database(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    """What is accepted is what stands there, whatever else a form may say."""
    ready.before.back()
    if _accept(ready) != 303:
        yield "the offer that stands cannot be accepted"
    case = case_of(ready.part)
    if case.offer is None or case.offer.digest != ready.seen:
        yield "other terms were agreed to"
