"""One request many times over: one effect, and every repeat gets the first answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from app.core.budget_view import Level
from app.core.negotiation.commands import AcceptOffer, DeclineSigning
from app.core.negotiation.events import AgreementSigned, OfferAccepted, OfferMade, SigningDeclined
from app.usecases import negotiate, offers, sign, who_sees
from app.usecases.demo_steps import Part
from tests.attacks.moments import Moment, answered, together
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.usecases.scenes import Scene, Snapshot, an_act, case_of, history

FULL = True
CLIENTS, FULL_CLIENTS = 8, 24
ROUNDS, FULL_ROUNDS = 1, 50
COUNTERED = ("confirm", "tell", "offer", "counter")


@dataclass(frozen=True, slots=True)
class Ready:
    ground: Ground
    scene: Scene
    signing: Moment
    part: Part
    offering: Moment
    offered: int
    consents: int

    @property
    def clients(self) -> int:
        return FULL_CLIENTS if self.ground.full else CLIENTS

    @property
    def rounds(self) -> int:
        return FULL_ROUNDS if self.ground.full else ROUNDS


def prepare(ground: Ground) -> Ready:
    part = ground.stage.part("counter", *COUNTERED)
    agreed: Snapshot = ground.request.getfixturevalue("agreed")
    scene = agreed.reopen(ground.folder / "signing")
    ground.request.addfinalizer(scene.deps.close)
    kept = [_folder(ground.folder / name) for name in ("offers", "signings")]
    moments = Moment.now(scene.deps, kept[1]), Moment.now(part.deps, kept[0])
    offered = sum(isinstance(event, OfferMade) for event in history(part))
    with part.deps.reading() as uow:
        consents = len(uow.consents.ever(part.place.lender, part.case_id))
    return Ready(ground, scene, moments[0], part, moments[1], offered, consents)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def send(ready: Ready, one: Input) -> Ran:
    rounds = ready.rounds
    statuses: list[int] = []
    faults: list[str] = []
    for _ in range(rounds):
        ready.signing.back()
        ready.offering.back()
        statuses += WAYS[one.name](ready)
        faults += _more_than_once(ready)
    return Ran(tuple(statuses), ready.clients * rounds, faults)


def _more_than_once(ready: Ready) -> Iterator[str]:
    signed = sum(isinstance(event, AgreementSigned) for event in ready.scene.history())
    accepted = sum(isinstance(event, OfferAccepted) for event in history(ready.part))
    offered = sum(isinstance(event, OfferMade) for event in history(ready.part))
    left = sum(isinstance(event, SigningDeclined) for event in ready.scene.history())
    if signed > 1 or accepted > 1 or offered > ready.offered + 1 or left > 1:
        yield f"signed {signed} times, accepted {accepted}, offered {offered}, laid aside {left}"
    with ready.part.deps.reading() as uow:
        consents = uow.consents.ever(ready.part.place.lender, ready.part.case_id)
    live = [one.data_class for one in consents if one.revoked_at is None]
    if len(live) != len(set(live)) or len(consents) > ready.consents + 1:
        yield f"{len(consents)} rows of consent, {live} in force"
    record = ready.scene.record()
    with ready.scene.deps.reading() as uow:
        acts = len(uow.signatures.of(record.tenant_id, record.id, record.version))
    if acts != signed:
        yield f"{acts} acts for {signed} signatures"


def _act(ready: Ready) -> sign.Act:
    return an_act(ready.scene.page(ready.scene.agent))


def _sign(ready: Ready, act: sign.Act) -> Callable[[], object]:
    return lambda: ready.scene.sign(ready.scene.agent, act)


def _same(ready: Ready) -> list[int]:
    return together(*[_sign(ready, _act(ready))] * ready.clients)


def _other_body(ready: Ready) -> list[int]:
    act = _act(ready)
    _sign(ready, act)()
    other = replace(act, typed_name=act.typed_name + "s")
    return together(*[_sign(ready, other)] * ready.clients)


def _no_key(ready: Ready) -> list[int]:
    """A page always carries one: without it, the form is not of ours."""
    return together(*[_sign(ready, replace(_act(ready), key=""))] * ready.clients)


def _anothers_key(ready: Ready) -> list[int]:
    """Another of the lender's people used it first: it says nothing about mine."""
    act, admin = _act(ready), ready.scene.part.place.admin
    theirs = replace(an_act(ready.scene.page(admin)), key=act.key)
    return [answered(lambda: ready.scene.sign(admin, theirs)), answered(_sign(ready, act))]


