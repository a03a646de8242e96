"""What became of a dispute, and of every request for proof, read from the history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.core.money import Money
from app.core.negotiation.case import Case
from app.core.negotiation.dispute_events import DebtCorrected, Figures, OfferSetAside
from app.core.negotiation.disputes import SAFE
from app.core.negotiation.events import DisputeKind, DisputeRaised, DisputeSettled, Event
from app.core.negotiation.folding import evolve
from app.core.negotiation.proof_events import ProofAsked, ProofGiven, ProofLine


@dataclass(frozen=True, slots=True)
class Outcome:
    """The last dispute that was settled. ``now`` is there when the figures were corrected.

    ``set_aside`` says that an offer on the old figures went with them.
    """

    raised: DisputeRaised
    settled: DisputeSettled
    before: Figures
    now: Figures | None = None
    set_aside: bool = False

    @property
    def closes(self) -> bool:
        not_signed = self.raised.kind is DisputeKind.NOT_SIGNED
        return self.settled.upheld and not self.settled.goes_on and not not_signed


@dataclass(frozen=True, slots=True)
class Statement:
    """A line of a statement with the balance after it."""

    line: ProofLine
    balance: Money


@dataclass(frozen=True, slots=True)
class Proof:
    """A request, and the answer once there is one."""

    asked: ProofAsked
    given: ProofGiven | None = None

    @property
    def lines(self) -> tuple[Statement, ...]:
        """In the order of their days; equal days in the lender's order."""
        found: list[Statement] = []
        for line in sorted(self.given.lines, key=lambda line: line.on) if self.given else ():
            before = found[-1].balance if found else Money.zero(line.amount.currency)
            found.append(Statement(line, before + line.adds))
        return tuple(found)


def last_outcome(history: Iterable[Event]) -> Outcome | None:
    """What the newest answer to a dispute was; nothing when none was answered."""
    case, found = Case(), None
    waiting: list[DisputeRaised] = []
    corrected: tuple[Figures, Figures] | None = None
    for event in history:
        if isinstance(event, DisputeRaised):
            waiting.append(event)
        elif isinstance(event, DebtCorrected):
            corrected = (case.debt.figures, event.figures)
        elif isinstance(event, DisputeSettled) and waiting:
            before, now = corrected or (case.debt.figures, None)
            found, corrected = Outcome(waiting.pop(), event, before, now), None
        elif isinstance(event, OfferSetAside) and found is not None:
            found = replace(found, set_aside=True)
        case = evolve(case, event)
    return found


def proofs_of(history: Iterable[Event]) -> tuple[Proof, ...]:
    """Every request for proof, the newest first."""
    found: list[Proof] = []
    for event in history:
        if isinstance(event, ProofAsked):
            found.append(Proof(event))
        elif isinstance(event, ProofGiven) and found:
            found[-1] = Proof(found[-1].asked, event)
    return tuple(reversed(found))


def as_a_lender_reads(history: Iterable[Event]) -> tuple[Event, ...]:
    """Without which of two hard things happened to a borrower who is not bound, and its words."""
    return tuple(
        replace(event, kind=DisputeKind.NOT_BOUND, explanation="")
        if isinstance(event, DisputeRaised) and event.kind in SAFE
        else event
        for event in history
    )
