"""Two tabs and two sides at once: what is agreed to is what the page showed, and only once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.core.negotiation.case import Stage
from app.core.negotiation.commands import AcceptOffer, DeclineOffer, DeclineSigning, WithdrawOffer
from app.core.negotiation.events import (
    AgreementSigned,
    DeclineReason,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
    OfferWithdrawn,
)
from app.usecases import authority, negotiate, offers, other_terms
from app.usecases.demo_steps import Part
from tests.attacks.moments import Moment, together
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.usecases.scenes import Scene, Snapshot, an_act, case_of, history

FULL = True
COUNTERED = ("authority", "confirm", "tell", "offer", "counter")
ROUNDS, FULL_ROUNDS = 2, 40 if os.environ.get("SHORT") == "1" else 1_000
LOSES = {409, 422}
Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Ready:
    part: Part
    before: Moment
    seen: str
    scene: Scene
    signing: Moment
    rounds: int


def prepare(ground: Ground) -> Ready:
    part = ground.stage.part("counselor", *COUNTERED)
    offer = case_of(part).offer
    assert offer is not None
    agreed: Snapshot = ground.request.getfixturevalue("agreed")
    scene = agreed.reopen(ground.folder / "signing")
    ground.request.addfinalizer(scene.deps.close)
    kept = [_folder(ground.folder / name) for name in ("offers", "signings")]
    moments = Moment.now(part.deps, kept[0]), Moment.now(scene.deps, kept[1])
    rounds = FULL_ROUNDS if ground.full else ROUNDS
    return Ready(part, moments[0], offer.digest, scene, moments[1], rounds)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def send(ready: Ready, one: Input) -> Ran:
    """Every round begins where the last one began, with pages that were loaded before."""
    faults: list[str] = []
    statuses: set[int] = set()
    for _ in range(ready.rounds):
        ready.before.back()
        ready.signing.back()
        codes, found = RACES[one.name](ready)
        statuses |= set(codes)
        faults += found
    return Ran(tuple(sorted(statuses)), ready.rounds, faults)


def _accept(ready: Ready) -> Act:
    return lambda: _submit(ready, AcceptOffer(ready.seen))


def _submit(ready: Ready, command: object, actor: object = None) -> object:
    part = ready.part
    return negotiate.submit(part.deps, actor or part.borrower, part.case_id, command)  # type: ignore[arg-type]  # each is a command or an actor


def _counter(ready: Ready) -> Act:
    """The borrower's counselor answers the same offer with another plan, worked out before."""
    part, counselor = ready.part, ready.part.place.counselor
    draft = offers.drafts(offers.choice(part.deps, counselor, part.case_id))[-1]
    return lambda: offers.send(
        part.deps, counselor, part.case_id, draft, words="This fits.", shown=draft.digest,
        seen=ready.seen,
    )  # fmt: skip


def _takes_back(ready: Ready) -> Act:
    return lambda: _submit(ready, WithdrawOffer(), ready.part.place.agent)


def _declines(ready: Ready) -> Act:
    return lambda: _submit(ready, DeclineOffer(ready.seen, DeclineReason.TOO_HIGH, ""))


def _ends_authority(ready: Ready) -> Act:
    part = ready.part

    with part.deps.reading() as uow:
        (given,) = uow.consents.authorities(part.borrower.person_id)
    return lambda: authority.revoke(part.deps, part.borrower, part.household_id, given.id)


def _about_the_offer(
    *makers: Callable[[Ready], Act],
) -> Callable[[Ready], tuple[list[int], list[str]]]:
    def race(ready: Ready) -> tuple[list[int], list[str]]:
        long = len(history(ready.part))
        codes = together(*(make(ready) for make in makers))
        new = history(ready.part)[long:]
        accepted = [event for event in new if isinstance(event, OfferAccepted)]
        moves = [
            event
            for event in new
            if isinstance(event, OfferAccepted | OfferMade | OfferDeclined | OfferWithdrawn)
        ]
        faults = [] if len(moves) == 1 else [f"moved by {[type(m).__name__ for m in moves]}"]
        case = case_of(ready.part)
        if accepted and (case.offer is None or case.offer.digest != ready.seen):
            faults.append("other terms than were shown")
        return codes, faults

    return race


def _other_terms(scene: Scene, seen: str | None) -> Act:
    """The borrower answers the agreement with other terms: it is laid aside, and they stand."""
    part = scene.part
    draft = offers.drafts(offers.choice(part.deps, part.borrower, part.case_id))[-1]
    return lambda: other_terms.offer_instead(
        part.deps, part.borrower, part.case_id, draft, words="This fits.", shown=draft.digest,
        seen=seen,
    )  # fmt: skip


def _about_signing(how: str) -> Callable[[Ready], tuple[list[int], list[str]]]:
    def race(ready: Ready) -> tuple[list[int], list[str]]:
        scene = ready.scene
        record = scene.record()
        act = an_act(scene.page(scene.agent))
        other = an_act(scene.page(scene.part.place.admin))
        no = DeclineSigning(record.id, record.version, "Please start later.", change=True)
        rivals: dict[str, Act] = {
            "change": lambda: scene.do(scene.borrower, no),
            "counter": _other_terms(scene, record.frozen_sha256),
            "both": lambda: scene.sign(scene.part.place.admin, other),
        }
        codes = together(lambda: scene.sign(scene.agent, act), rivals[how])
        told = scene.history()
        signed = [event for event in told if isinstance(event, AgreementSigned)]
        offers_made = [place for place, event in enumerate(told) if isinstance(event, OfferMade)]
        if any(isinstance(event, AgreementSigned) for event in told[offers_made[-1] :]) and (
            scene.case().stage is Stage.OFFERED
        ):
            return codes, ["signed what was laid aside"]
        faults = [] if len(signed) <= 1 else [f"{len(signed)} signatures of one side"]
        if act.shown_sha256 != record.frozen_sha256:
            faults.append("another file than was shown")
        return codes, faults

    return race


RACES: dict[str, Callable[[Ready], tuple[list[int], list[str]]]] = {
    "accept-vs-counter": _about_the_offer(_accept, _counter),
    "accept-vs-counter-vs-revoke": _about_the_offer(_accept, _counter, _ends_authority),
    "two-tabs-accept": _about_the_offer(_accept, _accept),
    "sign-vs-counter": _about_signing("counter"),
    "sign-vs-change": _about_signing("change"),
    "accept-vs-withdraw": _about_the_offer(_accept, _takes_back),
    "accept-vs-decline": _about_the_offer(_accept, _declines),
    "three-tabs-accept": _about_the_offer(_accept, _accept, _accept),
    "two-of-one-lender-sign": _about_signing("both"),
}


@check
def what_was_shown_is_what_is_agreed_to(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        yield from (f"{name}: {fault}" for fault in result.said)


@check
def whoever_comes_second_is_told(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    """409, or 422 for a page that was used; what was typed stays on it: test_shown_again_stale.py."""
    for name, result in ran.items():
        if strange := set(result.statuses) - LOSES - {303, 403, 404}:
            yield f"{name}: {sorted(strange)}"
        if not set(result.statuses) & {303}:
            yield f"{name}: nobody came through"


@check
def nothing_happens_twice(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    with ready.part.deps.reading() as uow:
        if uow.audit.verify() is not None:
            yield "the log is broken"
        if uow.cases.verify(ready.part.place.lender, ready.part.case_id) is not None:
            yield "the case's chain is broken"
