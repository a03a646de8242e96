"""The key that signs checkpoints: made on first start, and never replaced.

A log has one key for as long as it lives: every checkpoint that anybody kept leads to it.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.gateways.first_writer import keep_first
from app.gateways.signed_note import NoteSigner

NAME = "plainpact-log-"
_FILE = "log.pem"


def open_log_key(directory: Path) -> NoteSigner:
    """The key in ``directory``, made when missing: 0600, in a directory of its owner alone.

    Its name is taken from the key itself, so that it stays when an address changes. Two
    processes may start at once: the first complete key wins.

    Raises:
        PermissionError: others can read the directory.
        TypeError: the file holds another kind of key.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if directory.stat().st_mode & 0o077:
        raise PermissionError("the key directory is open to others; set it to 0700")
    path = directory / _FILE
    if not path.exists():
        _write(path, Ed25519PrivateKey.generate())
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("the key of the log is Ed25519")
    named = sha256(key.public_key().public_bytes_raw()).hexdigest()[:16]
    return NoteSigner(f"{NAME}{named}", key)


def publish_log_key(signer: NoteSigner, file: Path) -> None:
    """Write the public key to ``file``, for those who may not read the private one."""
    data = f"{signer.public}\n".encode()
    if file.exists() and file.read_bytes() == data:
        return
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    draft.write_bytes(data)
    draft.chmod(0o644)
    draft.replace(file)


def _write(path: Path, key: Ed25519PrivateKey) -> None:
    """The key appears whole or not at all; the first writer wins."""
    data = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    keep_first(path, data)
