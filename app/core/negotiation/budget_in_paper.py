"""Whether the agreement shows the budget: the borrower's choice, until they sign."""

from __future__ import annotations

from datetime import datetime

from app.core.access import Role
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.agreed import Agreement
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.commands import ChooseBudgetInPaper
from app.core.negotiation.events import Event
from app.core.negotiation.guards import BORROWER_SIDE, current, moving, only
from app.core.negotiation.record_events import BudgetInPaperChosen


def choose(
    case: Case, command: ChooseBudgetInPaper, *, by: Role, at: datetime
) -> tuple[Event, ...]:
    """A version without the totals, or with them again, on the terms that were accepted.

    A case keeps the choice for every later version. Raises as ``decide`` does.
    """
    only(by, *BORROWER_SIDE)
    agreement = current(case, command.agreement_id, command.version, Stage.SIGNING)
    moving(case, at)
    if not is_open(case, agreement):
        raise TransitionNotAllowed("a paper is in the post, or the borrower has signed")
    if case.budget is None or command.included is case.budget_in_paper:
        raise TransitionNotAllowed("the agreement says so already")
    return (BudgetInPaperChosen(command.agreement_id, command.version, command.included, by, at),)


def is_open(case: Case, agreement: Agreement) -> bool:
    """Whether the borrower's side still chooses: nothing of theirs is signed or in the post."""
    in_the_post = case.paper_asked or case.paper_sent
    return not in_the_post and Role.BORROWER not in agreement.signed
