"""Encryption of columns, and indexes that can be searched without decrypting.

A ciphertext is bound to its place: moved to another table, column, tenant or row,
or rolled back to another key, it no longer opens.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from logging import ERROR, getLogger
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.logs import tell
from app.store.errors import DecryptionFailed

_BYTES = 32
_NONCE = 12
_DEPLOYMENT = "deployment"
FAILURES: Counter[str] = Counter()
"""How often something of each column did not open in this process, for whoever measures."""

_log = getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ciphertext lives. ``tenant`` is an organisation, a person, or nobody."""

    table: str
    column: str
    tenant: UUID | None
    row: str

    @property
    def named(self) -> str:
        """For a fault: the place alone, nothing of what lies there."""
        return f"{self.table}.{self.column} row {self.row}"

    def aad(self, kid: str) -> bytes:
        return "|".join((self.table, self.column, _owner(self.tenant), self.row, kid)).encode()


@dataclass(frozen=True, slots=True)
class Keyring:
    """Master keys, newest first. The newest writes, all of them read.

    Blind indexes hang on ``root``, which stays when master keys change, but for those that have
    a key of their own in ``kept``. Older deployments have neither: there they hang on the oldest
    master key.
    """

    masters: tuple[bytes, ...]
    root: bytes | None = None
    kept: Mapping[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.masters or any(len(master) != _BYTES for master in self.masters):
            raise ValueError("a master key is 32 bytes, and there is at least one")

    @property
    def kid(self) -> str:
        """The name of the key that writes; it tells nothing about the key."""
        return _kid(self.masters[0])

    def seal(self, place: Place, plain: bytes) -> str:
        """``v1|kid|nonce|ciphertext``, the last two in URL-safe base64."""
        kid = self.kid
        nonce = secrets.token_bytes(_NONCE)
        key = AESGCM(_derive(self.masters[0], f"data|{_owner(place.tenant)}"))
        sealed = key.encrypt(nonce, plain, place.aad(kid))
        return f"v1|{kid}|{_text(nonce)}|{_text(sealed)}"

    def open(self, place: Place, sealed: str) -> bytes:
        """The plain bytes.

        Raises:
            DecryptionFailed: for any reason; the message names the place only.
        """
        try:
            version, kid, nonce, body = sealed.split("|")
            key = AESGCM(_derive(self.named(kid, version), f"data|{_owner(place.tenant)}"))
            return key.decrypt(urlsafe_b64decode(nonce), urlsafe_b64decode(body), place.aad(kid))
        except (ValueError, LookupError, InvalidTag, NotBase64) as error:
            raise failed(place) from error

    def seal_text(self, place: Place, text: str | None) -> str | None:
        return None if text is None else self.seal(place, text.encode())

    def open_text(self, place: Place, sealed: str | None) -> str | None:
        return None if sealed is None else self.open(place, sealed).decode()

    def blind(self, tenant: UUID | None, column: str, value: str) -> str:
        """A keyed digest of ``value``, ignoring case, outer spaces and Unicode form.

        For high-entropy values only: addresses, account numbers, references.
        ``tenant`` is nobody for sign-in addresses, which one deployment shares.
        """
        key = self.index_key(tenant, column)
        return hmac.new(key, folded(value).encode(), hashlib.sha256).hexdigest()

    def index_key(self, tenant: UUID | None, column: str) -> bytes:
        """The key behind ``blind``; no other can be worked out from it."""
        purpose = index_of(tenant, column)
        return self.kept.get(purpose) or _derive(self.root or self.masters[-1], purpose)

    def named(self, kid: str, version: str = "v1") -> bytes:
        """The master key of this name. Raises LookupError: it is not here."""
        for master in self.masters:
            if (version, _kid(master)) == ("v1", kid):
                return master
        raise LookupError(kid)

    @property
    def kids(self) -> tuple[str, ...]:
        """The names of all master keys, the newest first."""
        return tuple(_kid(master) for master in self.masters)


def failed(place: Place) -> DecryptionFailed:
    """Tells whoever runs the product that something does not open, and names its column alone."""
    column = f"{place.table}.{place.column}"
    FAILURES[column] += 1
    tell(_log, ERROR, "what is kept does not open", column=column)
    return DecryptionFailed(place.named)


def index_of(tenant: UUID | None, column: str) -> str:
    """What the key of an index is for."""
    return f"index|{_owner(tenant)}|{column}"


def folded(value: str) -> str:
    """One spelling for what people write in several: width, edges and case do not count."""
    return unicodedata.normalize("NFKC", value).strip().casefold()


def _owner(tenant: UUID | None) -> str:
    return _DEPLOYMENT if tenant is None else str(tenant)


@lru_cache(maxsize=4096)
def _derive(master: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), _BYTES, None, f"plainpact|{purpose}".encode()).derive(master)


def _kid(master: bytes) -> str:
    return _derive(master, "kid").hex()[:8]


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode()
