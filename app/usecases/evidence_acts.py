"""What the evidence tells of each person and of each signature, as plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.access import Role
from app.core.evidence import sha256_hex
from app.core.intent import RECORDS, RECORDS_TEXTS, sentence, sentence_of
from app.core.negotiation.events import AgreementSigned, CaseOpened
from app.core.negotiation.record_events import ActedAs, RecordsAgreed
from app.core.packs import load
from app.core.plain import plain
from app.store.agreements import AgreementRecord, Revision
from app.store.signatures import SignatureAct
from app.store.signing_places import SigningPlace
from app.store.unit_of_work import UnitOfWork
from app.usecases.acted_as import mandate
from app.usecases.agreement_shown import PAGE, shown_to
from app.usecases.scene import Scene
from app.usecases.sign import NONCE_LIFE
from app.usecases.signatories import steps_of

TOLD_ELSEWHERE = frozenset(
    {"agreement_id", "version", "signer", "person_id", "shown_sha256", "intent_sha256", "by", "at"}
    | {"records_sha256", "reading_sha256", "drawing_sha256", "acted_as"}
)
"""Fields of the event that the record tells under a plainer name."""


@dataclass(frozen=True, slots=True)
class Signing:
    """One act with what stands around it."""

    act: SignatureAct
    event: AgreementSigned | None
    revision: Revision | None
    place: SigningPlace | None
    records: RecordsAgreed | None


def signings(
    uow: UnitOfWork, record: AgreementRecord, scene: Scene, revisions: tuple[Revision, ...]
) -> tuple[Signing, ...]:
    """Every act of this version, in the order of signing."""
    key = (record.tenant_id, record.id, record.version)
    events = {
        event.signer.value: event
        for event in scene.history
        if isinstance(event, AgreementSigned) and event.agreement_id == record.id
    }
    places = {place.role: place for place in uow.signing_places.of(*key)}
    kept = {revision.step: revision for revision in revisions}
    steps = steps_of(record)
    return tuple(
        Signing(
            act,
            events.get(act.role),
            kept.get(steps[act.role]),
            places.get(act.role),
            _consent(scene, act),
        )
        for act in sorted(uow.signatures.of(*key), key=lambda act: steps[act.role])
    )


def person(
    uow: UnitOfWork, record: AgreementRecord, scene: Scene, signing: Signing
) -> dict[str, object]:
    """Who signed, for whom, by what right, and who brought them in."""
    act = signing.act
    then = signing.event.acted_as if signing.event else None
    party = _party(json.loads(record.facts), act.role)
    return {
        "role": act.role,
        "party_id": party["id"],
        "party_name": party["name"],
        "on_behalf_of": list(party["on_behalf_of"]),
        "person_id": str(act.person_id),
        "name_shown": then.name if then else None,
        "capacity": then.capacity if then else None,
        "authority": _authority(then),
        "invited": _invited(uow, record, scene, act),
    }


def signature(uow: UnitOfWork, record: AgreementRecord, signing: Signing) -> dict[str, object]:
    """What was shown and agreed to, how we knew the person, when and from where."""
    act, event, place = signing.act, signing.event, signing.place
    intent, language = sentence_of(act.intent_sha256)
    opened = uow.signatures.expires_at(act.nonce_sha256) - NONCE_LIFE
    forms = shown_to(uow, record, act.person_id, act.at)
    told: dict[str, object] = {
        "role": act.role,
        "shown": {
            "sha256": act.shown_sha256,
            "language": language,
            "language_of_record": record.language,
            # The signing page itself holds the whole text: whoever signed was given it.
            "format": list(dict.fromkeys((PAGE, *(one.form for one in forms)))),
            "sections": "the_whole_in_every_form",
            "opened": [
                {"form": one.form, "language": one.language, "at": plain(one.at)} for one in forms
            ],
            "opened_at": plain(opened),
        },
        "intent": {
            "id": intent,
            "sentence": sentence(intent, language),
            "sha256": act.intent_sha256,
            "method": "typed_name_and_drawing" if act.drawing else "typed_name",
            "typed_name": act.typed_name,
            "typed_name_sha256": sha256_hex(act.typed_name.encode()),
            "drawing_sha256": event.drawing_sha256 if event else "",
            "acknowledged": _records(event, signing.records),
            "reading_check_sha256": event.reading_sha256 if event else "",
            "further": _further(event),
        },
        "authentication": {
            "methods": [place.signed_in if place else "unknown", "one_time_page"],
            "outcome": "passed",
            "session_sha256": place.session_sha256 if place else "",
        },
        "when": {
            "at": plain(act.at),
            **_zones(json.loads(record.facts)["jurisdiction"]),
            "stated": stated(signing.revision),
        },
        "certificate_sha256": signing.revision.certificate_sha256 if signing.revision else "",
    }
    if place is not None:
        told["where"] = {"sealed": place.sealed, "keep_until": plain(place.keep_until)}
    return told


def _zones(jurisdiction: str) -> dict[str, object]:
    """The time zones where the agreement applies; ``zone`` is empty unless there is just one.

    Nobody asks a signer for more, and what a household told of its home stays with it:
    the lender holds this record too.
    """
    zones = load(jurisdiction).zones
    return {"zone": zones[0] if len(zones) == 1 else "", "zones": list(zones)}


def _consent(scene: Scene, act: SignatureAct) -> RecordsAgreed | None:
    given = [
        event
        for event in scene.history
        if isinstance(event, RecordsAgreed)
        and event.person_id == act.person_id
        and event.at <= act.at
    ]
    return given[-1] if given else None


def stated(revision: Revision | None) -> dict[str, object] | None:
    """Who stated the time of a revision, under which serial number, and what time."""
    if revision is None or revision.token_authority is None:
        return None
    return {
        "authority": revision.token_authority,
        "serial": revision.token_serial,
        "at": plain(revision.token_at),
    }


def _authority(then: ActedAs | None) -> dict[str, object]:
    match then:
        case None:
            return {"kind": "not_recorded"}
        case ActedAs(right="member"):
            return {"kind": "member", "rank": then.rank}
        case ActedAs(right="mandate"):
            return {"kind": "mandate", "given_at": plain(then.given_at)}
        case _:
            return {"kind": then.right}


def _invited(
    uow: UnitOfWork, record: AgreementRecord, scene: Scene, act: SignatureAct
) -> dict[str, object] | None:
    """Who brought this person in, how and when; nothing where nobody wrote that down."""
    if act.role == Role.COUNSELOR:
        given = mandate(uow, scene, record, act.person_id, act.at)
        at = given.given_at if given else None
        return _told(Role.BORROWER, scene.header.borrower_id, "mandate", at)
    if act.role == Role.LENDER:
        return None
    sent = uow.invitations.newest(scene.header.id, act.person_id, act.at)
    if sent is not None:
        return _told(Role.LENDER, sent.tenant_id, "invitation", sent.created_at)
    opened = next((e for e in scene.history if isinstance(e, CaseOpened)), None)
    at = opened.at if opened else None
    return _told(Role.LENDER, scene.header.tenant_id, "case_opened", at)


def _told(role: Role, by: UUID, how: str, at: datetime | None) -> dict[str, object] | None:
    return {"role": role.value, "by": str(by), "how": how, "at": plain(at)} if at else None


def _records(event: AgreementSigned | None, given: RecordsAgreed | None) -> list[dict[str, object]]:
    """The consent to electronic records that stood at the act, in the words that were shown."""
    if event is None or not event.records_sha256:
        return []
    text, language, words = _shown_before(event.records_sha256)
    told: dict[str, object] = {
        "id": text,
        "text": list(words),
        "sentence": sentence(RECORDS, language),
        "sha256": event.records_sha256,
        "withdrawal": "at_any_time_paper_instead",
    }
    if given is not None:
        told |= {"demonstration": given.demonstration, "at": plain(given.at)}
    return [told]


def _shown_before(digest: str) -> tuple[str, str, tuple[str, ...]]:
    """Which text on electronic records ``digest`` names, in which language, and its words.

    Raises:
        LookupError: no text of ours.
    """
    for text, languages in RECORDS_TEXTS.items():
        for language, words in languages.items():
            whole = "\n".join((*words, sentence(RECORDS, language)))
            if sha256_hex(whole.encode()) == digest:
                return text, language, words
    text, language = sentence_of(digest)
    return text, language, ()


def _further(event: AgreementSigned | None) -> dict[str, Any]:
    """Facts of the act that later versions of the ceremony added, under their own names."""
    if event is None:
        return {}
    found = {field.name: getattr(event, field.name) for field in fields(event)}
    return {
        name: plain(value) for name, value in found.items() if value and name not in TOLD_ELSEWHERE
    }


def _party(facts: Mapping[str, Any], role: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(p for p in facts["parties"] if p["role"] == role)
    return found
