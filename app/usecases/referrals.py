"""A borrower asks a charity for help by one press, with what it may see; a person answers either way.

Where the charity says no, has nobody, or is silent for five working days, the desk of this
deployment takes over (E27).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID, uuid4

from app.core.access import Action, Actor, Role, require_place
from app.core.disclosure import ASKED, DataClass, Purpose
from app.core.errors import NotFound, TransitionNotAllowed
from app.core.evidence import sha256_hex
from app.core.fields import picked
from app.core.negotiation.guards import explained
from app.core.packs import jurisdiction_of
from app.store.organisations import Organisation
from app.store.referrals import Referral
from app.store.unit_of_work import UnitOfWork
from app.usecases import consenting, staff_words
from app.usecases.deps import Deps
from app.usecases.referral_content import CHOICES, SHOWS, content
from app.usecases.scene import Scene, audit, backstage, enter, reply_due

OPEN = ("waiting", "accepted")
_EVENING = time(23, 59, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the borrower sees it."""

    referral: Referral
    charity: str


@dataclass(frozen=True, slots=True)
class Place:
    """Whom a borrower may ask, and what they asked before, newest first."""

    charities: tuple[Organisation, ...]
    asked: tuple[Asked, ...]


def place(deps: Deps, actor: Actor, case_id: UUID) -> Place:
    """Every charity of the case's jurisdiction, and what was asked so far."""
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_OPTIONS, case_id, deps.now())
        return Place(
            _charities(uow, scene),
            tuple(
                Asked(one, _name(uow, one.charity_id))
                for one in uow.referrals.of_borrower(scene.header.borrower_id)
            ),
        )


def ask(
    deps: Deps,
    actor: Actor,
    case_id: UUID,
    charity_id: UUID,
    *,
    lets_see: tuple[str, ...],
    words: str,
    consent: str,
    language: str,
) -> None:
    """Send the request. ``consent`` is the exact text that was shown beside the button.

    Raises:
        NotFound: no such charity here.
        TransitionNotAllowed: another request waits; one is asked at a time.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.REFER, case_id, at)
        if charity_id not in {one.id for one in _charities(uow, scene)}:
            raise NotFound("charity")
        borrower_id = scene.header.borrower_id
        if any(one.state == "waiting" for one in uow.referrals.of_borrower(borrower_id)):
            raise TransitionNotAllowed("a charity has the request already")
        asked = Referral(
            id=uuid4(),
            tenant_id=scene.header.tenant_id,
            case_id=case_id,
            borrower_id=borrower_id,
            charity_id=charity_id,
            lets_see=tuple(part for part in CHOICES if part in lets_see),
            consent_sha256=sha256_hex(consent.encode()),
            language=language,
            asked_at=at,
            content=content(uow, scene, lets_see, words, at),
        )
        uow.referrals.ask(asked)
        for part in (DataClass.CONTACT, *(SHOWS[one] for one in asked.lets_see)):
            consenting.let_see(uow, scene, charity_id, part, Purpose.REFERRAL, at)
        _tell_charity(uow, asked, at)
        audit(uow, scene, Action.REFER, at)


def take_back(deps: Deps, actor: Actor, case_id: UUID) -> None:
    """End what was asked: from now on the charity sees nothing of it.

    Raises:
        TransitionNotAllowed: nothing is open.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.REFER, case_id, at)
        asked = uow.referrals.of_borrower(scene.header.borrower_id)
        ended = [one for one in asked if uow.referrals.end(one.id, "taken_back", at, was=OPEN)]
        if not ended:
            raise TransitionNotAllowed("no request is open")
        for one in ended:
            there = scene if one.case_id == case_id else _of(uow, one, scene.actor_id)
            consenting.stop_all(uow, there, one.charity_id, ASKED, at)
        audit(uow, scene, Action.REFER, at)


def requests(deps: Deps, actor: Actor) -> tuple[Referral, ...]:
    """What the actor's charities were asked and may see, newest first."""
    permit = require_place(actor, Action.READ_REFERRALS)
    with deps.reading() as uow:
        found = uow.referrals.of_charities(permit.organisations)
        return tuple(seen for one in found if (seen := _as_let(uow, one, deps.now())) is not None)


def opened(deps: Deps, actor: Actor, referral_id: UUID) -> Referral:
    """One request with what the borrower lets the charity see; looking leaves an audit row.

    Raises:
        NotFound: there is no such request for this actor.
    """
    with deps.unit_of_work() as uow:
        found = _theirs(uow, actor, Action.READ_REFERRALS, referral_id, deps.now())
        _audit(uow, actor, Action.READ_REFERRALS, found, deps.now())
        return found


def end_with(uow: UnitOfWork, scene: Scene, charity_id: UUID, at: datetime) -> None:
    """Inside a transaction: who may not reach the borrower any more has no request either."""
    for one in uow.referrals.of_borrower(scene.header.borrower_id):
        if one.charity_id == charity_id and one.case_id == scene.header.id:
            uow.referrals.end(one.id, "taken_back", at, was=OPEN)
            consenting.stop_all(uow, scene, charity_id, ASKED, at)


