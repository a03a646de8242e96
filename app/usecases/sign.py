"""Signing: what people are shown, and the one act that each of them does."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from uuid import UUID

from app import faults
from app.core.access import Action, Actor, Role
from app.core.drawn import png_of
from app.core.errors import (
    DomainError,
    InvalidInput,
    NotFound,
    OfferChanged,
    Problem,
    TransitionNotAllowed,
)
from app.core.evidence import canonical, sha256_hex
from app.core.intent import CURRENT, RECORDS, intent_sha256, sentence, shown_sentence
from app.core.languages import written
from app.core.negotiation.case import Stage
from app.core.negotiation.commands import SignAgreement
from app.core.negotiation.decide import decide
from app.core.negotiation.record_events import RecordsAgreed
from app.core.sent import body_sha256
from app.core.text import TextFault, printable
from app.documents.drawing import redraw
from app.store.agreements import AgreementRecord
from app.store.answers import Request
from app.store.signatures import Nonce, SignatureAct
from app.store.unit_of_work import UnitOfWork
from app.usecases import acted_as, notices, signed_from
from app.usecases.agreement_reading import Reading, reading_of
from app.usecases.deps import Deps
from app.usecases.reviewers import is_from_named, named_by
from app.usecases.scene import Scene, admit, append, audit, enter

NONCE_LIFE = timedelta(minutes=30)
ENDPOINT = "agreement.sign"
APART = frozenset({"key", "place"})  # the name of a request, and what the connection tells


class NonceSpent(DomainError):
    """The page was used already, is too old, or belongs to somebody else: load it again."""

    code = "nonce_spent"


class RecordsRefused(DomainError):
    """An electronic file was not agreed to: a paper copy on the same terms is there."""

    code = "records_refused"


@dataclass(frozen=True, slots=True)
class SigningPage:
    """What the signing form carries back: all of it is checked against the database.

    ``reviews_for`` is the charity for which a counselor reviews; empty for the others.
    """

    reading: Reading
    nonce: str
    key: str
    intent: str
    language: str
    sentence: str
    name: str
    reviews_for: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """What a person sent: version, hash and sentence as they were shown, and their typed name.

    ``intent`` is the id of the sentence, ``language`` (``en`` or ``zh``) what it was shown in.
    ``agrees_to_records`` is the consent to electronic records, asked for apart from
    signing; ``answers`` are those to the reading check, of which only a hash is kept.
    ``drawing`` is a data URL with a signature drawn beside the typed name, or empty.
    """

    version: int
    shown_sha256: str
    nonce: str
    key: str
    typed_name: str
    intent: str
    language: str
    agrees_to_records: bool
    answers: tuple[str, ...] = ()
    place: signed_from.Browser | None = None
    drawing: str = ""


def prepare(deps: Deps, actor: Actor, case_id: UUID, language: str) -> SigningPage:
    """The signing page with a fresh nonce, bound to this person and these bytes.

    Raises:
        NotFound: there is nothing for this person to sign now.
        RecordsRefused: the borrower has not agreed to electronic records.
    """
    at = deps.now()
    nonce = secrets.token_urlsafe(32)
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.READ_AGREEMENT, case_id, at)
        record = uow.agreements.latest(scene.header.tenant_id, case_id)
        reading = reading_of(scene, record, language, at) if record else None
        if record is None or reading is None or not reading.may_sign:
            raise NotFound("nothing to sign now")
        if not is_from_named(record, scene.role, actor):
            raise NotFound("another charity is named")
        _needs_records(scene, actor)
        uow.system("a page that can be signed once")
        uow.signatures.give_nonce(
            _nonce(scene, record, actor, nonce, record.frozen_sha256 or "", at + NONCE_LIFE)
        )
        person = uow.people.find(actor.person_id)
        intent = CURRENT[scene.role]
        return SigningPage(
            reading=reading,
            nonce=nonce,
            key=secrets.token_urlsafe(16),
            intent=intent,
            language=language,
            sentence=sentence(intent, written(language)),
            name=person.name if person else "",
            reviews_for=named_by(record) if scene.role is Role.COUNSELOR else "",
        )


def act(deps: Deps, actor: Actor, case_id: UUID, sent: Act) -> str:
    """Sign. Sent twice with the same key, it happened once; returns the event's digest.

    Raises:
        InvalidInput: the typed name holds what no name has.
        DrawingRefused: what was drawn cannot be used.
        RecordsRefused: no consent to electronic records; paper is on the same terms.
        OfferChanged: another version stands, or other bytes were shown.
        OtherSentence: another sentence is agreed to now, or it was shown in no language of ours.
        NonceSpent: the page was used or is too old, or its key did not come with the form.
        TransitionNotAllowed: it is not this party's turn.
        KeyReused: the key came with another body.
    """
    if not sent.key:
        raise NonceSpent("key")
    request = _request(actor, case_id, sent)
    sent = replace(sent, typed_name=_name(sent.typed_name))
    drawing = redraw(deps.sandbox, png_of(sent.drawing)) if sent.drawing else None
    at = deps.now()
    with deps.unit_of_work() as uow:
        scene = enter(uow, actor, Action.SIGN_AGREEMENT, case_id, at)
        known = uow.answers.first(request, at)
        if known is not None:
            uow.system("the first answer again")
            return known
        record = uow.agreements.latest(scene.header.tenant_id, case_id)
        if record is None:
            raise NotFound("agreement")
        if (record.version, record.frozen_sha256) != (sent.version, sent.shown_sha256):
            raise OfferChanged("the document is not the one that was shown")
        if not is_from_named(record, scene.role, actor):
            raise TransitionNotAllowed("another charity is named in this agreement")
        if _needs_records(scene, actor) is None and not sent.agrees_to_records:
            raise RecordsRefused("electronic records")
        if not _their_turn_came(scene):
            raise TransitionNotAllowed("nobody signs this now, or another party first")
        nonce = _nonce(scene, record, actor, sent.nonce, sent.shown_sha256, at)
        if not uow.signatures.use_nonce(nonce, at):
            raise NonceSpent("nonce")
        answer = _sign(uow, scene, record, nonce, sent, drawing, at)
        uow.answers.keep(request, answer)
    faults.point("act_committed")
    return answer


def answered(deps: Deps, actor: Actor, case_id: UUID, sent: Act) -> bool:
    """Whether exactly this was sent before, and signed then.

    Raises:
        KeyReused: the key came with another body.
    """
    with deps.reading() as uow:
        admit(uow, actor, Action.SIGN_AGREEMENT, case_id, deps.now())
        return uow.answers.known(_request(actor, case_id, sent)) is not None


def _request(actor: Actor, case_id: UUID, sent: Act) -> Request:
    """The request as it came: all that the form carries, and nothing about the connection."""
    carried = {f.name: getattr(sent, f.name) for f in fields(sent) if f.name not in APART}
    body = body_sha256({"case_id": str(case_id), **carried})
    return Request(actor.person_id, ENDPOINT, sent.key, body)


def ask_for(uow: UnitOfWork, record: AgreementRecord, effect: str, at: datetime, *of: str) -> None:
    """Have ``effect`` done once for this version of the agreement, and for each of ``of``."""
    key = ":".join((effect, str(record.id), str(record.version), *of))
    uow.outbox.put(effect, key, {"agreement_id": str(record.id)}, at, tenant_id=record.tenant_id)


def _name(typed: str) -> str:
    try:
        return printable(typed)
    except TextFault as found:
        problem = Problem("/typed_name", found.code, "Type the name again")
        raise InvalidInput((problem,)) from None


def _sign(
    uow: UnitOfWork,
    scene: Scene,
    record: AgreementRecord,
    nonce: Nonce,
    sent: Act,
    drawing: bytes | None,
    at: datetime,
) -> str:
    person_id = nonce.person_id
    given = scene.case.records_of(person_id)
    intent, spoken = shown_sentence(scene.role, sent.intent, sent.language)
    command = SignAgreement(
        record.id,
        record.version,
        person_id,
        sent.shown_sha256,
        intent,
        records_sha256=given.text_sha256 if given else intent_sha256(RECORDS, spoken),
        reading_sha256=sha256_hex(canonical(list(sent.answers))) if sent.answers else "",
        drawing_sha256=sha256_hex(drawing) if drawing else "",
        acted_as=acted_as.signer(uow, scene, record, person_id, at),
    )
    events = decide(scene.case, command, by=scene.role, at=at)
    after = append(uow, scene, events, at)
    uow.signatures.add(
        SignatureAct(
            tenant_id=record.tenant_id,
            agreement_id=record.id,
            version=record.version,
            role=scene.role.value,
            person_id=person_id,
            shown_sha256=sent.shown_sha256,
            typed_name=sent.typed_name,
            intent_sha256=intent,
            at=at,
            nonce_sha256=nonce.sha256,
            drawing=drawing,
        )
    )
    if sent.place is not None:
        signed_from.note(uow, record, scene.role, person_id, sent.place, at)
    ask_for(uow, record, "apply", at, scene.role)
    if after.case.stage is Stage.SIGNED:
        uow.agreements.move(record.tenant_id, record.id, was="open", now="signed")
    audit(uow, after, Action.SIGN_AGREEMENT, at)
    notices.tell_the_others(uow, after, events, at)
    return uow.cases.links(record.tenant_id, scene.header.id)[-1].digest


def _needs_records(scene: Scene, actor: Actor) -> RecordsAgreed | None:
    """The borrower's own consent, which has a page of its own; organisations tick a box.

    Raises:
        RecordsRefused: the borrower has given none, or took it back.
    """
    if scene.role is not Role.BORROWER:
        return None
    given = scene.case.records_of(actor.person_id)
    if given is None:
        raise RecordsRefused("electronic records")
    return given


def _their_turn_came(scene: Scene) -> bool:
    """Whether this side is next or has signed; nobody else ever had a page that signs."""
    agreement = scene.case.agreement
    return agreement is not None and scene.role in {agreement.next_signer, *agreement.signed}


def _nonce(
    scene: Scene,
    record: AgreementRecord,
    actor: Actor,
    secret: str,
    shown: str,
    expires_at: datetime,
) -> Nonce:
    return Nonce(
        sha256=sha256_hex(secret.encode()),
        tenant_id=record.tenant_id,
        agreement_id=record.id,
        version=record.version,
        role=scene.role.value,
        person_id=actor.person_id,
        shown_sha256=shown,
        expires_at=expires_at,
    )
