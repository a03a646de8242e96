"""Passkeys by the WebAuthn library: what browsers are asked, and whether an answer holds.

Always with user verification, for our own address only, and without asking for attestation.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LONGEST_ANSWER = 16 * 1024


class PasskeyRefused(Exception):
    """An answer that proves nothing; the message says why, for the log of a test."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys hold: a host name, and the whole origin that a browser names."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as a browser sent it. ``challenge`` is what it says that it was asked."""

    raw: dict[str, Any]
    challenge: bytes
    credential_id: str
    owner: bytes | None


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey. ``credential_id`` and ``public_key`` are base64url."""

    credential_id: str
    public_key: str
    sign_count: int


def to_sign_in(site: Site, challenge: bytes) -> dict[str, Any]:
    """What a browser needs to ask for any passkey of this site."""
    asked = generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(json.loads(options_to_json(asked)))


def to_make(
    site: Site, challenge: bytes, owner: UUID, name: str, known: Sequence[str]
) -> dict[str, Any]:
    """What a browser needs to make a passkey; none where one of ``known`` is already."""
    asked = generate_registration_options(
        rp_id=site.host,
        rp_name="Plainpact",
        user_id=owner.bytes,
        user_name=name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known
        ],
    )
    return dict(json.loads(options_to_json(asked)))


def read(text: str) -> Answer:
    """An answer taken apart; nothing of it is proved yet.

    Raises:
        PasskeyRefused: it is not what a browser sends.
    """
    if len(text) > LONGEST_ANSWER:
        raise PasskeyRefused("too long")
    try:
        raw = json.loads(text)
        said = json.loads(base64url_to_bytes(raw["response"]["clientDataJSON"]))
        owner = raw["response"].get("userHandle")
        return Answer(
            raw,
            base64url_to_bytes(said["challenge"]),
            str(raw["id"]),
            base64url_to_bytes(owner) if owner else None,
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise PasskeyRefused("not an answer") from fault


def made(site: Site, answer: Answer) -> Made:
    """The new passkey of an answer to ``to_make``; its challenge was used up before.

    Raises:
        PasskeyRefused: another site, no user verification, or it does not add up.
    """
    try:
        found = verify_registration_response(
            credential=answer.raw,
            expected_challenge=answer.challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as fault:
        raise PasskeyRefused(str(fault)) from fault
    return Made(
        bytes_to_base64url(found.credential_id),
        bytes_to_base64url(found.credential_public_key),
        found.sign_count,
    )


def sign_count(site: Site, answer: Answer, public_key: str) -> int:
    """The count that a proved answer to ``to_sign_in`` gives; who calls compares it.

    Raises:
        PasskeyRefused: another site, no user verification, another key, or it does not add up.
    """
    try:
        return verify_authentication_response(
            credential=answer.raw,
            expected_challenge=answer.challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(public_key),
            credential_current_sign_count=0,
            require_user_verification=True,
        ).new_sign_count
    except (WebAuthnException, ValueError, TypeError, KeyError) as fault:
        raise PasskeyRefused(str(fault)) from fault
