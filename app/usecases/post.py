"""Mail on its way out: who gets it and in which language is read when it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app import faults
from app.core.evidence import canonical, sha256_hex
from app.documents.letters import letter
from app.gateways.mail import Letter
from app.usecases.deps import Deps


def send(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Send one mail, if its person is known and has an address.

    An unknown address caused the same row, so nothing tells the two apart from outside.
    """
    if payload["person_id"] is None:
        return
    with deps.reading() as uow:
        person = uow.people.find(UUID(payload["person_id"]))
    if person is None or person.email is None:
        return
    base = deps.settings.public_base_url
    text = letter(
        payload["letter"],
        person.language,
        {
            "name": person.name,
            "base": base,
            "link": base + payload["path"],
            "code": payload.get("code", ""),
            "head": payload.get("head", ""),
        },
    )
    deps.mail.send(
        Letter(
            key=sha256_hex(canonical(dict(payload))),
            to=person.email,
            subject=text.subject,
            text=text.body,
            sent_at=deps.now(),
        )
    )
    faults.point("mail_sent")
