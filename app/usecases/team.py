"""The people of an organisation: who is in, who may come in, and who helps whom to sign in anew."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from app.core.access import Action, Actor, Permit, require_place
from app.core.errors import DomainError, NotAllowed, NotFound
from app.core.text import printable
from app.store.teams import StaffInvitation
from app.store.unit_of_work import UnitOfWork
from app.usecases import team_changes
from app.usecases.accounts import SignedIn, SignInFailed, start_session
from app.usecases.codes import digest
from app.usecases.deps import Deps

LIFE = timedelta(days=7)
"""How long an invitation, or a wish for a new start, holds."""
ROLES = {
    "lender": ("agent", "supervisor", "admin"),
    "charity": ("counselor", "admin"),
    "operator": ("admin",),
}
JOINED = "account.joined"


class LastAdmin(DomainError):
    """An organisation keeps at least one admin."""

    code = "last_admin"


class AlreadyMember(DomainError):
    """The address belongs to somebody who is in already."""

    code = "already_member"


class NobodyHere(DomainError):
    """Who or what was named is not there, or not any more, or is no matter for this admin."""

    code = "nobody_here"


@dataclass(frozen=True, slots=True)
class Member:
    """``asked_at`` is when the person asked for a new start at signing in."""

    id: UUID
    name: str
    email: str
    role: str
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Team:
    organisation: str
    roles: tuple[str, ...]
    me: UUID
    members: tuple[Member, ...]
    invited: tuple[StaffInvitation, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invitation as the invited person sees it; ``known`` says that they have an account."""

    organisation: str
    role: str
    known: bool


def page(deps: Deps, actor: Actor) -> Team:
    home = _home(require_place(actor, Action.READ_TEAM))
    with deps.reading() as uow:
        found = uow.organisations.find(home)
        if found is None:
            raise NotFound(home)
        since = deps.now() - LIFE
        members = [_member(uow, one, role, since) for one, role in uow.organisations.members(home)]
        invited = uow.teams.invited(home, deps.now())
    return Team(found.name, ROLES[found.kind], actor.person_id, tuple(members), invited)


def invite(deps: Deps, actor: Actor, email: str, role: str) -> None:
    """Mail a link, good once and for seven days, to an address; whoever has it joins.

    Raises:
        AlreadyMember: that person is in already.
        NotAllowed: the organisation has no such role.
    """
    home = _home(require_place(actor, Action.CHANGE_TEAM))
    with deps.unit_of_work() as uow:
        give(uow, home, email, role, actor.person_id, deps.now())


def give(uow: UnitOfWork, home: UUID, email: str, role: str, by: UUID | None, at: datetime) -> None:
    """The invitation itself; ``by`` is nobody from the command line."""
    _fit(uow, home, role)
    known = uow.people.by_email(email)
    if known is not None and known.id in dict(uow.organisations.members(home)):
        raise AlreadyMember(role)
    token = secrets.token_urlsafe(32)
    invitation = StaffInvitation(digest(token), home, email, role, by, at, at + LIFE)
    uow.teams.invite(invitation)
    uow.outbox.put(
        "mail",
        f"staff-invitation:{invitation.token_sha256}",
        {
            "letter": "staff_invitation",
            "person_id": None,
            "staff_invitation": invitation.token_sha256,
            "language": _language(uow, by),
            "path": f"/join/{token}",
        },
        at,
        tenant_id=home,
    )
    uow.audit.write(by, Action.CHANGE_TEAM, f"organisation:{home}", at, "invited")


def withdraw(deps: Deps, actor: Actor, token_sha256: str) -> None:
    """Raises NobodyHere: there is no such open invitation."""
    home, at = _home(require_place(actor, Action.CHANGE_TEAM)), deps.now()
    with deps.unit_of_work() as uow:
        if not uow.teams.withdraw(home, token_sha256, at):
            raise NobodyHere("invitation")
        uow.audit.write(
            actor.person_id, Action.CHANGE_TEAM, f"organisation:{home}", at, "withdrawn"
        )


def waiting(deps: Deps, token: str) -> Waiting | None:
    """What a link leads to; looking uses nothing up."""
    with deps.reading() as uow:
        found = uow.teams.peek(digest(token), deps.now())
        home = uow.organisations.find(found.organisation_id) if found else None
        if found is None or home is None:
            return None
        return Waiting(home.name, found.role, uow.people.by_email(found.email) is not None)


