"""A named person says that they looked at a paper. Until then figures are what somebody told."""

from __future__ import annotations

from uuid import UUID, uuid4

from app.core.access import Action, Actor
from app.core.errors import NotFound
from app.core.exhibits import Exhibit, Looked, State
from app.store.unit_of_work import UnitOfWork
from app.usecases.budget import home
from app.usecases.deps import Deps
from app.usecases.exhibit_sight import visible
from app.usecases.exhibits import found, note
from app.usecases.notes import charities_of, facts_of


def mark(
    deps: Deps, actor: Actor, household_id: UUID, exhibit_id: UUID, number: int, words: str
) -> None:
    """A counselor with the borrower's authority has looked at one version.

    Raises:
        NotFound: there is no such version for this actor, or nobody can see it.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        home(uow, actor, Action.CHECK_EXHIBIT, household_id, at)
        exhibit = found(uow, household_id, exhibit_id)
        (charity, *_) = charities_of(actor, facts_of(uow, household_id, at))
        _keep(uow, exhibit, Looked(number, actor.person_id, charity, at, words))
        note(uow, actor, Action.CHECK_EXHIBIT, exhibit, at)


def mark_shared(
    deps: Deps, actor: Actor, case_id: UUID, exhibit_id: UUID, number: int, words: str
) -> None:
    """Staff of a lender that the borrower lets see the paper have looked at one version.

    Raises:
        NotFound: as ``mark``.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        exhibit = visible(uow, actor, Action.CHECK_SHARED_EXHIBIT, case_id, exhibit_id, at)
        lender = _tenant(uow, case_id)
        _keep(uow, exhibit, Looked(number, actor.person_id, lender, at, words))
        note(uow, actor, Action.CHECK_SHARED_EXHIBIT, exhibit, at)


def _keep(uow: UnitOfWork, exhibit: Exhibit, looked: Looked) -> None:
    version = exhibit.version(looked.number)
    if version is None or version.state is not State.READY:
        raise NotFound("exhibit version")
    uow.exhibits.look(exhibit, looked, uuid4())


def _tenant(uow: UnitOfWork, case_id: UUID) -> UUID:
    header = uow.cases.find(case_id)
    if header is None:
        raise NotFound("case")
    return header.tenant_id
