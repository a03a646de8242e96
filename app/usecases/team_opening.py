"""What the operator does for teams from the command line: a new one, its first admin, a new start."""

from __future__ import annotations

from uuid import UUID, uuid4

from app.core.errors import DomainError
from app.store.organisations import Organisation
from app.store.unit_of_work import UnitOfWork
from app.usecases import team
from app.usecases.deps import Deps


class NoSuchTeam(DomainError):
    """Nothing, or more than one thing, has that name."""

    code = "no_such_team"


def open_team(deps: Deps, kind: str, name: str, country: str, email: str) -> UUID:
    """Set an organisation up and invite its first admin.

    Raises:
        NoSuchTeam: there is an operator already, and a deployment has one.
        TextFault: documents cannot show the name.
    """
    at, home = deps.now(), uuid4()
    with deps.unit_of_work() as uow:
        if kind == "operator" and uow.organisations.of_kind(kind):
            raise NoSuchTeam("this deployment has an operator")
        uow.organisations.add(Organisation(home, kind, name, None, None, country, None, at))
        team.give(uow, home, email, "admin", None, at)
    return home


def invite(deps: Deps, organisation: str, email: str, role: str) -> None:
    """Invite somebody without being a member: the first admin, or the next when none is left.

    Raises:
        NoSuchTeam: ``organisation`` is no name or id of one.
        AlreadyMember: that person is in already.
        NotAllowed: the organisation has no such role.
    """
    with deps.unit_of_work() as uow:
        team.give(uow, _home(uow, organisation), email, role, None, deps.now())


def reset(deps: Deps, email: str) -> None:
    """A new start for somebody who asked and whom no other admin can help.

    Raises:
        NoSuchTeam: nobody with that address works here, or nobody who asked in the last days.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        person = uow.people.by_email(email)
        if person is None or not uow.people.actor(person.id).memberships:
            raise NoSuchTeam("nobody with that address works here")
        if uow.teams.recovery_since(person.id, at - team.LIFE) is None:
            raise NoSuchTeam("this person has not asked for it")
        team.start_anew(uow, person.id, None, at)


def _home(uow: UnitOfWork, named: str) -> UUID:
    known = [one for kind in team.ROLES for one in uow.organisations.of_kind(kind)]
    found = [one.id for one in known if named in (one.name, str(one.id))]
    if len(found) != 1:
        raise NoSuchTeam(named)
    return found[0]
