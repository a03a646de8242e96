"""Messages on their way out: who gets one, how and in which language is read when it leaves."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app import counts, faults, logs
from app.core.contact import Channel
from app.core.evidence import canonical, sha256_hex
from app.core.languages import written
from app.core.reach import news_way
from app.core.segments import MOST, segments
from app.documents.letters import has_text, letter, text_message
from app.documents.words import speech
from app.gateways.mail import Letter, MailRefused
from app.gateways.sms import Text, TextRefused
from app.store.people import Person
from app.usecases.contacts import message_may_leave
from app.usecases.deps import Deps

_log = logging.getLogger(__name__)

DESK_LANGUAGE = "en"
LONGEST_SUBJECT = 78
"""Characters that a list of mails shows of one: a name that makes it longer is left out."""
MAIL_ALONE = frozenset({"sign_in", "confirm", "receipt", "invitation", "staff_invitation"})
"""What carries a code or a value to keep; all else can go as the text that a message is there."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """``lender`` is named in messages only where the person has switched that on (E22).

    ``phone`` is there when news goes by text, and ``stop_code`` with it.
    """

    email: str | None
    name: str
    language: str
    lender: str = ""
    phone: str | None = None
    stop_code: str | None = None


def send(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Send one message, to its person or to the desk of this deployment.

    An address that takes none is noted and not asked again: it would hide what really waits.
    An unknown address caused the same row, so nothing tells the two apart from outside.

    Raises:
        NotYet: the rules of contact say later.
    """
    found = _recipient(deps, payload)
    if found is None:
        return
    text = _text(deps, payload, found, deps.now())
    if text is not None and _is_settled_by(deps, payload, text):
        return
    mail = _letter(deps, payload, found, deps.now())
    if mail is None:
        return
    if payload["person_id"] is not None and not message_may_leave(deps, payload, mail.key):
        return
    try:
        deps.mail.send(mail)
    except MailRefused as refused:
        _refused(deps, payload, "mail", str(refused))
        return
    counts.add("messages", way="mail", outcome="sent")
    faults.point("mail_sent")


def waiting(deps: Deps) -> tuple[Letter | Text, ...]:
    """What waits until the rules of contact let it leave, the last first; ``sent_at`` says when.

    For the demonstration, which has to go on at night too.
    """
    with deps.reading() as uow:
        kept = uow.outbox.put_off_until("mail", deps.now())
    found = []
    for due_at, payload in kept:
        person = _recipient(deps, payload)
        if person is not None:
            found.append(
                _text(deps, payload, person, due_at) or _letter(deps, payload, person, due_at)
            )
    return tuple(one for one in found if one is not None)


def _is_settled_by(deps: Deps, payload: Mapping[str, Any], text: Text) -> bool:
    """Whether nothing is left to do after ``text``; a number that takes none leaves it to mail."""
    if not message_may_leave(deps, payload, text.key, Channel.TEXT):
        return True
    try:
        deps.texts.send(text)
    except TextRefused as refused:
        _refused(deps, payload, "text", str(refused))
        return False
    counts.add("messages", way="text", outcome="sent")
    return True


def _refused(deps: Deps, payload: Mapping[str, Any], way: str, why: str) -> None:
    logs.tell(_log, logging.WARNING, "a message is refused for good", kind=way, code=why)
    counts.add("messages", way=way, outcome="refused")
    with deps.unit_of_work() as uow:
        told = f"person:{payload['person_id'] or 'desk'}"
        uow.audit.write(None, f"{way}.refused", told, deps.now(), why)


def _letter(
    deps: Deps, payload: Mapping[str, Any], found: Recipient, at: datetime
) -> Letter | None:
    if found.email is None:
        return None
    values = _values(deps, payload, found)
    text = letter(payload["letter"], found.language, values)
    if len(text.subject) > LONGEST_SUBJECT:
        text = letter(payload["letter"], found.language, values | {"lender": ""})
    return Letter(_key(payload), found.email, text.subject, text.body, at)


def _text(deps: Deps, payload: Mapping[str, Any], found: Recipient, at: datetime) -> Text | None:
    """Nothing where the person wants mail, or what is to be said is no text."""
    if found.phone is None or payload["letter"] in MAIL_ALONE:
        return None
    name = payload["letter"] if has_text(payload["letter"]) else "news"
    base = deps.settings.public_base_url
    values = _values(deps, payload, found) | {"stop": f"{base}/texts/{found.stop_code}"}
    words = text_message(name, found.language, values)
    if segments(words) > MOST:  # a long name of a lender is left out before a text is torn
        words = text_message(name, found.language, values | {"lender": ""})
    return Text(_key(payload), found.phone, words, at)


def _values(deps: Deps, payload: Mapping[str, Any], found: Recipient) -> dict[str, str]:
    base = deps.settings.public_base_url
    spoken = speech(written(found.language))
    return {
        "name": found.name,
        "lender": found.lender,
        "base": base,
        "link": base + payload["path"],
        "code": payload.get("code", ""),
        "head": payload.get("head", ""),
        "about": payload.get("about", ""),
        "day": spoken.day(payload["day"]) if "day" in payload else "",
    }


def _key(payload: Mapping[str, Any]) -> str:
    return sha256_hex(canonical(dict(payload)))


def _recipient(deps: Deps, payload: Mapping[str, Any]) -> Recipient | None:
    """Read when the message leaves; nobody, when nobody is known."""
    if payload.get("desk"):
        return Recipient(deps.settings.support_email, "", DESK_LANGUAGE)
    if payload.get("organisation_id"):
        return _organisation(deps, UUID(payload["organisation_id"]))
    if payload.get("staff_invitation"):
        return _invited(deps, payload["staff_invitation"], payload["language"])
    if payload["person_id"] is None:
        return None
    with deps.reading() as uow:
        person = uow.people.find(UUID(payload["person_id"]))
        if person is None:
            return None
        said = uow.wishes.of(person.id)
        tenant = payload.get("tenant_id")
        lender = uow.organisations.find(UUID(tenant)) if tenant and said.details else None
    by_text = news_way(said.ways, said.news) is Channel.TEXT and _takes_texts(deps, person)
    return Recipient(
        person.email,
        person.name,
        person.language,
        lender.name if lender else "",
        person.phone if by_text else None,
        person.stop_code,
    )


def _organisation(deps: Deps, organisation_id: UUID) -> Recipient | None:
    """Its own address, or that of whoever runs it there; nobody's where there is neither."""
    with deps.reading() as uow:
        found = uow.organisations.find(organisation_id)
        ranked = sorted(uow.organisations.members(organisation_id), key=lambda m: m[1] != "admin")
        people = [uow.people.find(person_id) for person_id, _ in ranked]
    first = next((person for person in people if person and person.email), None)
    own = found.contact_email if found else None
    if first is None:
        return Recipient(own, found.name, DESK_LANGUAGE) if found and own else None
    return Recipient(own or first.email, first.name, first.language)


def _invited(deps: Deps, token_sha256: str, language: str) -> Recipient | None:
    """Whoever has the address of an invitation that is still open when its mail leaves."""
    with deps.reading() as uow:
        found = uow.teams.peek(token_sha256, deps.now())
    return Recipient(found.email, "", language) if found else None


def _takes_texts(deps: Deps, person: Person) -> bool:
    return deps.settings.has_texts and None not in (person.phone, person.stop_code)
