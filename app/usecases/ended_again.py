"""What has ended since a backup was made is ended in the database that was put back, too.

An old copy still has the consent that was taken back, the colleague who left and the letter that
was used. Nothing that ended comes to life by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.store.unit_of_work import UnitOfWork
from app.usecases import authority_ends, team_changes
from app.usecases.consenting import stop_again
from app.usecases.retention import lock

ENDED = "log.ended_again"

Row = Mapping[str, Any]


def end_again(uow: UnitOfWork, told: Mapping[str, Iterable[Row]], at: datetime) -> int:
    """Bring a database that was put back up to ``told``; how much was open in it.

    ``told`` are the rows of ``store.keys_apart.ENDED`` by table. Everybody signs in anew: which
    sessions ended since nobody knows.
    """
    uow.sessions.end_all(at)
    count = sum(
        end(uow, row, at) for table, end in _ENDS.items() for row in told.get(table, ())
    ) + _roles(uow, told.get("membership", ()), at)
    uow.audit.write(None, ENDED, f"rows:{count}", at)
    return count


def _authority(uow: UnitOfWork, row: Row, at: datetime) -> bool:
    return authority_ends.end(uow, None, UUID(row["borrower_id"]), UUID(row["id"]), at)


def _consent(uow: UnitOfWork, row: Row, at: datetime) -> bool:
    tenant, person = UUID(row["tenant_id"]), UUID(row["person_id"])
    return stop_again(uow, tenant, person, UUID(row["id"]), at)


def _partnership(uow: UnitOfWork, row: Row, at: datetime) -> bool:
    return uow.partnerships.leave(UUID(row["id"]), UUID(row["left_by"]), at)


def _factor(uow: UnitOfWork, row: Row, at: datetime) -> bool:
    person, named = UUID(row["person_id"]), UUID(row["id"])
    found = [one for one in uow.factors.of_person(person) if one.id == named]
    for one in found:
        uow.factors.remove(person, one, at)
    return bool(found)


def _invitation(uow: UnitOfWork, row: Row, at: datetime) -> bool:
    return uow.invitations.redeem(row["token_sha256"], at) is not None


def _staff(uow: UnitOfWork, row: Row, at: datetime) -> bool:
    return uow.teams.withdraw(UUID(row["organisation_id"]), row["token_sha256"], at)


def _case(uow: UnitOfWork, row: Row, at: datetime) -> bool:
    """A case under lock exists for nobody, whatever it was at the moment of the backup."""
    header = uow.cases.find(UUID(row["case_id"]))
    if header is None or header.restricted:
        return False
    open_ones = uow.keeping.standings(borrower_id=header.borrower_id)
    standing = next(one for one in open_ones if one.id == header.id)
    ended = datetime.fromisoformat(row["ended_at"]).replace(tzinfo=UTC)
    lock(uow, standing, ended, at, row["because"])
    return True


def _roles(uow: UnitOfWork, rows: Iterable[Row], at: datetime) -> int:
    """Who left is gone, and nobody has a role that they had before."""
    now: dict[tuple[UUID, UUID], str] = {}
    for row in rows:
        key = UUID(row["organisation_id"]), UUID(row["person_id"])
        now[key] = now.get(key) or ("" if row["removed_at"] else row["role"])
    count = 0
    for (home, person), role in now.items():
        held = dict(uow.organisations.members(home)).get(person, role)
        if held != role:
            count += 1
            if role:
                uow.organisations.change_role(home, person, role)
            else:
                uow.organisations.remove_member(home, person, at)
            team_changes.note(uow, None, home, person, role, at)
    return count


_ENDS: Mapping[str, Callable[[UnitOfWork, Row, datetime], bool]] = {
    "authority": _authority,
    "consent": _consent,
    "partnership": _partnership,
    "passkey": _factor,
    "totp": _factor,
    "invitation": _invitation,
    "staff_invitation": _staff,
    "case_keeping": _case,
}
