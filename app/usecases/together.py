"""Two people, one budget: asked with a code by one, confirmed by the other, left by either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from app.core.access import Action, Actor
from app.core.caselines import Line
from app.core.errors import DomainError, NotAllowed, NotFound
from app.core.evidence import sha256_hex
from app.core.household_record import Told, fold_household, in_events
from app.core.together import Both, Theirs, of_other, rewritten, theirs, with_ours
from app.store.partnerships import CODE_LENGTH, Partnership
from app.store.unit_of_work import UnitOfWork
from app.usecases.both import other_record
from app.usecases.budget import Home, home, save_now
from app.usecases.codes import plain_code
from app.usecases.deps import Deps
from app.usecases.scene import admit

LIFE = timedelta(days=7)
LENGTH = CODE_LENGTH


class CodeUseless(DomainError):
    """No open invitation has this code, or it cannot join these two."""

    code = "partner_code"


@dataclass(frozen=True, slots=True)
class Together:
    """One person's page. ``other`` is a name; ``left_on`` the day the other person left.

    ``invitation`` is the code to hand over, while one is open.
    """

    id: UUID
    told: Told | None
    invitation: str = ""
    other: str = ""
    other_id: UUID | None = None
    theirs: Theirs | None = None
    left_on: date | None = None


def page(deps: Deps, actor: Actor, household_id: UUID) -> Together:
    """How it stands for the owner of a household.

    Raises:
        NotFound: no such household for this actor.
        NotAllowed: it is the other person's; each has a page of their own.
    """
    at = deps.now()
    with deps.reading() as uow:
        place = home(uow, actor, Action.READ_TOGETHER, household_id, at)
        if place.owner_id != actor.person_id:
            raise NotAllowed(Action.READ_TOGETHER)
        told = place.record.told
        shared = uow.partnerships.live(household_id, at)
        if shared is not None:
            person_id, other_id = shared.other(household_id)
            found, record = uow.people.find(person_id), other_record(uow, household_id, at)
            return Together(
                household_id,
                told,
                other=found.name if found else "",
                other_id=other_id,
                theirs=theirs(record, at.date()) if record else None,
            )
        asked, last = uow.partnerships.asked(household_id, at), uow.partnerships.last(household_id)
        left = last.left_at if last and last.left_by != place.owner_id else None
        return Together(
            household_id,
            told,
            invitation=uow.partnerships.code(asked.id) if asked else "",
            left_on=left.date() if left else None,
        )


def sides(deps: Deps, actor: Actor, household_id: UUID) -> tuple[Together, Theirs | None]:
    """For the other person of ``household_id``: their own page, and what they see of this one.

    To the owner of ``household_id`` nothing is shown here.
    """
    at = deps.now()
    with deps.reading() as uow:
        place = home(uow, actor, Action.READ_TOGETHER, household_id, at)
        shared = uow.partnerships.live(household_id, at)
        seen = theirs(place.record, at.date())
    if shared is None or place.owner_id == actor.person_id:
        return page(deps, actor, household_id), None
    return page(deps, actor, shared.other(household_id)[1]), seen


def ask(deps: Deps, actor: Actor, household_id: UUID) -> None:
    """Make a code that is good for a week, for the person to hand over; nothing is sent.

    Raises:
        CodeUseless: this household shares its budget already.
    """
    at, new = deps.now(), uuid4()
    with deps.unit_of_work() as uow:
        place = _mine(uow, actor, household_id, at)
        if uow.partnerships.live(household_id, at):
            raise CodeUseless("shares a budget already")
        digest = sha256_hex(uow.partnerships.code(new).encode())
        uow.partnerships.ask(Partnership(new, digest, place.owner_id, household_id, at, at + LIFE))
        _audit(uow, actor, household_id, at)


def withdraw(deps: Deps, actor: Actor, household_id: UUID) -> None:
    """The open code works no more."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        _mine(uow, actor, household_id, at)
        uow.partnerships.withdraw(household_id, at)
        _audit(uow, actor, household_id, at)


