"""Notes signed with Ed25519, as logs of certificates and of modules write them.

Source: C2SP signed-note: the text, an empty line, then a line with a dash, the name of the key
and base64 of its id (4 bytes) and the signature (64 bytes). The text ends with its newline.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_ID_BYTES = 4
_DASH = "\N{EM DASH} "
LONGEST = 4096
"""Bytes of the longest note that is read; a checkpoint of ours has about 350."""


class NoteNotSigned(Exception):
    """The note is not signed with this key, or is no note."""


class OtherKey(NoteNotSigned):
    """The note is signed, and not with this key."""


@dataclass(frozen=True, slots=True)
class NoteSigner:
    """A named key that signs. It is never printed."""

    name: str
    key: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The key as others read it: ``name+id+key``, the id in hex and the key in base64."""
        raw = self.key.public_key().public_bytes_raw()
        return f"{self.name}+{_id(self.name, raw).hex()}+{_base64(_ED25519 + raw)}"

    def sign(self, text: str) -> str:
        """The note that says ``text``, which ends with a newline."""
        raw = self.key.public_key().public_bytes_raw()
        made = _base64(_id(self.name, raw) + self.key.sign(text.encode()))
        return f"{text}\n{_DASH}{self.name} {made}\n"

    def __repr__(self) -> str:
        return f"NoteSigner({self.name})"


def text_of(note: str, public: str) -> str:
    """What ``note`` says, when it is signed with the key that ``public`` gives.

    Lines of other keys are passed over, as the format asks.

    Raises:
        OtherKey: it is signed with other keys alone.
        NoteNotSigned: it is not, or either is not in its form.
    """
    name, key_id, key = _public(public)
    text, lines = _parts(note)
    signed = [_line(line) for line in lines.removesuffix("\n").split("\n")]
    ours = [found for said, found in signed if said == name and found[:_ID_BYTES] == key_id]
    if not ours:
        raise OtherKey("nobody signed it with this key")
    try:
        key.verify(ours[0][_ID_BYTES:], text.encode())
    except InvalidSignature as error:
        raise NoteNotSigned("its signature is not of its text") from error
    return text


def claimed(note: str) -> str:
    """What ``note`` says, whoever signed it: good for choosing the key, and for nothing else.

    Raises:
        NoteNotSigned: it is no note.
    """
    return _parts(note)[0]


def keys_in(publics: str) -> tuple[str, ...]:
    """Public keys as ``NoteSigner.public`` gives them, one a line, the oldest first.

    Raises:
        NoteNotSigned: a line is something else, or there is none.
    """
    found = tuple(publics.split())
    for one in found:
        _public(one)
    if not found:
        raise NoteNotSigned("no public key of a log")
    return found


def _parts(note: str) -> tuple[str, str]:
    """The text with its newline, and the lines of signatures."""
    text, empty, lines = note.rpartition("\n\n")
    if not empty or not lines.endswith("\n") or len(note.encode()) > LONGEST:
        raise NoteNotSigned("no note")
    return f"{text}\n", lines


def _line(line: str) -> tuple[str, bytes]:
    """Whose signature it is, and the id of the key with the signature."""
    dash, _, rest = line.partition(" ")
    said, _, coded = rest.partition(" ")
    if dash != _DASH.strip() or not coded:
        raise NoteNotSigned("no line of a signature")
    return said, _decoded(coded)


def _public(told: str) -> tuple[str, bytes, Ed25519PublicKey]:
    name, _, rest = told.strip().partition("+")
    key_id, _, coded = rest.partition("+")
    raw = _decoded(coded)
    if raw[:1] != _ED25519 or len(raw) != 1 + 32 or not name:
        raise NoteNotSigned("no public key of a log")
    wanted = _id(name, raw[1:])
    if wanted.hex() != key_id:
        raise NoteNotSigned("a public key whose id is not its own")
    return name, wanted, Ed25519PublicKey.from_public_bytes(raw[1:])


def _id(name: str, raw: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + _ED25519 + raw).digest()[:_ID_BYTES]


def _base64(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _decoded(coded: str) -> bytes:
    try:
        return b64decode(coded, validate=True)
    except ValueError as error:
        raise NoteNotSigned("no base64") from error
