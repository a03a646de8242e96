"""In which forms a person was given an agreement before signing: the honest answer to "what was opened".

Every form holds the whole text, so what is written down is which forms were served, in which
language, and when first. Nothing in a page watches how it is read: no scripts, no time spent,
no scrolling, and nothing of this is ever scored or asked for before signing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.access import Action, Actor, Role
from app.core.languages import written
from app.store.agreements import AgreementRecord
from app.store.unit_of_work import UnitOfWork
from app.usecases.deps import Deps
from app.usecases.scene import enter

PAGE, PDF, PASSAGES = "page", "pdf", "passages"
"""The text on a page, the file itself, and the parts shown again after the reading check."""
HELP = "help-1"
"""Beside Sign, a way to a person of a charity, which costs no more steps than signing."""
HELP_WORDS = {HELP: {"en": "Get help", "zh_Hans": "寻求帮助"}}
"""The words of that way as they were shown. Never edited: other words get another name."""
SHOWN = "agreement.shown"
_MOST = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """One form that was served, and when it was first; ``language`` is that of the words."""

    form: str
    language: str
    at: datetime


def note(deps: Deps, actor: Actor, case_id: UUID, form: str, language: str) -> None:
    """Write down that ``actor`` was given the newest version in this form, once.

    Only while it can be signed, and only for the people of the case; help is offered to
    the borrower's side.

    Raises:
        NotFound: there is no such case for this actor.
    """
    at = deps.now()
    action = f"{SHOWN}.{form}.{written(language)}"
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.READ_AGREEMENT, case_id, at)
        record = uow.agreements.latest(scene.header.tenant_id, case_id)
        if form in HELP_WORDS and scene.role is Role.LENDER:
            return
        if record is None or record.state != "open" or _is_noted(uow, record, actor, action):
            return
    with deps.unit_of_work() as uow:
        uow.audit.write(actor.person_id, action, _thing(record), at, scene.header.pack_version)


def shown_to(
    uow: UnitOfWork, record: AgreementRecord, person_id: UUID, until: datetime
) -> tuple[Shown, ...]:
    """What a person was given of this version up to an instant, oldest first."""
    return _noted(uow, record, person_id, until, helps=False)


def help_shown(
    uow: UnitOfWork, record: AgreementRecord, person_id: UUID, until: datetime
) -> tuple[Shown, ...]:
    """When a person was first offered help beside Sign, in each language."""
    return _noted(uow, record, person_id, until, helps=True)


def _noted(
    uow: UnitOfWork, record: AgreementRecord, person_id: UUID, until: datetime, *, helps: bool
) -> tuple[Shown, ...]:
    who = uow.audit.pseudonym(person_id)
    first: dict[tuple[str, str], Shown] = {}
    for entry in reversed(uow.audit.of(_thing(record), limit=_MOST)):
        if entry.actor == who and entry.at <= until and entry.action.startswith(f"{SHOWN}."):
            form, language = entry.action.removeprefix(f"{SHOWN}.").split(".")
            first.setdefault((form, language), Shown(form, language, entry.at))
    return tuple(one for one in first.values() if (one.form in HELP_WORDS) is helps)


def _is_noted(uow: UnitOfWork, record: AgreementRecord, actor: Actor, action: str) -> bool:
    who = uow.audit.pseudonym(actor.person_id)
    entries = uow.audit.of(_thing(record), limit=_MOST)
    return any(entry.actor == who and entry.action == action for entry in entries)


def _thing(record: AgreementRecord) -> str:
    return f"agreement:{record.id}:{record.version}"