def join(deps: Deps, token: str, name: str, language: str, new_sid: str, before: str) -> SignedIn:
    """Use an invitation up: its address is the person's, and the second step comes next.

    Whoever was signed in as this person elsewhere is not any more, and no other invitation to
    the address works: one kept for later would outlive the membership.

    Raises:
        SignInFailed: no such invitation, or it was used, taken back, or is too old.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        found = uow.teams.redeem(digest(token), at)
        if found is None:
            raise SignInFailed("invitation")
        uow.teams.withdraw_all(found.organisation_id, found.email, at)
        known = uow.people.by_email(found.email)
        person = known.id if known else uuid4()
        if known is None:
            uow.people.add(
                person, name=printable(name), email=found.email, language=language, at=at
            )
        team_changes.take_in(uow, person, found.organisation_id, person, found.role, at)
        uow.people.end_everywhere(person)
        return start_session(uow, person, new_sid, at, JOINED, before=before)


def change_role(deps: Deps, actor: Actor, member: UUID, role: str) -> None:
    """It holds from the member's next request on.

    Raises:
        NobodyHere: not in this team.
        LastAdmin: nobody would be left to run the organisation.
    """
    home, at = _home(require_place(actor, Action.CHANGE_TEAM)), deps.now()
    with deps.unit_of_work() as uow:
        _fit(uow, home, role)
        _leaves_an_admin(uow, home, member, role)
        uow.organisations.change_role(home, member, role)
        team_changes.note(uow, actor.person_id, home, member, role, at)


def remove(deps: Deps, actor: Actor, member: UUID) -> None:
    """End a membership, and every session of that person with it.

    Invitations that they made open nothing any more: only an admin's do. Nor does one to them.

    Raises:
        NobodyHere: not in this team.
        LastAdmin: nobody would be left to run the organisation.
    """
    home, at = _home(require_place(actor, Action.CHANGE_TEAM)), deps.now()
    with deps.unit_of_work() as uow:
        _leaves_an_admin(uow, home, member, "")
        uow.organisations.remove_member(home, member, at)
        person = uow.people.find(member)
        if person is not None and person.email is not None:
            uow.teams.withdraw_all(home, person.email, at)
        uow.people.end_everywhere(member)
        team_changes.note(uow, actor.person_id, home, member, "", at)


def ask_new_start(deps: Deps, who: SignedIn) -> None:
    """Somebody who cannot pass the second step asks the admins of their organisations for help."""
    at, person = deps.now(), who.actor.person_id
    with deps.unit_of_work() as uow:
        if uow.teams.recovery_since(person, at - LIFE) is None:
            uow.teams.ask_recovery(uuid4(), person, at)
            for home in {m.organisation_id for m in who.actor.memberships}:
                for admin in _admins(uow, home) - {person}:
                    uow.outbox.put(
                        "mail",
                        f"new-start:{person}:{admin}:{at.isoformat()}",
                        {"letter": "new_start", "person_id": str(admin), "path": "/team"},
                        at,
                    )
        uow.audit.write(person, Action.TAKE_SECOND, f"person:{person}", at, "asked for help")


def reset(deps: Deps, actor: Actor, member: UUID) -> None:
    """Take away every second factor of somebody who asked for it; they enrol anew by mail.

    Raises:
        NobodyHere: not in this team, or nobody who asked; and nobody resets their own.
    """
    home, at = _home(require_place(actor, Action.CHANGE_TEAM)), deps.now()
    with deps.unit_of_work() as uow:
        others = set(dict(uow.organisations.members(home))) - {actor.person_id}
        if member not in others:
            raise NobodyHere(member)
        if uow.teams.recovery_since(member, at - LIFE) is None:
            raise NobodyHere("recovery")
        start_anew(uow, member, actor.person_id, at)


def start_anew(uow: UnitOfWork, member: UUID, by: UUID | None, at: datetime) -> None:
    """No factor, no session, a mail that says so; ``by`` is nobody from the command line."""
    for factor in uow.factors.of_person(member):
        uow.factors.remove(member, factor, at)
    uow.teams.recovered(member, by, at)
    uow.people.end_everywhere(member)
    uow.outbox.put(
        "mail",
        f"factors-reset:{member}:{at.isoformat()}",
        {"letter": "factor_changed", "person_id": str(member), "path": "/sign-in"},
        at,
    )
    uow.audit.write(by, Action.CHANGE_TEAM, f"person:{member}", at, "factors reset")


def _language(uow: UnitOfWork, by: UUID | None) -> str:
    """Of an address nobody knows how it reads: the inviter's language is the best guess."""
    person = uow.people.find(by) if by else None
    return person.language if person else "en"


def _home(permit: Permit) -> UUID:
    return permit.organisations[0]


def _fit(uow: UnitOfWork, home: UUID, role: str) -> None:
    found = uow.organisations.find(home)
    if found is None or role not in ROLES[found.kind]:
        raise NotAllowed(Action.CHANGE_TEAM)


def _admins(uow: UnitOfWork, home: UUID) -> set[UUID]:
    return {person for person, role in uow.organisations.members(home) if role == "admin"}


def _leaves_an_admin(uow: UnitOfWork, home: UUID, member: UUID, role: str) -> None:
    if member not in dict(uow.organisations.members(home)):
        raise NobodyHere(member)
    if role != "admin" and _admins(uow, home) == {member}:
        raise LastAdmin("admin")


def _member(uow: UnitOfWork, person_id: UUID, role: str, since: datetime) -> Member:
    person = uow.people.find(person_id)
    asked = uow.teams.recovery_since(person_id, since)
    return Member(
        person_id,
        person.name if person else "",
        (person.email or "") if person else "",
        role,
        asked,
    )