def _late(ready: Ready) -> list[int]:
    """The answer was lost; the same is sent again, later."""
    act = _act(ready)
    first = answered(_sign(ready, act))
    ready.scene.clock.move(seconds=50)
    found = [first, *(answered(_sign(ready, act)) for _ in range(3))]
    ready.scene.clock.move(seconds=-50)
    return found


def _accepting(ready: Ready) -> list[int]:
    part, offer = ready.part, case_of(ready.part).offer
    assert offer is not None
    command = AcceptOffer(offer.digest)
    act = partial(negotiate.submit, part.deps, part.borrower, part.case_id, command)
    return together(*[act] * ready.clients)


def _spent(ready: Ready) -> list[int]:
    act = _act(ready)
    _sign(ready, act)()
    others = [replace(act, key=f"another-{number}") for number in range(ready.clients)]
    return together(*(_sign(ready, other) for other in others))


def _many_pages(ready: Ready) -> list[int]:
    acts = [_act(ready) for _ in range(4)]
    return together(*(_sign(ready, act) for act in acts))


def _offering(ready: Ready) -> list[int]:
    """The borrower answers with other terms, pressed many times."""
    part, offer = ready.part, case_of(ready.part).offer
    assert offer is not None
    draft = offers.drafts(offers.choice(part.deps, part.borrower, part.case_id))[-1]
    sent = partial(offers.send, part.deps, part.borrower, part.case_id, draft, words="This fits.")
    act = partial(sent, shown=draft.digest, seen=offer.digest)
    return together(*[act] * ready.clients)


def _other_dates(ready: Ready) -> list[int]:
    """Who is to sign asks for other dates: the version that was shown is laid aside once."""
    scene, record = ready.scene, ready.scene.record()
    later = DeclineSigning(record.id, record.version, "Later in the month, please.", change=True)
    return together(*[lambda: scene.do(scene.borrower, later)] * ready.clients)


def _consenting(ready: Ready) -> list[int]:
    part, level = ready.part, Level.CATEGORIES
    act = partial(who_sees.choose, part.deps, part.borrower, part.case_id, level)
    return together(*[act] * ready.clients)


WAYS: dict[str, Callable[[Ready], list[int]]] = {
    "same-key-same-body": _same,
    "same-key-other-body": _other_body,
    "no-key": _no_key,
    "other-users-key": _anothers_key,
    "timeout-retry": _late,
    "accepting-all-at-once": _accepting,
    "new-keys-for-a-spent-page": _spent,
    "several-pages-of-one-person": _many_pages,
    "offering-all-at-once": _offering,
    "other-dates-all-at-once": _other_dates,
    "consent-all-at-once": _consenting,
}


@check
def there_is_one_effect(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        yield from (f"{name}: {fault}" for fault in result.said)


@check
def repeats_get_the_first_answer(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    """A twin that comes while the first is worked on waits for it, and gets the same."""
    for name in ran.keys() & {"same-key-same-body", "timeout-retry"}:
        if set(ran[name].statuses) != {303}:
            yield f"{name}: {sorted(set(ran[name].statuses))}"
    for name in ("accepting-all-at-once", "offering-all-at-once", "other-dates-all-at-once"):
        if ready.rounds != ran[name].statuses.count(303):
            yield f"{name}: {ran[name].statuses}"
    if set(ran["consent-all-at-once"].statuses) != {303}:
        yield f"consent: {ran['consent-all-at-once'].statuses}"
