"""Everything about one person, for that person: gathered when they ask, and kept nowhere.

Format ``plainpact/own-data/1``: docs/own-data.md. Nothing of another person's is in it but the
names that stand in what both have; cases under lock are not in it. Every part leaves by the table
of fields (``app.core.fields``): what stands in no class there cannot be taken away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from app.core.access import RULES, Action, Actor, Role, require_place
from app.core.evidence import Link
from app.core.exhibits import Exhibit, Version
from app.core.fields import picked
from app.core.languages import written
from app.documents.own_data import draw_own_data
from app.store.case_codec import CASE_EVENTS
from app.store.cases import CaseHeader
from app.store.event_codec import EventCodec, to_json
from app.store.households import HOUSEHOLD_EVENTS
from app.store.own_rows import OwnRows
from app.store.unit_of_work import UnitOfWork
from app.usecases.accounts import IDLE_STAFF
from app.usecases.deps import Deps
from app.usecases.who_looked import lines_about

FORMAT = "plainpact/own-data/1"
_OPENED = RULES[Action.TAKE_OWN_DATA].opens
Json = dict[str, Any]


def export(deps: Deps, actor: Actor) -> Json:
    """All of it as plain JSON. That it was taken is written down.

    Raises:
        NotAllowed: nobody is signed in who could ask.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        require_place(actor, Action.TAKE_OWN_DATA)
        found = gathered(uow, actor.person_id, at)
        uow.audit.write(actor.person_id, Action.TAKE_OWN_DATA, f"person:{actor.person_id}", at)
    return found


def paper(deps: Deps, actor: Actor, language: str) -> bytes:
    """The same as a PDF to read, in ``language`` (en, zh).

    Raises:
        SandboxError: it could not be drawn.
    """
    return draw_own_data(deps.sandbox, export(deps, actor), written(language))


def gathered(uow: UnitOfWork, me: UUID, at: datetime) -> Json:
    """The same within a transaction.

    Raises:
        LookupError: there is no such person.
    """
    person = uow.people.find(me)
    if person is None:
        raise LookupError(str(me))
    rows = OwnRows(uow.people.connection)
    cases = uow.cases.borrowed(me, None, None)
    households = rows.households(me)
    own = {
        "id": str(me),
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "language": person.language,
        "created_at": person.created_at.isoformat(),
    }
    found = {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "person": picked("OwnPerson", own, _OPENED),
        "sources": [_source(uow, case) for case in cases],
        "households": [_household(uow, rows, me, one) for one in households],
        "cases": [_case(uow, rows, me, case) for case in cases],
        "joint_cases": rows.joint_cases(me),
        "contacts": [_plain(entry) for entry in uow.contacts.of(me)],
        "wishes": [_plain(one, "SaidAt") for one in uow.wishes.history(me)],
        "authorities": [_authority(uow, one) for one in uow.consents.authorities(me)],
        "referrals": [_plain(one) for one in uow.referrals.of_borrower(me)],
        "memberships": rows.memberships(me),
        "conduct_tests": rows.conduct_tests(me),
        "ways_to_sign_in": rows.ways_to_sign_in(me),
        "sign_ins": [
            {"began_at": s.created_at.isoformat(), "seen_at": s.last_seen_at.isoformat()}
            for s in uow.sessions.of_person(me, at, IDLE_STAFF)
        ],
        "log": lines_about(uow, me, cases, households),
    }
    return picked("OwnData", found, _OPENED)


def _source(uow: UnitOfWork, case: CaseHeader) -> Json:
    """Where the data came from: the lender gave a name, an address and a debt."""
    return {
        "what": ["name", "address", "debt"],
        "from": _name(uow, case.tenant_id),
        "case_id": str(case.id),
        "at": case.created_at.isoformat(),
    }


def _household(uow: UnitOfWork, rows: OwnRows, me: UUID, household_id: UUID) -> Json:
    """What the person or somebody for them told; what a partner did is the partner's."""
    history = uow.households.history(me, household_id)
    links = uow.households.streams.links(me, household_id)
    others = rows.partners(me, household_id)
    found = {
        "id": str(household_id),
        "events": list(_events(HOUSEHOLD_EVENTS, history, links, me, others)),
        "papers": [_paper(one) for one in uow.exhibits.of(household_id)],
        "shared_budgets": rows.partnerships(household_id),
    }
    return picked("OwnHousehold", found, _OPENED)


