"""A signed paper that came back to the lender: what is asked, and what is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.core.access import Action, Actor, Role
from app.core.errors import NotFound
from app.core.negotiation.commands import DeclineOnPaper, RaiseDispute, ReturnPaper
from app.core.negotiation.events import DisputeKind
from app.core.negotiation.paper import may_return
from app.usecases import acted_as, negotiate
from app.usecases.deps import Deps
from app.usecases.scene import enter


@dataclass(frozen=True, slots=True)
class Waited:
    """The version that is on paper somewhere, and who has not signed it yet, in order."""

    agreement_id: UUID
    version: int
    unsigned: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a person of the lender reads from the paper; ``scan_sha256`` may be empty."""

    version: int
    signers: tuple[Role, ...]
    name: str
    signed_on: date
    received_on: date
    scan_sha256: str


def waited(deps: Deps, actor: Actor, case_id: UUID) -> Waited:
    """The paper that the lender waits for.

    Raises:
        NotFound: no such case for this actor, or no paper is waited for.
        NotAllowed: only the lender writes down what comes back.
    """
    with deps.reading() as uow:
        case = enter(uow, actor, Action.RECORD_PAPER, case_id, deps.now()).case
    agreement = case.agreement
    if agreement is None or not may_return(case):
        raise NotFound("paper")
    unsigned = tuple(role for role in agreement.signers if role not in agreement.signed)
    return Waited(agreement.id, agreement.version, unsigned)


def came_back(deps: Deps, actor: Actor, case_id: UUID, told: Told) -> None:
    """Write down a signed paper.

    Raises:
        InvalidInput: a day or a digest that cannot be; nothing was stored.
        DomainError: refused otherwise (see ``negotiate.submit``).
    """
    awaited = waited(deps, actor, case_id)
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.RECORD_PAPER, case_id, deps.now())
        recorder = acted_as.member(uow, scene, actor.person_id)
    command = ReturnPaper(
        awaited.agreement_id,
        told.version,
        told.signers,
        told.name,
        told.signed_on,
        told.received_on,
        told.scan_sha256,
        actor.person_id,
        recorder,
    )
    negotiate.submit(deps, actor, case_id, command)


def declined(deps: Deps, actor: Actor, case_id: UUID, version: int) -> None:
    """Write down that the borrower said no on the paper."""
    found = waited(deps, actor, case_id)
    negotiate.submit(deps, actor, case_id, DeclineOnPaper(found.agreement_id, version))


def not_mine(deps: Deps, actor: Actor, case_id: UUID) -> None:
    """The borrower says that the signature is not theirs: one step, and no reason is asked."""
    negotiate.submit(deps, actor, case_id, RaiseDispute(DisputeKind.NOT_SIGNED, ""))
