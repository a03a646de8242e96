"""Refusals that several moves share. Each raises, or lets the move go on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.core.access import Role
from app.core.errors import InvalidInput, OfferChanged, Problem, TransitionNotAllowed
from app.core.negotiation.agreed import Agreement
from app.core.negotiation.case import Case, Stage, latest_date

PARTIES = (Role.BORROWER, Role.COUNSELOR, Role.LENDER)
BORROWER_SIDE = (Role.BORROWER, Role.COUNSELOR)


def only(by: Role, *roles: Role) -> None:
    if by not in roles:
        raise TransitionNotAllowed(f"not for the {by}")


def at_stage(case: Case, *stages: Stage) -> None:
    if case.stage not in stages:
        raise TransitionNotAllowed(f"not while the case is {case.stage}")


def current(case: Case, agreement_id: UUID, version: int, stage: Stage) -> Agreement:
    """The agreement of a case at ``stage``, when it is the one that was meant."""
    at_stage(case, stage)
    if case.agreement is None:
        raise TransitionNotAllowed("there is no agreement")
    if (case.agreement.id, case.agreement.version) != (agreement_id, version):
        raise OfferChanged("another version of the agreement stands")
    return case.agreement


def undisputed(case: Case) -> None:
    if case.dispute is not None:
        raise TransitionNotAllowed("a dispute is open: nothing moves until it is settled")
    if case.proof_stops:
        raise TransitionNotAllowed("proof is awaited: nothing moves until it is given")


def moving(case: Case, at: datetime) -> None:
    """Neither a dispute nor a hold stops the case; the borrower's side lifts a hold in one step."""
    undisputed(case)
    if case.on_hold(latest_date(at)):
        raise TransitionNotAllowed("a hold is running: nothing moves until it ends")


def free_to_refuse(case: Case, by: Role, at: datetime) -> None:
    """The borrower's side may always say no; a lender never, while a dispute or hold runs.

    Asking for either must not cost the borrower an offer (ethics E11).
    """
    if by not in BORROWER_SIDE:
        moving(case, at)


def explained(text: str) -> None:
    """Every offer, and every refusal by a lender, says why (ethics E3)."""
    if not text.strip():
        raise InvalidInput((Problem("/explanation", "missing", "say why, with figures"),))
