"""What a borrower lets a counselor do, in three steps, and which step an action needs."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from app.core.actions import Action


class Scope(StrEnum):
    """To look; to talk to lenders without promising anything; to make and answer offers."""

    READ = "read"
    TALK = "talk"
    NEGOTIATE = "negotiate"


EVERYTHING = frozenset(Scope)
_BEFORE = {"act": frozenset({Scope.TALK, Scope.NEGOTIATE})}
"""A word of authorities that were given before there were steps."""
_INSIDE = frozenset({Action.WRITE_NOTE, Action.HAND_OVER})
"""Writing that stays inside the charity."""
_TALK = frozenset(
    {
        Action.RAISE_DISPUTE,
        Action.ASK_PROOF,
        Action.PLACE_HOLD,
        Action.LIFT_HOLD,
        Action.ASK_HELP,
        Action.COMPLAIN,
        Action.SEND_MESSAGE,
        Action.REPORT_MESSAGE,
        Action.REPORT_CONTACT,
        Action.ASK_COPY,
        Action.ADD_EXHIBIT,
        Action.CHECK_EXHIBIT,
    }
)


def scopes_of(words: Iterable[str]) -> frozenset[Scope]:
    """The steps that an authority names, whenever it was given."""
    found: set[Scope] = set()
    for word in words:
        found |= _BEFORE.get(word) or {Scope(word)}
    return frozenset(found)


def needed(action: Action, *, writes: bool) -> Scope:
    """The step that ``action`` needs. What nobody has placed here needs the last one."""
    if not writes or action in _INSIDE:
        return Scope.READ
    return Scope.TALK if action in _TALK else Scope.NEGOTIATE
