"""Calls and letters that staff planned: what may not be any more is called off, with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.core.contact import Leave, Never, Wait
from app.store.contacts import withheld
from app.store.unit_of_work import UnitOfWork
from app.usecases.contacts import answer_for


def call_off(uow: UnitOfWork, person_id: UUID, at: datetime) -> None:
    """Whatever is planned with this person and a rule or a wish forbids by now.

    A dispute, a hold or an offer that waits for its answer forbids it as a stop does. The
    meeting that they asked for themselves stays until they take it back.
    """
    uow.contacts.lock(person_id)
    for entry in uow.contacts.planned(person_id, at):
        match answer_for(uow, entry):
            case Leave():
                continue
            case Wait(_, because) | Never(because):
                uow.contacts.note(withheld(replace(entry, planned=False), because))
