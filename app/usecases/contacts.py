"""Where messages leave: rules and wishes are asked, the ledger is written, what may not leave waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from app.core.contact import (
    Answer,
    Because,
    Channel,
    Direction,
    Leave,
    Never,
    Purpose,
    Rules,
    Wait,
    Wishes,
    may_leave,
)
from app.core.contact_rules import contact_rules
from app.core.letters import LETTERS, Kind
from app.core.packs import load
from app.core.reach import Said, allow_required, fitting, wishes_of
from app.gateways.calendars import calendar_for
from app.gateways.zones import zones_in
from app.store.contacts import JOINED, Entry, withheld
from app.store.outbox import NotYet
from app.store.unit_of_work import UnitOfWork
from app.usecases import still_meant
from app.usecases.deps import Deps
from app.usecases.quiet import why_quiet
from app.usecases.support import told

LOOK_AGAIN = timedelta(days=1)
"""At the latest: the person may have said something else meanwhile."""
_LONGEST_SPAN = timedelta(days=40)
"""Longer than any cap looks back."""
BASELINE = "EU"
"""The pack of every country without its own: there the lender's country says which zones."""


def message_may_leave(
    deps: Deps, payload: Mapping[str, Any], key: str, channel: Channel = Channel.MAIL
) -> bool:
    """Whether the message leaves now; when it does, the ledger says so before it does.

    Only who owes is protected so; staff and counselors are at work. ``key`` names the effect:
    trying it again is the same contact.

    Returns:
        False when it never leaves: withheld by a rule, not meant any more, or told in another
        message that waits.

    Raises:
        NotYet: it may leave later, and waits until then.
        KeyError: the table of letters does not say what it is.
    """
    at, person_id = deps.now(), UUID(payload["person_id"])
    kind = LETTERS[payload["letter"]]
    with deps.unit_of_work() as uow:
        gone = still_meant.why_not(uow, payload, at)
        if not rules_for(uow, person_id, at):
            if gone is not None:
                uow.audit.write(None, "contact.withheld", f"person:{person_id}", at, gone.code)
            return gone is None
        uow.contacts.lock(person_id)
        entry = _entry(payload, person_id, key, at, channel)
        part = _part_of(uow, payload, entry)
        asked = replace(entry, key=part.key) if part else entry
        answer = answer_for(uow, asked, required=payload.get("required", False))
        if kind is Kind.REMINDER and (still := _quiet(uow, entry)):
            answer = Never(still)
        if gone is not None:
            answer = Never(gone)
        match answer:
            case Leave():
                _note(uow, part or entry, "contact.left")
                return True
            case Never(because):
                _note(uow, withheld(entry, because), "contact.withheld")
                return False
            case Wait(until, because):
                if _joined(uow, payload, at):
                    _note(uow, replace(entry, outcome=JOINED), "contact.joined")
                    return False
                if _too_late(payload, until, at):
                    _note(uow, withheld(entry, because), "contact.withheld")
                    return False
                said = f"{because.pack} {because.code}".strip()
                uow.audit.write(None, "contact.waits", f"contact:{person_id}", at, said)
    raise NotYet(min(until, at + LOOK_AGAIN))


def answer_for(uow: UnitOfWork, entry: Entry, *, required: bool = False) -> Answer:
    """Whether the contact ``entry`` may happen at its time: law, house and the person's wishes.

    What is ``required`` by law passes a stop, never their hours or a cap. Nobody is chased
    while the case stands still.
    """
    if entry.purpose is Purpose.COLLECTION and (quiet := _quiet(uow, entry)):
        return Never(quiet)
    wishes = heard(said_by(uow, entry.person_id))
    return may_leave(
        entry.channel,
        entry.purpose,
        entry.at,
        rules=rules_for(uow, entry.person_id, entry.at),
        wishes=allow_required(wishes, entry.channel) if required else wishes,
        ledger=uow.contacts.since(entry.person_id, entry.at - _LONGEST_SPAN, but=entry.key),
    )


def _quiet(uow: UnitOfWork, entry: Entry) -> Because | None:
    return why_quiet(
        uow, entry.person_id, entry.at, tenant_id=entry.tenant_id, case_id=entry.case_id
    )


def said_by(uow: UnitOfWork, person_id: UUID) -> Said:
    """What somebody said about being reached, their support needs included."""
    household_id = uow.households.of_owner(person_id)
    needs = told(uow, person_id, household_id) if household_id else ()
    return fitting(uow.wishes.of(person_id), needs)


def heard(said: Said) -> Wishes:
    """What somebody said, with the zone that they named."""
    return wishes_of(said, None if said.zone is None else ZoneInfo(said.zone))


def _entry(
    payload: Mapping[str, Any], person_id: UUID, key: str, at: datetime, channel: Channel
) -> Entry:
    asked = LETTERS[payload["letter"]] is Kind.ASKED
    tenant, case = payload.get("tenant_id"), payload.get("case_id")
    return Entry(
        person_id=person_id,
        key=key,
        tenant_id=None if tenant is None else UUID(tenant),
        by_person_id=None,
        channel=channel,
        direction=Direction.OUT,
        purpose=Purpose.ASKED if asked else Purpose.NEGOTIATION,
        at=at,
        case_id=None if case is None else UUID(case),
    )


def _part_of(uow: UnitOfWork, payload: Mapping[str, Any], entry: Entry) -> Entry | None:
    """The message in the case that this one tells of, when it arrived today: one contact, not two."""
    if "contact" not in payload:
        return None
    known = (one for one in uow.contacts.of(entry.person_id) if one.key == payload["contact"])
    return next((one for one in known if entry.at - one.at < LOOK_AGAIN), None)


def _joined(uow: UnitOfWork, payload: Mapping[str, Any], at: datetime) -> bool:
    """News waits as one message with every head, not as a pile of them that say the same.

    What the law requires makes the message that waits as required.
    """
    if payload["letter"] != "news":
        return False
    marks = {"required": True} if payload.get("required", False) else {}
    return uow.outbox.join(f"news:%:{payload['person_id']}", "head", payload["head"], at, **marks)


def _too_late(payload: Mapping[str, Any], until: datetime, at: datetime) -> bool:
    """A reminder is of its day: one that had to wait for longer is left out."""
    return LETTERS[payload["letter"]] is Kind.REMINDER and until - at >= LOOK_AGAIN


def _note(uow: UnitOfWork, entry: Entry, action: str) -> None:
    uow.contacts.note(entry)
    uow.audit.write(None, action, f"contact:{entry.person_id}", entry.at, entry.rule or "")


def rules_for(uow: UnitOfWork, person_id: UUID, at: datetime) -> tuple[Rules, ...]:
    """Of every jurisdiction in which the person owes; all of them hold. None for anybody else."""
    return tuple(_rules_of(*place, at.year) for place in uow.contacts.places(person_id))


@lru_cache(maxsize=64)
def _rules_of(jurisdiction: str, country: str, year: int) -> Rules:
    pack = load(jurisdiction)
    names = zones_in(country) if jurisdiction == BASELINE else ()
    # From the year before: when it has begun in London, it has not in New York.
    holidays = calendar_for(jurisdiction, None, year - 1).holidays
    return contact_rules(pack, tuple(map(ZoneInfo, names or pack.zones)), holidays)
