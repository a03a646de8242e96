"""Putting a name to a figure of a policy pack, and taking it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from app.core.access import Action, Actor, require_place
from app.core.confirmation import (
    Confirmation,
    Fault,
    Said,
    Withdrawal,
    canonical_value,
    faults,
)
from app.core.errors import InvalidInput, NotFound, Problem, TransitionNotAllowed
from app.store.unit_of_work import UnitOfWork
from app.usecases.confirmed import ConfirmedRules, confirmed_rules, rules_today
from app.usecases.deps import Deps


def rules_to_confirm(deps: Deps, actor: Actor, jurisdiction: str) -> ConfirmedRules:
    """The rules of one jurisdiction, for those who confirm."""
    require_place(actor, Action.READ_RULES)
    return rules_today(deps, jurisdiction)


def what_is_wrong(rules: ConfirmedRules, said: Said) -> tuple[tuple[str, Fault], ...]:
    """(field, fault) of everything that keeps ``said`` from being taken."""
    return faults(rules.figure(said.figure), said, rules.pack.currency, rules.day)


def confirm(deps: Deps, actor: Actor, jurisdiction: str, said: Said) -> None:
    """Put the actor's name to a figure.

    Raises:
        NotFound: there is no such figure.
        InvalidInput: it would count for nothing as it is said.
    """
    require_place(actor, Action.CONFIRM_FIGURE)
    at = deps.now()
    with deps.unit_of_work() as uow:
        rules = confirmed_rules(uow, jurisdiction, at.date())
        if wrong := what_is_wrong(rules, said):
            raise InvalidInput(tuple(Problem(field, fault, fault) for field, fault in wrong))
        uow.figures.confirm(
            Confirmation(
                id=uuid4(),
                pack=rules.pack.id,
                pack_version=rules.pack.version,
                figure=said.figure,
                value=canonical_value(rules.figure(said.figure), said.value, rules.pack.currency),
                source=said.source,
                url=said.url,
                as_at=said.as_at,
                effective=said.effective,
                expires=said.expires,
                by=_name(uow, actor.person_id),
                person_id=actor.person_id,
                at=at,
            )
        )
        _note(uow, actor, Action.CONFIRM_FIGURE, rules, said.figure, at)


def withdraw(
    deps: Deps, actor: Actor, jurisdiction: str, confirmation_id: UUID, reason: str
) -> None:
    """Take a confirmation back; it stays on record with the reason.

    Raises:
        NotFound: the pack has no such confirmation.
        TransitionNotAllowed: it was taken back before.
    """
    require_place(actor, Action.WITHDRAW_FIGURE)
    at = deps.now()
    with deps.unit_of_work() as uow:
        rules = confirmed_rules(uow, jurisdiction, at.date())
        found = next((c for c in rules.confirmations if c.id == confirmation_id), None)
        if found is None:
            raise NotFound(str(confirmation_id))
        if found.withdrawal is not None:
            raise TransitionNotAllowed("it was taken back before")
        name = _name(uow, actor.person_id)
        uow.figures.withdraw(found.id, Withdrawal(name, actor.person_id, reason, at))
        _note(uow, actor, Action.WITHDRAW_FIGURE, rules, found.figure, at)


def _note(
    uow: UnitOfWork, actor: Actor, action: Action, rules: ConfirmedRules, figure: str, at: datetime
) -> None:
    place = f"figure:{rules.pack.id}:{figure}"
    uow.audit.write(actor.person_id, action, place, at, rules.pack.version)


def _name(uow: UnitOfWork, person_id: UUID) -> str:
    person = uow.people.find(person_id)
    if person is None:
        raise NotFound(str(person_id))
    return person.name