def who_asks(deps: Deps, actor: Actor, household_id: UUID, code: str) -> str:
    """The name of whoever handed this code over; looking uses nothing up.

    Raises:
        CodeUseless: as ``join``.
    """
    at = deps.now()
    with deps.reading() as uow:
        found = _invitation(uow, home(uow, actor, Action.READ_TOGETHER, household_id, at), code, at)
        person = uow.people.find(found.asker_id)
        return person.name if person else ""


def join(deps: Deps, actor: Actor, household_id: UUID, code: str) -> None:
    """Confirm: from now on the lines of both count for both.

    Raises:
        CodeUseless: it is not open, it is one's own, one of the two shares a budget already,
            or the two count in different currencies or under different rules.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        found = _invitation(uow, _mine(uow, actor, household_id, at), code, at)
        uow.partnerships.join(found.id, actor.person_id, household_id, at)
        _audit(uow, actor, household_id, at)


def leave(deps: Deps, actor: Actor, household_id: UUID) -> None:
    """End it now, in one step and without a reason; each keeps what they told.

    Where the other person was first, there is nothing left to do.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        _mine(uow, actor, household_id, at)
        shared = uow.partnerships.live(household_id, at)
        if shared is not None:
            uow.partnerships.leave(shared.id, actor.person_id, at)
            _audit(uow, actor, household_id, at)


def mark(deps: Deps, actor: Actor, household_id: UUID, lines: tuple[str, ...]) -> None:
    """Say which of one's own lines are of both; the other person may see and change those."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        place = _mine(uow, actor, household_id, at)
        if place.record.told is not None:
            save_now(uow, actor, place, with_ours(place.record.told, lines), at)
        _audit(uow, actor, household_id, at)


def change_ours(
    deps: Deps,
    actor: Actor,
    household_id: UUID,
    income: tuple[Line, ...],
    spending: tuple[Line, ...],
) -> None:
    """The other person changes lines of ``household_id`` that are of both, and only those."""
    at = deps.now()
    with deps.unit_of_work() as uow:
        place = home(uow, actor, Action.EDIT_OURS, household_id, at)
        told = place.record.told
        if told is None:
            raise NotFound("budget")
        role = place.permit.role
        uow.households.append(
            place.owner_id,
            household_id,
            place.record.version,
            in_events(rewritten(told, income, spending), role, at),
            actor_id=actor.person_id,
            role=role.value,
            at=at,
        )
        uow.audit.write(actor.person_id, Action.EDIT_OURS, f"household:{household_id}", at)


def other(deps: Deps, actor: Actor, case_id: UUID) -> Both | None:
    """The other person's lines as they count for one case of this one; for sums, not to show."""
    at = deps.now()
    with deps.reading() as uow:
        header, _ = admit(uow, actor, Action.READ_OPTIONS, case_id, at)
        record = other_record(uow, header.household_id, at)
        return of_other(record) if record else None


def _mine(uow: UnitOfWork, actor: Actor, household_id: UUID, at: datetime) -> Home:
    return home(uow, actor, Action.SHARE_ONE_BUDGET, household_id, at)


def _invitation(uow: UnitOfWork, place: Home, code: str, at: datetime) -> Partnership:
    found = uow.partnerships.by_code(sha256_hex(plain_code(code).encode()), at)
    if found is None or found.asker_id == place.owner_id:
        raise CodeUseless("not open")
    if any(
        uow.partnerships.live(household, at)
        for household in (place.household_id, found.asker_household_id)
    ):
        raise CodeUseless("shares a budget already")
    asker = fold_household(uow.households.history(found.asker_id, found.asker_household_id))
    mine = place.record
    if (asker.jurisdiction, asker.currency) != (mine.jurisdiction, mine.currency):
        raise CodeUseless("other rules or another currency")
    return found


def _audit(uow: UnitOfWork, actor: Actor, household_id: UUID, at: datetime) -> None:
    uow.audit.write(actor.person_id, Action.SHARE_ONE_BUDGET, f"household:{household_id}", at)