def _paper(one: Exhibit) -> Json:
    return _plain(one) | {"versions": [_version(version) for version in one.versions]}


def _version(one: Version) -> Json:
    """Who brought or checked it is another person; for which house is not."""
    return _plain(one) | {
        "told": _plain(one.told),
        "looked": [_plain(looked) for looked in one.looked],
    }


def _case(uow: UnitOfWork, rows: OwnRows, me: UUID, case: CaseHeader) -> Json:
    tenant, key = case.tenant_id, case.id
    history = uow.cases.history(tenant, key)
    others = frozenset(p for p, relation in uow.cases.parties(tenant, key) if relation == "joint")
    thread = uow.threads.of(tenant, key).seen_by(Role.BORROWER)
    found = {
        "id": str(key),
        "lender": _name(uow, tenant),
        "account": uow.cases.account(tenant, key),
        "stage": case.stage,
        "jurisdiction": case.jurisdiction,
        "currency": case.currency,
        "owed_minor": case.owed_minor,
        "opened_at": case.created_at.isoformat(),
        "events": list(_events(CASE_EVENTS, history, uow.cases.links(tenant, key), me, others)),
        "agreements": [_agreement(uow, rows, me, case, n) for n in rows.versions(key)],
        "messages": [
            {
                "by": one.written.by.value,
                "at": one.written.at.isoformat(),
                "words": one.written.words,
            }
            for one in thread
        ],
        "meetings": [_plain(one) for one in _meetings(uow, case)],
        **rows.of_case(me, key),
    }
    return picked("OwnCase", found, _OPENED)


def _agreement(uow: UnitOfWork, rows: OwnRows, me: UUID, case: CaseHeader, version: int) -> Json:
    record = uow.agreements.version(case.tenant_id, case.id, version)
    if record is None:
        raise LookupError(f"{case.id} {version}")
    acts = uow.signatures.of(record.tenant_id, record.id, version)
    places = uow.signing_places.of(record.tenant_id, record.id, version)
    mine = [act for act in acts if act.person_id == me]
    roles = {act.role for act in mine}
    found = {
        "id": str(record.id),
        "version": version,
        "state": record.state,
        "code": record.code,
        "facts": json.loads(record.facts),
        "file_sha256": record.final_sha256,
        "copies": rows.copies(record.id, version),
        "signed": [
            {"at": act.at.isoformat(), "role": act.role, "typed_name": act.typed_name}
            for act in mine
        ],
        "signed_from": [
            {"address": one.address, "browser": one.agent, "keep_until": str(one.keep_until)}
            for one in places
            if one.role in roles
        ],
    }
    return picked("OwnAgreement", found, _OPENED)


def _meetings(uow: UnitOfWork, case: CaseHeader) -> Iterable[object]:
    found = uow.meetings.open(case.tenant_id, case.id)
    return () if found is None else (found,)


def _authority(uow: UnitOfWork, given: Any) -> Json:  # noqa: ANN401 (an authority's record)
    signed = uow.statements.of(given.id)
    return _plain(given) | {
        "charity": _name(uow, given.counselor_org_id),
        "signed": None if signed is None else _plain(signed),
    }


def _events(
    codec: EventCodec[Any],
    history: Iterable[Any],
    links: Iterable[Link],
    me: UUID,
    others: frozenset[UUID],
) -> Iterable[Json]:
    """Each event as it is stored, without those of another person who shares the case or budget.

    The id of whoever else acted is left out: what they did, and for whom, stands there.
    """
    hidden = {str(one) for one in others}
    for event, link in zip(history, links, strict=True):
        head = cast("Json", link.payload)
        if head["actor"] not in hidden:
            yield {
                "seq": head["seq"],
                "kind": head["kind"],
                "at": head["at"],
                "role": head["role"],
                "content": _mine(json.loads(codec.dump(event)), me),
            }


def _mine(content: Json, me: UUID) -> Json:
    return {k: part for k, part in content.items() if k != "person_id" or part == str(me)}


def _name(uow: UnitOfWork, organisation_id: UUID) -> str:
    found = uow.organisations.find(organisation_id)
    return found.name if found else ""


def _plain(value: object, view: str = "") -> Json:
    """A frozen record as JSON, as far as the table of fields knows it by its name, or as ``view``.

    Raises:
        LookupError: the record, or a column of it, stands in no class.
    """
    return picked(view or type(value).__name__, json.loads(to_json(value)), _OPENED)
