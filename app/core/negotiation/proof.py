"""The proof of a debt: asked for by the borrower, owed by the lender, and it has to add up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.core.access import Role
from app.core.errors import InvalidInput, Problem, TransitionNotAllowed
from app.core.money import Money, total
from app.core.negotiation.case import Case, Stage, ended
from app.core.negotiation.guards import BORROWER_SIDE, explained, only
from app.core.negotiation.proof_commands import AnswerProof, AskProof
from app.core.negotiation.proof_events import (
    ProofAsked,
    ProofEvent,
    ProofGiven,
    ProofLine,
    ProofMissed,
)

MOST_LINES = 60
TOPIC = "validation"
"""What a pack's rules about showing that a debt is right are filed under."""


class LinesDiffer(InvalidInput):
    """The lines do not add up to the balance. ``difference`` is the lines minus the balance."""

    code = "lines_differ"

    def __init__(self, difference: Money) -> None:
        super().__init__((Problem("/lines", "difference", "lines add up to the balance"),))
        self.difference = difference


def decide_proof(
    case: Case, command: AskProof | AnswerProof, *, by: Role, at: datetime
) -> tuple[ProofEvent, ...]:
    """Raises as ``decide`` does, and ``LinesDiffer``."""
    if isinstance(command, AskProof):
        only(by, *BORROWER_SIDE)
        if case.stage is Stage.CLOSED or case.proof is not None:
            raise TransitionNotAllowed("the case is closed, or proof was asked for already")
        if not command.wanted:
            raise InvalidInput((Problem("/wanted", "missing", "say what you want to see"),))
        wanted = tuple(dict.fromkeys(command.wanted))
        return (ProofAsked(wanted, command.explanation, command.due_on, by, at),)
    only(by, Role.LENDER)
    if case.proof is None:
        raise TransitionNotAllowed("nobody asks for proof")
    explained(command.explanation)
    check_lines(command.lines, case.debt.owed)
    return (ProofGiven(command.lines, command.explanation, by, at),)


def missed(case: Case, at: datetime) -> ProofMissed:
    """That the lender's day went by, once for each request.

    Raises:
        TransitionNotAllowed: nothing is owed, it was said already, or there is time left
            somewhere on Earth.
    """
    asked = case.proof
    owed = asked is not None and case.stage is not Stage.CLOSED and case.proof_late_since is None
    if asked is None or not owed or not ended(asked.due_on, at):
        raise TransitionNotAllowed("nothing is owed, or there is time left")
    return ProofMissed(asked.due_on, asked.at, Role.SYSTEM, at)


def check_lines(lines: Sequence[ProofLine], balance: Money) -> None:
    """Raises ``InvalidInput`` when a line cannot be, ``LinesDiffer`` when the sum is another."""
    if not lines or len(lines) > MOST_LINES:
        raise InvalidInput((Problem("/lines", "missing", f"one to {MOST_LINES} lines"),))
    wrong = [
        Problem(f"/lines/{place}", "amount", "an amount above 0 in the money of the debt")
        for place, line in enumerate(lines)
        if line.amount.currency is not balance.currency or line.amount.minor <= 0
    ]
    if wrong:
        raise InvalidInput(tuple(wrong))
    if difference := total((line.adds for line in lines), balance.currency) - balance:
        raise LinesDiffer(difference)
