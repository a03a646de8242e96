"""Mail on its way out: who gets it and in which language is read when it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app import faults
from app.core.evidence import canonical, sha256_hex
from app.core.languages import written
from app.documents.letters import letter
from app.documents.words import speech
from app.gateways.mail import Letter
from app.usecases.deps import Deps

DESK_LANGUAGE = "en"


def send(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Send one mail, to its person or to the desk of this deployment.

    An unknown address caused the same row, so nothing tells the two apart from outside.
    """
    found = _recipient(deps, payload)
    if found is None:
        return
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
    deps.mail.send(
        Letter(
            key=sha256_hex(canonical(dict(payload))),
            to=address,
            subject=text.subject,
            text=text.body,
            sent_at=deps.now(),
        )
    )
    faults.point("mail_sent")


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
