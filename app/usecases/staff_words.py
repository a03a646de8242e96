"""What staff and counselors write to a borrower passes the message guard, whichever way it comes.

Borrowers' own words are never judged: they may be angry. Nor are a counselor's when they tell of
a dispute or ask for help, because there somebody else's threat has to be told word by word.
"""

from __future__ import annotations

from datetime import datetime

from app.core.access import Role
from app.core.errors import OfferRefused
from app.core.message_guard.judging import Outcome, Verdict, judge
from app.core.negotiation.commands import AskHelp, Command, RaiseDispute
from app.core.negotiation.proof_commands import AnswerProof, AskProof
from app.store.unit_of_work import UnitOfWork
from app.usecases import conduct_counts
from app.usecases.scene import Scene

BLOCKED = "words.blocked"
NEAR_MISS = "words.near-miss"
_JUDGED = frozenset({Role.LENDER, Role.COUNSELOR})


class WordsRefused(OfferRefused):
    """A borrower may not be sent these words; ``codes`` are the categories that they fall under."""

    code = "words_refused"

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.categories)
        self.verdict = verdict


def check(command: Command, by: Role) -> None:
    """Nothing that the guard stops is carried out, whoever asks for it.

    Raises:
        WordsRefused: a borrower may not be sent the words of ``command``.
    """
    verdict = judge(for_the_borrower(command, by))
    if verdict.outcome is Outcome.BLOCKED:
        raise WordsRefused(verdict)


def judged(uow: UnitOfWork, scene: Scene, command: Command, at: datetime) -> WordsRefused | None:
    """Why the words of ``command`` may not be sent; None when they may.

    What is stopped, and what came near, leaves a row in this transaction: who, when, which
    case, which version of the guard and which categories, never the words.
    """
    return judged_words(uow, scene, for_the_borrower(command, scene.role), at)


def judged_words(uow: UnitOfWork, scene: Scene, words: str, at: datetime) -> WordsRefused | None:
    """``judged`` for words that no command carries."""
    verdict = judge(words)
    if verdict.outcome is Outcome.PASSED:
        return None
    blocked = verdict.outcome is Outcome.BLOCKED
    uow.audit.write(
        scene.actor_id,
        BLOCKED if blocked else NEAR_MISS,
        f"case:{scene.header.id}",
        at,
        f"message-guard/{verdict.version} {' '.join(verdict.categories)}",
    )
    outcome = "blocked" if blocked else "near_miss"
    conduct_counts.note(uow, scene, verdict.categories, outcome, at)
    return WordsRefused(verdict) if blocked else None


def for_the_borrower(command: Command, by: Role) -> str:
    """The words of ``command`` that staff or a counselor address to the borrower; empty for none."""
    if by not in _JUDGED or isinstance(command, RaiseDispute | AskHelp | AskProof):
        return ""
    if isinstance(command, AnswerProof):
        return "\n".join((command.explanation, *(line.words for line in command.lines)))
    return str(getattr(command, "explanation", ""))
