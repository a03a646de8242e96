"""Every way into the store that names a tenant, tried with the one lender and the other's ids."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from app.core.access import Role
from app.core.errors import DomainError
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps
from tests.town import Town

ASKS = frozenset(
    {"tenant_id", "case_id", "agreement_id", "version", "sha256", "policy_id", "approval_id"}
    | {"person_id", "at", "role", "kind", "step", "account", "consent_id", "digest", "state"}
    | {"place", "restricted", "delivered"}
)
"""What a caller from another tenant could know; whoever has more brings rows of their own."""
WHOLE = "nothing but the tenant"
REFUSED = (SQLAlchemyError, DomainError, LookupError)


@dataclass(frozen=True, slots=True)
class Way:
    """One method of the store; ``call`` gives what it found, or raises."""

    name: str
    method: Any
    asks: tuple[str, ...]


def ways(uow: UnitOfWork) -> Iterator[Way]:
    """Every method that names a tenant together with something of that tenant."""
    stores = [name for name, one in vars(UnitOfWork).items() if isinstance(one, cached_property)]
    for name in stores:
        held = getattr(uow, name)
        for said, method in inspect.getmembers(held, inspect.ismethod):
            parameters = inspect.signature(method).parameters.values()
            needed = tuple(one.name for one in parameters if one.default is one.empty)
            if said.startswith("_") or "tenant_id" not in needed or needed == ("tenant_id",):
                continue
            if set(needed) <= ASKS:
                yield Way(f"{name}.{said}", method, needed)


def of_other(deps: Deps, town: Town) -> dict[str, Any]:
    """Ids of things of ``b``, by the names under which the store asks for them."""
    with deps.reading() as uow:
        header = uow.cases.find(town.agreed["b"])
        if header is None:
            raise LookupError("b")
        record = uow.agreements.latest(header.tenant_id, header.id)
        if record is None:
            raise LookupError("agreement of b")
        return {
            "case_id": header.id,
            "agreement_id": record.id,
            "version": record.version,
            "sha256": record.frozen_sha256,
            "policy_id": town.policies["b"],
            "approval_id": town.approvals["b"],
            "person_id": header.borrower_id,
            "at": deps.now(),
            "role": Role.BORROWER,
            "kind": "debts",
            "step": 1,
            "account": uow.cases.account(header.tenant_id, header.id),
            "consent_id": UUID(int=7),
            "digest": "0" * 64,
            "state": "withdrawn",
            "place": 1,
            "restricted": True,
            "delivered": 9,
        }


def leaks(deps: Deps, town: Town, tenant_id: UUID, at: datetime) -> tuple[int, list[str]]:
    """How many ways were tried as ``tenant_id``, and those that gave or changed anything of ``b``."""
    known, found = of_other(deps, town) | {"tenant_id": tenant_id, "at": at}, []
    with deps.reading() as uow:
        names = [way.name for way in ways(uow)]
    for name in names:
        before = rows_of(deps, town)
        gave = _tried(deps, name, known)
        if gave or rows_of(deps, town) != before:
            found.append(f"{name}: {gave!r}")
    return len(names), found


def rows_of(deps: Deps, town: Town) -> tuple[object, ...]:
    """What a caller of ``a`` could move of ``b``'s case: its row, its people and its offers."""
    case_id = town.agreed["b"]
    with deps.reading() as uow:
        header = uow.cases.find(case_id)
        if header is None:
            return ()
        tenant = header.tenant_id
        return header, uow.cases.parties(tenant, case_id), uow.offers.states(tenant, case_id)


def _tried(deps: Deps, name: str, known: dict[str, Any]) -> object:
    try:
        with deps.unit_of_work() as uow:
            uow.audit.write(None, "test.crossing", "test:store", known["at"])
            way = next(one for one in ways(uow) if one.name == name)
            found = way.method(**{asked: known[asked] for asked in way.asks})
            return None if _is_empty(found) else found
    except REFUSED:
        return None


def _is_empty(found: object) -> bool:
    """Nothing was found: no row, or the empty record that a stream without events folds into."""
    if not found:
        return True
    events = getattr(found, "messages", None)
    return events in ((), [])
