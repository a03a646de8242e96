"""What passes between drawing, signing and checking a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

PLATFORM, COMPLETION, ARCHIVE = "PlatformSeal", "CompletionSeal", "ArchiveTimestamp"
PARTY_FIELDS = {"lender": "Lender", "borrower": "Borrower", "counselor": "Counselor"}
"""The field each role signs. Who signs first is said by the frozen facts, not here."""
FIRST_SIGNATURE = 3
"""The step of the first party's signature; the next ones follow, up to the completion at 6."""

THIS_SERVER = "this_server"
"""Whoever states a time, or seals, with the keys that were made here."""

LARGEST, LARGEST_RENEWALS = 5 * 2**20, 2**20
"""Bytes of the largest file that a check takes, and of all renewals of one file together.

Whatever would be larger is not made: nobody could check it.
"""


def expected_fields(roles: Iterable[str]) -> tuple[str, ...]:
    """All fields of a final file, for ``roles`` in signing order."""
    return (PLATFORM, *(PARTY_FIELDS[role] for role in roles), COMPLETION, ARCHIVE)


def signing_steps(roles: Sequence[str]) -> dict[str, int]:
    """The step of each party's signature on the file, for ``roles`` in signing order."""
    return {role: step for step, role in enumerate(roles, FIRST_SIGNATURE)}


@dataclass(frozen=True, slots=True)
class Box:
    """Where a signature is shown: page from 0, corners in points from the lower left."""

    page: int
    left: int
    bottom: int
    right: int
    top: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document before any signature: its bytes, a box for each role, its facts' hash."""

    pdf: bytes
    boxes: tuple[tuple[str, Box], ...]
    facts_sha256: str


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs in which place; ``label`` names the field to assistive readers."""

    role: str
    party_id: str
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Act:
    """One party's signature: the statement it stands for, and its picture as a PDF."""

    signatory: Signatory
    reason: str
    stamp: bytes


@dataclass(frozen=True, slots=True)
class Token:
    """What a timestamping authority said: who, which serial number, when.

    ``authority`` is ``THIS_SERVER``, or the name in the authority's certificate.
    """

    authority: str
    serial: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Revision:
    """The file after one step, with the signer's certificate and the time it carries.

    ``sealed_by`` is ``THIS_SERVER`` or the name in the certificate of another's seal; it is
    empty where a party signed, or the time alone was stated.
    """

    pdf: bytes
    sha256: str
    field: str
    certificate_sha256: str
    token: Token
    sealed_by: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """The last two signed revisions; the hash of ``final`` is the hash of the agreement."""

    completed: Revision
    final: Revision


@dataclass(frozen=True, slots=True)
class Expected:
    """What the record says about a file: what ``inspect`` compares with.

    ``fields`` and ``certificates`` are in signing order, ``earlier`` are the hashes of
    revisions people may still hold. ``root`` is the PEM of our root certificates, and of
    seals that another authority certified. ``tsa_roots`` (PEM) prove times and nothing else.
    ``on_paper`` are places that stay empty: those parties signed by hand.
    """

    final_sha256: str
    earlier: tuple[str, ...]
    fields: tuple[str, ...]
    certificates: tuple[str, ...]
    names: tuple[str, ...]
    facts_sha256: str
    version: int
    root: bytes
    tsa_roots: bytes = b""
    on_paper: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One of the checks a to g. ``code`` words what was found, ``detail`` fills it in."""

    letter: str
    ok: bool
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Genuine only when every check holds."""

    checks: tuple[Check, ...]

    @property
    def accepted(self) -> bool:
        return bool(self.checks) and all(check.ok for check in self.checks)