def show_less(
    uow: UnitOfWork, scene: Scene, charity_id: UUID, part: DataClass, at: datetime
) -> None:
    """Inside a transaction: what the charity was shown of ``part`` goes from its request."""
    others = frozenset(DataClass) - {part}
    for one in uow.referrals.of_borrower(scene.header.borrower_id):
        left = picked("Picture", one.content, others)
        mine = one.charity_id == charity_id and one.case_id == scene.header.id
        if mine and left != one.content:
            uow.referrals.show_less(replace(one, content=left), at)


def answer(deps: Deps, actor: Actor, referral_id: UUID, *, accepts: bool, words: str) -> None:
    """Take the request on, or decline it and say why.

    Raises:
        NotFound: there is no such request for this actor.
        InvalidInput: a no without a reason.
        WordsRefused: a borrower may not be sent these words.
        TransitionNotAllowed: somebody answered, or it was taken back.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        found = _theirs(uow, actor, Action.ANSWER_REFERRAL, referral_id, at)
        if not accepts:
            explained(words)
        scene = replace(
            backstage(uow, found.case_id), actor_id=actor.person_id, role=Role.COUNSELOR
        )
        refused = staff_words.judged_words(uow, scene, words, at)
        if refused is None:
            state = "accepted" if accepts else "declined"
            if not uow.referrals.end(found.id, state, at, by=actor.person_id, words=words):
                raise TransitionNotAllowed("the request is answered")
            if not accepts:
                consenting.stop_all(uow, scene, found.charity_id, ASKED, at)
                _tell_desk(uow, found, at)
            _mail(uow, found, "news", found.borrower_id, at)
            _audit(uow, actor, Action.ANSWER_REFERRAL, found, at)
    if refused is not None:
        raise refused


def check(deps: Deps, payload: Mapping[str, Any]) -> None:
    """A charity that has not answered by now: a person of the desk does. Twice is once."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        uow.system("a clock is no act of anybody")
        found = uow.referrals.find(UUID(payload["referral_id"]))
        if found is not None and found.state == "waiting":
            _tell_desk(uow, found, at)


def _theirs(
    uow: UnitOfWork, actor: Actor, action: Action, referral_id: UUID, at: datetime
) -> Referral:
    permit = require_place(actor, action)
    found = uow.referrals.find(referral_id)
    if found is None or found.charity_id not in permit.organisations or found.state not in OPEN:
        raise NotFound("referral")
    seen = _as_let(uow, found, at)
    if seen is None:
        raise NotFound("referral")
    return seen


def _as_let(uow: UnitOfWork, found: Referral, at: datetime) -> Referral | None:
    """The request with what the ledger still opens; nothing where it is not even the name."""
    scene = backstage(uow, found.case_id)
    seen = consenting.seen_by(uow, scene, found.charity_id, at)
    if DataClass.CONTACT not in seen or scene.header.restricted:
        return None
    return replace(found, content=picked("Picture", found.content, seen))


def _of(uow: UnitOfWork, asked: Referral, actor_id: UUID | None) -> Scene:
    """The case from which it was asked, for its borrower."""
    return replace(backstage(uow, asked.case_id), actor_id=actor_id, role=Role.BORROWER)


def _charities(uow: UnitOfWork, scene: Scene) -> tuple[Organisation, ...]:
    return tuple(
        charity
        for charity in uow.organisations.of_kind("charity")
        if jurisdiction_of(charity.country) == scene.header.jurisdiction
    )


def _name(uow: UnitOfWork, organisation_id: UUID) -> str:
    found = uow.organisations.find(organisation_id)
    return found.name if found else ""


def _tell_charity(uow: UnitOfWork, asked: Referral, at: datetime) -> None:
    members = uow.organisations.members(asked.charity_id)
    for person_id, _role in members:
        _mail(uow, asked, "news", person_id, at)
    if not members:
        _tell_desk(uow, asked, at)
    charity = uow.organisations.find(asked.charity_id)
    last = reply_due(jurisdiction_of(charity.country) if charity else "UK", at.date())
    uow.outbox.put(
        "referral",
        f"referral:{asked.id}",
        {"referral_id": str(asked.id)},
        at,
        due_at=datetime.combine(last, _EVENING),
    )


def _tell_desk(uow: UnitOfWork, asked: Referral, at: datetime) -> None:
    uow.outbox.put(
        "mail",
        f"referral-desk:{asked.id}",
        {
            "letter": "help",
            "person_id": None,
            "desk": True,
            "about": str(asked.case_id),
            "path": "/sign-in",
        },
        at,
    )


def _mail(uow: UnitOfWork, asked: Referral, letter: str, person_id: UUID, at: datetime) -> None:
    about = f"referral:{asked.id}:{person_id}"
    uow.outbox.put(
        "mail",
        f"{about}:{letter}",
        {
            "letter": letter,
            "person_id": str(person_id),
            "referral_id": str(asked.id),
            "head": "",
            "path": "/sign-in",
            "about": about,
        },
        at,
    )


def _audit(uow: UnitOfWork, actor: Actor, action: Action, found: Referral, at: datetime) -> None:
    uow.audit.write(actor.person_id, action, f"referral:{found.id}", at)
