"""Mail on its way out: who gets it and in which language is read when it leaves."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from app import faults
from app.core.evidence import canonical, sha256_hex
from app.core.languages import written
from app.documents.letters import letter
from app.documents.words import speech
from app.gateways.mail import Letter, MailRefused
from app.usecases.contacts import mail_may_leave
from app.usecases.deps import Deps

_log = logging.getLogger(__name__)

DESK_LANGUAGE = "en"


def send(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Send one mail, to its person or to the desk of this deployment.

    An address that takes none is noted and not asked again: it would hide what really waits.
    An unknown address caused the same row, so nothing tells the two apart from outside.

    Raises:
        NotYet: the rules of contact say later.
    """
    mail = _letter(deps, payload, deps.now())
    if mail is None:
        return
    if payload["person_id"] is not None and not mail_may_leave(deps, payload, mail.key):
        return
    try:
        deps.mail.send(mail)
    except MailRefused as refused:
        _log.warning("mail refused for good code=%s", refused)
        with deps.unit_of_work() as uow:
            told = f"person:{payload['person_id'] or 'desk'}"
            uow.audit.write(None, "mail.refused", told, deps.now(), str(refused))
        return
    faults.point("mail_sent")


def waiting(deps: Deps) -> tuple[Letter, ...]:
    """What waits until the rules of contact let it leave, the last first; ``sent_at`` says when.

    For the demonstration, which has to go on at night too.
    """
    with deps.reading() as uow:
        kept = uow.outbox.put_off_until("mail", deps.now())
    found = (_letter(deps, payload, due_at) for due_at, payload in kept)
    return tuple(one for one in found if one is not None)


def _letter(deps: Deps, payload: Mapping[str, Any], at: datetime) -> Letter | None:
    found = _recipient(deps, payload)
    if found is None:
        return None
    address, name, language = found
    base = deps.settings.public_base_url
    text = letter(
        payload["letter"],
        language,
        {
            "name": name,
            "base": base,
            "link": base + payload["path"],
            "code": payload.get("code", ""),
            "head": payload.get("head", ""),
            "about": payload.get("about", ""),
            "day": speech(written(language)).day(payload["day"]) if "day" in payload else "",
        },
    )
    return Letter(
        key=sha256_hex(canonical(dict(payload))),
        to=address,
        subject=text.subject,
        text=text.body,
        sent_at=at,
    )


def _recipient(deps: Deps, payload: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Address, name and language, read when the mail leaves; nobody, when nobody is known."""
    if payload.get("desk"):
        return deps.settings.support_email, "", DESK_LANGUAGE
    if payload["person_id"] is None:
        return None
    with deps.reading() as uow:
        person = uow.people.find(UUID(payload["person_id"]))
    if person is None or person.email is None:
        return None
    return person.email, person.name, person.language
