"""The table of rights turned round: for each kind of person, everything that they may do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.core.actions import Action, Relation
from app.core.rights import RULES, Rule

_Asked = Callable[[Rule], bool]

BEYOND: Mapping[Relation, Relation] = {
    Relation.LENDER_SUPERVISOR: Relation.LENDER_STAFF,
    Relation.LENDER_ADMIN: Relation.LENDER_SUPERVISOR,
    Relation.CHARITY_ADMIN: Relation.COUNSELOR,
}
"""Who may do all that another kind may, and more."""


@dataclass(frozen=True, slots=True)
class Kind:
    """``who`` is nothing for everybody signed in.

    ``looks`` and ``acts`` leave out what everybody, and the kind of ``BEYOND``, may do.
    """

    who: Relation | None
    looks: tuple[Action, ...]
    acts: tuple[Action, ...]


def kinds() -> tuple[Kind, ...]:
    """Every kind of person with a right of their own, in the order of ``Relation``."""
    found = [_kind(one) for one in Relation]
    return (_listed(None, _for_all), *(one for one in found if one.looks or one.acts))


def _kind(who: Relation) -> Kind:
    beyond = BEYOND.get(who)
    return _listed(
        who, lambda rule: who in rule.who and beyond not in rule.who and not _for_all(rule)
    )


def _listed(who: Relation | None, theirs: _Asked) -> Kind:
    held = [action for action in Action if theirs(RULES[action])]
    return Kind(
        who,
        looks=tuple(one for one in held if not RULES[one].writes),
        acts=tuple(one for one in held if RULES[one].writes),
    )


def _for_all(rule: Rule) -> bool:
    return rule.who == frozenset(Relation)
