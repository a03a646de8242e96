"""The keys that sign checkpoints: the first is made on first start, each other by command.

A log has one key at a time. Which one that is, the checkpoints say: each key names the next one
under its own signature, so every checkpoint that anybody kept leads to it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.gateways.first_writer import keep_first
from app.gateways.signed_note import NoteSigner

NAME = "plainpact-log-"
_FIRST, _FIRST_PUBLIC = "log.pem", "log.vkey"
_ALL = "log*.pem"


class LogKeyMissing(Exception):
    """The private key that has to sign is not in the folder of keys."""


@dataclass(frozen=True, slots=True)
class LogKeys:
    """Private keys in ``folder``; public ones in ``published``, for those who may not read it."""

    folder: Path
    published: Path

    def first(self) -> str:
        """The public key that signed the first checkpoint; it is made when there is none."""
        kept = self.folder / _FIRST_PUBLIC
        if kept.exists():
            return kept.read_text("ascii").strip()
        return open_log_key(self.folder).public

    def signer(self, public: str) -> NoteSigner:
        """The private key that belongs to ``public``.

        Raises:
            LogKeyMissing: it is not there.
        """
        for one in self._held().values():
            if one.public == public:
                return one
        raise LogKeyMissing(f"{public.partition('+')[0]} is not in the folder of keys")

    def names(self) -> frozenset[str]:
        """Of which keys the private half is here."""
        return frozenset(one.name for one in self._held().values())

    def add(self) -> NoteSigner:
        """Another key. It signs nothing before the one in use has named it."""
        made = _named(Ed25519PrivateKey.generate())
        _write(self.folder / f"log-{made.name.removeprefix(NAME)}.pem", made.key)
        return made

    def drop(self, name: str) -> None:
        """Delete a private key; of the first one the public half stays, for its checkpoints."""
        for path, one in self._held().items():
            if one.name == name:
                if path.name == _FIRST:
                    keep_first(self.folder / _FIRST_PUBLIC, f"{one.public}\n".encode())
                path.unlink()

    def publish(self, publics: Sequence[str]) -> None:
        """Write the public keys for everybody, the oldest first."""
        data = "".join(f"{one}\n" for one in publics).encode()
        if self.published.exists() and self.published.read_bytes() == data:
            return
        draft = self.published.with_name(f"{self.published.name}.{secrets.token_hex(8)}")
        draft.write_bytes(data)
        draft.chmod(0o644)
        draft.replace(self.published)

    def publish_first(self) -> None:
        """Write the first public key, where nothing was published of this log yet."""
        first = self.first()
        if not self.published.exists() or first not in self.published.read_text("ascii").split():
            self.publish((first,))

    def _held(self) -> Mapping[Path, NoteSigner]:
        return {path: _read(path) for path in sorted(self.folder.glob(_ALL))}


def open_log_key(directory: Path) -> NoteSigner:
    """The first key in ``directory``, made when missing: 0600, in a directory of its owner alone.

    Its name is taken from the key itself, so that it stays when an address changes. Two
    processes may start at once: the first complete key wins.

    Raises:
        PermissionError: others can read the directory.
        TypeError: the file holds another kind of key.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if directory.stat().st_mode & 0o077:
        raise PermissionError("the key directory is open to others; set it to 0700")
    path = directory / _FIRST
    if not path.exists():
        _write(path, Ed25519PrivateKey.generate())
    return _read(path)


def _read(path: Path) -> NoteSigner:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("the key of the log is Ed25519")
    return _named(key)


def _named(key: Ed25519PrivateKey) -> NoteSigner:
    return NoteSigner(f"{NAME}{sha256(key.public_key().public_bytes_raw()).hexdigest()[:16]}", key)


def _write(path: Path, key: Ed25519PrivateKey) -> None:
    """The key appears whole or not at all; the first writer wins."""
    data = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    keep_first(path, data)
