"""The table of rights as a page for anybody: a list for each kind of person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.core.actions import Action, Relation
from app.core.rights import RULES
from app.core.rights_by_kind import Kind, kinds
from app.web.fields import Words
from app.web.public.right_words import ACTIONS

EVERYBODY = (_l("Everybody who signed in"), _l("They may do this for themselves."))
PEOPLE: dict[Relation, tuple[Words, Words]] = {
    Relation.OWNER: (_l("The borrower"), _l("The person who owes.")),
    Relation.JOINT: (
        _l("A partner"),
        _l("Somebody who shares one budget with the borrower. They see only what both marked."),
    ),
    Relation.CONSENTED: (
        _l("A charity that may look"),
        _l("It looks and does not act. The borrower chose each part, and can end it."),
    ),
    Relation.MANDATED: (
        _l("A counselor who acts for the borrower"),
        _l("The borrower signed how much they may do, and can end it."),
    ),
    Relation.LENDER_STAFF: (_l("Staff of the lender"), _l("They see the cases of their company.")),
    Relation.LENDER_SUPERVISOR: (
        _l("A supervisor at the lender"),
        _l("All that staff may do. And:"),
    ),
    Relation.LENDER_ADMIN: (_l("An admin at the lender"), _l("All that a supervisor may do. And:")),
    Relation.CHARITY_ADMIN: (_l("An admin at a charity"), _l("All that a counselor may do. And:")),
    Relation.COUNSELOR: (
        _l("A counselor"),
        _l("Somebody at a charity, before any borrower chose them."),
    ),
    Relation.OPERATOR: (
        _l("Who runs this service"),
        _l("They see a case only where a court asks and two of them agree."),
    ),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One right in words; ``notes`` is what it asks for, or leaves behind."""

    words: Words
    notes: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A kind of person, with what they may see and do."""

    name: Words
    about: Words
    looks: tuple[Said, ...]
    acts: tuple[Said, ...]


def people() -> list[Person]:
    """Everybody whom the table names, in its order."""
    return [_person(one) for one in kinds()]


def _person(kind: Kind) -> Person:
    name, about = PEOPLE[kind.who] if kind.who else EVERYBODY
    return Person(name, about, _said(kind.who, kind.looks), _said(kind.who, kind.acts))


def _said(who: Relation | None, actions: tuple[Action, ...]) -> tuple[Said, ...]:
    return tuple(Said(ACTIONS[one], tuple(_notes(who, one))) for one in actions)


def _notes(who: Relation | None, action: Action) -> Iterator[Words]:
    rule = RULES[action]
    if rule.data:
        yield _l("Only with consent for this.")
    if rule.fresh and who not in rule.spared:
        yield _l("We ask again who they are.")
    if rule.audit and not rule.writes:
        yield _l("Each look is written down.")
