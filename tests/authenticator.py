"""A passkey in software: it makes keys and signs as an authenticator does, right or wrong."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field, replace
from hashlib import sha256
from secrets import token_bytes
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

HOST, ORIGIN = "127.0.0.1", "http://127.0.0.1:8000"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where and how the key is used."""

    origin: str = ORIGIN
    host: str = HOST
    flags: int = PRESENT | VERIFIED


@dataclass(slots=True)
class Authenticator:
    """One discoverable ES256 key. ``count`` is the last signature count; None never counts."""

    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    id: bytes = field(default_factory=lambda: token_bytes(16))
    owner: bytes = b""
    count: int | None = 0

    def copy(self) -> Authenticator:
        return replace(self)

    def make(self, options: dict[str, Any], at: Circumstances | None = None) -> str:
        """What a browser answers when it was told to make a passkey."""
        where = at or Circumstances()
        self.owner = unpadded(options["user"]["id"])
        public = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32), -3: public.y.to_bytes(32)}
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(cose)
        data = self._data(where, where.flags | ATTESTED) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = _client_data("webauthn.create", options["challenge"], where.origin)
        return self._answer({"clientDataJSON": text(said), "attestationObject": text(attestation)})

    def show(self, options: dict[str, Any], at: Circumstances | None = None) -> str:
        """What a browser answers when it was asked for a passkey."""
        where = at or Circumstances()
        if self.count is not None:
            self.count += 1
        data = self._data(where, where.flags)
        said = _client_data("webauthn.get", options["challenge"], where.origin)
        signed = self.key.sign(data + sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": text(said),
                "authenticatorData": text(data),
                "signature": text(signed),
                "userHandle": text(self.owner),
            }
        )

    def _data(self, where: Circumstances, flags: int) -> bytes:
        return sha256(where.host.encode()).digest() + bytes([flags]) + (self.count or 0).to_bytes(4)

    def _answer(self, response: dict[str, str]) -> str:
        return json.dumps(
            {
                "id": text(self.id),
                "rawId": text(self.id),
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {},
            }
        )


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def unpadded(written: str) -> bytes:
    return urlsafe_b64decode(written + "=" * (-len(written) % 4))


def _client_data(kind: str, challenge: str, origin: str) -> bytes:
    said = {"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}
    return json.dumps(said).encode()
