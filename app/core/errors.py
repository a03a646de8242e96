"""Refusals the product can explain. Nothing else is raised on purpose by ``core``."""

from __future__ import annotations

from dataclasses import dataclass


class DomainError(Exception):
    """Something was refused and nothing was stored.

    ``code`` is stable and names what happened; words for people live in templates.
    """

    code = "refused"


class CurrencyMismatch(DomainError):
    """Two amounts of different currencies met."""

    code = "currency_mismatch"


class TransitionNotAllowed(DomainError):
    """The command does not fit the stage of the case."""

    code = "transition_not_allowed"


class BudgetStopped(DomainError):
    """The borrower stopped sharing it with this lender: nobody else opens it again (409)."""

    code = "budget_stopped"


class OfferChanged(DomainError):
    """The case moved after the person was shown it."""

    code = "offer_changed"


class KeyReused(DomainError):
    """A request that acts once came again with another body (422)."""

    code = "key_reused"


class OfferRefused(DomainError):
    """A rule blocks the offer; ``codes`` names each rule that does."""

    code = "offer_refused"

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


class NotAllowed(DomainError):
    """The actor is known here, but may not do this (403)."""

    code = "not_allowed"


class NotFound(DomainError):
    """There is no such thing, or not for this actor (404)."""

    code = "not_found"


class PaperTooLarge(DomainError):
    """A file of ours would be larger than any check takes; nothing was kept."""

    code = "paper_too_large"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in an input: a JSON Pointer or ``row:column``, a stable code, what to do."""

    path: str
    code: str
    message: str


class InvalidInput(DomainError):
    """The input has faults; all of them are listed, sorted by path."""

    code = "invalid_input"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{p.path}: {p.code}" for p in problems[:5]))
        self.problems = problems


class Unreadable(Exception):
    """What is kept does not open any more: it was moved or changed. Never shown as a blank."""
