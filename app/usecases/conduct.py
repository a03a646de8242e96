"""Who has passed the conduct test of a place, and what a lender's staff may not do without it.

A missing pass never slows the borrower down: staff may always accept or decline an offer, settle
a dispute, place a hold and answer a complaint. It keeps them from beginning: no offer of their
own, no message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.core.access import Action, Actor, Role, require_place
from app.core.conduct.course import Course, course
from app.core.conduct.exam import (
    Asked,
    drawn,
    passes,
    right_answers,
    rules_digest,
    seed_of,
    valid_until,
)
from app.core.errors import DomainError, NotFound, OfferChanged
from app.core.negotiation.commands import Command, CounterOffer, MakeOffer
from app.core.packs import JURISDICTIONS, load
from app.core.policy import PolicyPack
from app.store.conduct import Sitting, Tally
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps
from app.usecases.scene import Scene


class NoPass(DomainError):
    """The person has not passed the conduct test of ``place``, or has to take it again."""

    code = "no_conduct_pass"

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody may do in a place: until when, nothing without a pass."""

    place: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Colleague:
    name: str
    organisation: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Exam:
    """The next test of somebody: its number, the seed that drew it, and its questions."""

    place: str
    number: int
    seed: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A test that was handed in. ``asked`` are its questions, where the bank is still the same."""

    sitting: Sitting
    asked: tuple[Asked, ...]

    @property
    def is_passed(self) -> bool:
        return self.sitting.until is not None


def check(uow: UnitOfWork, scene: Scene, command: Command, at: datetime) -> None:
    """Raises NoPass: the lender's person would propose something without a pass."""
    if isinstance(command, MakeOffer | CounterOffer):
        require_pass(uow, scene, at)


def require_pass(uow: UnitOfWork, scene: Scene, at: datetime) -> None:
    """Raises NoPass: somebody of the lender has none for the place of this case."""
    if scene.role is not Role.LENDER:
        return
    place, who = scene.header.jurisdiction, scene.actor_id
    if who is None or _standing(uow, who, place, at.date()).until is None:
        raise NoPass(place)


def has_pass(uow: UnitOfWork, actor: Actor, scene: Scene, at: datetime) -> bool:
    """Whether the actor may begin something in this case, as a person of the lender."""
    found = _standing(uow, actor.person_id, scene.header.jurisdiction, at.date())
    return found.until is not None


def standings(deps: Deps, actor: Actor) -> tuple[Standing, ...]:
    """Every place, with the last day of the actor's own pass."""
    require_place(actor, Action.READ_COURSE)
    with deps.reading() as uow:
        return _standings(uow, actor.person_id, deps.now().date())


def may_begin(deps: Deps, actor: Actor, place: str) -> bool:
    """Whether the actor has a pass of ``place`` today."""
    with deps.reading() as uow:
        return _standing(uow, actor.person_id, place, deps.now().date()).until is not None


def lessons(actor: Actor, place: str) -> tuple[Course, PolicyPack]:
    """Raises NotFound: there is no such place."""
    require_place(actor, Action.READ_COURSE)
    return course(), _pack(place)


def next_test(deps: Deps, actor: Actor, place: str) -> Exam:
    """Taken again at once, it has other questions.

    Raises:
        NotFound: there is no such place.
    """
    require_place(actor, Action.READ_COURSE)
    _pack(place)
    with deps.reading() as uow:
        return _next(uow, actor, place)


def hand_in(deps: Deps, actor: Actor, place: str, number: int, given: Mapping[str, int]) -> Result:
    """Mark the ``number``-th test of somebody.

    Raises:
        OfferChanged: another test is due, because this one was handed in already.
    """
    require_place(actor, Action.TAKE_TEST)
    pack, bank, at = _pack(place), course(), deps.now()
    with deps.unit_of_work() as uow:
        test = _next(uow, actor, place)
        if test.number != number:
            raise OfferChanged("another test is due")
        right = right_answers(test.asked, given)
        passed = passes(right, len(test.asked))
        sitting = Sitting(
            person_id=actor.person_id,
            jurisdiction=place,
            number=number,
            seed=test.seed,
            at=at,
            right=right,
            asked=len(test.asked),
            pack_version=pack.version,
            bank_version=bank.version,
            rules_sha256=rules_digest(bank, pack),
            until=valid_until(at.date()) if passed else None,
        )
        uow.conduct.sit(sitting)
        uow.audit.write(
            actor.person_id, Action.TAKE_TEST, f"conduct:{place}:{number}", at, pack.version
        )
    return Result(sitting, test.asked)


def result(deps: Deps, actor: Actor, place: str, number: int) -> Result:
    """Raises NotFound: the actor has handed in no such test."""
    require_place(actor, Action.READ_COURSE)
    with deps.reading() as uow:
        sitting = uow.conduct.sitting(actor.person_id, place, number)
    if sitting is None:
        raise NotFound("test")
    same = sitting.bank_version == course().version
    return Result(sitting, drawn(course(), place, sitting.seed) if same else ())


def colleagues(deps: Deps, actor: Actor) -> tuple[Colleague, ...]:
    """Who may begin what: a supervisor sees the own lender, who runs the product every lender."""
    permit, day = require_place(actor, Action.READ_PASSES), deps.now().date()
    with deps.reading() as uow:
        homes = [uow.organisations.find(one) for one in permit.organisations]
        if actor.organisations("operator"):
            homes = [*uow.organisations.of_kind("lender")]
        return tuple(
            Colleague(person.name, home.name, _standings(uow, person.id, day))
            for home in homes
            if home is not None and home.kind == "lender"
            for member, _ in uow.organisations.members(home.id)
            if (person := uow.people.find(member)) is not None
        )


def tallies(deps: Deps, actor: Actor) -> tuple[Tally, ...]:
    """What the guard did with the words of the actor's own organisation, month by month."""
    permit = require_place(actor, Action.READ_CONDUCT)
    with deps.reading() as uow:
        return tuple(one for home in permit.organisations for one in uow.conduct.tallies(home))


def _next(uow: UnitOfWork, actor: Actor, place: str) -> Exam:
    number = uow.conduct.sat(actor.person_id, place) + 1
    seed = seed_of(str(actor.person_id), place, number)
    return Exam(place, number, seed, drawn(course(), place, seed))


def _standings(uow: UnitOfWork, person_id: UUID, day: date) -> tuple[Standing, ...]:
    return tuple(_standing(uow, person_id, place, day) for place in JURISDICTIONS)


def _standing(uow: UnitOfWork, person_id: UUID, place: str, day: date) -> Standing:
    """A pass holds until its last day, or until the conduct rules of the place are others."""
    now = rules_digest(course(), load(place))
    held = [
        one.until
        for one in uow.conduct.passes((person_id,), day)
        if one.jurisdiction == place and one.rules_sha256 == now
    ]
    return Standing(place, max((day for day in held if day is not None), default=None))


def _pack(place: str) -> PolicyPack:
    if place not in JURISDICTIONS:
        raise NotFound(place)
    return load(place)
