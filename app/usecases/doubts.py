"""Proof of a debt: asked for with a last day that the rules of the place set."""

from __future__ import annotations

from uuid import UUID

from app.core.access import Action, Actor
from app.core.negotiation.case import Case
from app.core.negotiation.complaints import answer_due
from app.core.negotiation.proof import TOPIC
from app.core.negotiation.proof_commands import AskProof
from app.core.negotiation.proof_events import ProofKind
from app.gateways.calendars import calendar_for
from app.usecases import negotiate
from app.usecases.deps import Deps
from app.usecases.scene import admit


def ask_proof(
    deps: Deps, actor: Actor, case_id: UUID, wanted: tuple[ProofKind, ...], words: str
) -> Case:
    """The lender has as long as the place allows, and three weeks at most.

    Raises:
        TransitionNotAllowed: it was asked for already, or the case is closed.
        InvalidInput: nothing is asked for.
    """
    at = deps.now()
    with deps.reading() as uow:
        header, _ = admit(uow, actor, Action.ASK_PROOF, case_id, at)
    place = header.jurisdiction
    rules = deps.pack(place).rules.values()
    due_on = answer_due(at.date(), rules, calendar_for(place, None, at.year), TOPIC)
    return negotiate.submit(deps, actor, case_id, AskProof(wanted, words, due_on))
