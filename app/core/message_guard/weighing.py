"""What becomes of a message with a verdict: sent, confirmed, read by somebody else, or not sent."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.actions import Role
from app.core.message_guard.categories import Severity, words
from app.core.message_guard.judging import Verdict, judge

DISTRESS = "DISTRESS"


@dataclass(frozen=True, slots=True)
class Weight:
    """Categories by what they ask for. Whatever is ``blocked`` is never sent as it stands."""

    blocked: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    confirm: tuple[str, ...] = ()


def weigh(verdict: Verdict, by: Role) -> Weight:
    """How the words of ``by`` weigh.

    A borrower's words weigh nothing: nobody judges them. A counselor is the one who reads
    others' words first, and so confirms what a lender's person has to have read.
    """
    if by not in (Role.LENDER, Role.COUNSELOR):
        return Weight()
    found: dict[Severity, list[str]] = {one: [] for one in Severity}
    for code in dict.fromkeys(hit.category for hit in verdict.blocking):
        found[words().category(code).severity].append(code)
    review, confirm = found[Severity.REVIEW], found[Severity.WARN]
    blocked, hard = found[Severity.BLOCK], found[Severity.ESCALATE]
    if by is Role.COUNSELOR:
        return Weight(tuple(blocked), (), tuple(review + confirm + hard))
    return Weight(tuple(blocked + hard), tuple(review), tuple(confirm))


def needs_care(text: str) -> bool:
    """Whether somebody's own words speak of ending their life."""
    return DISTRESS in {hit.category for hit in judge(text).blocking}
