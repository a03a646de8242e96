"""Which key signs which checkpoint: each key names the next, and signs nothing after that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.core.checkpoint import NotACheckpoint, read_checkpoint
from app.core.evidence import sha256_hex
from app.core.log_check import Signed, Tampering
from app.gateways.signed_note import NoteNotSigned, OtherKey, claimed, text_of


@dataclass(frozen=True, slots=True)
class Held:
    """A note and where it was found; ``number`` is its place there, 0 where it has none."""

    name: str
    note: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Handover:
    """``note`` is the checkpoint, signed with ``key``, that names the next key."""

    key: str
    note: str


@dataclass(frozen=True, slots=True)
class Turns:
    """Checkpoints whose signatures held. ``key`` signs the next; ``signers`` signed these."""

    kept: tuple[Signed, ...]
    key: str
    signers: tuple[str, ...]
    handovers: tuple[Handover, ...]


class NotInTurn(Exception):
    """A note is not signed with the key whose turn it was; ``where`` names it."""

    def __init__(self, finding: Tampering, where: str) -> None:
        super().__init__(finding.name)
        self.finding = finding
        self.where = where


def in_turn(held: Iterable[Held], first: str) -> Turns:
    """Read each note with the key of its turn; ``first`` is the public key of number 1.

    Raises:
        NotInTurn: the first note, by number, that does not hold.
    """
    key, kept, handovers = first, list[Signed](), list[Handover]()
    signers: list[str] = []
    for number, group in groupby(_numbered(held), key=lambda pair: pair[0]):
        told = [(_opened(one, number, key, kept), one.note) for _, one in group]
        kept += [signed for signed, _ in told]
        if len({signed.digest for signed, _ in told}) > 1:
            raise NotInTurn(Tampering("forked", number), kept[-1].name)
        if key not in signers:
            signers.append(key)
        if coming := told[0][0].checkpoint.next_key:
            handovers.append(Handover(key, told[0][1]))
            key = coming
    return Turns(tuple(kept), key, tuple(signers), tuple(handovers))


def opened(name: str, note: str, public: str) -> Signed:
    """The checkpoint of ``note``, when it is signed with the key that ``public`` gives.

    Raises:
        NoteNotSigned: it is not.
        NotACheckpoint: it says something else.
    """
    told = read_checkpoint(text_of(note, public))
    return Signed(name, told, sha256_hex(note.encode()))


def _numbered(held: Iterable[Held]) -> Iterator[tuple[int, Held]]:
    """By number; what was found first comes first among notes of one number."""
    found = []
    for one in held:
        try:
            number = read_checkpoint(claimed(one.note)).number
        except (NoteNotSigned, NotACheckpoint) as error:
            raise NotInTurn(Tampering("unsigned", one.number), one.name) from error
        if one.number not in {0, number}:
            raise NotInTurn(Tampering("unsigned", one.number), one.name)
        found.append((number, one))
    yield from sorted(found, key=lambda pair: pair[0])


def _opened(one: Held, number: int, key: str, before: Sequence[Signed]) -> Signed:
    try:
        return opened(one.name, one.note, key)
    except OtherKey as error:
        # With one of them gone, nobody can say whose turn it was.
        lost = set(range(1, number)) - {signed.checkpoint.number for signed in before}
        finding = (
            Tampering("checkpoint_missing", min(lost)) if lost else Tampering("foreign_key", number)
        )
        raise NotInTurn(finding, one.name) from error
    except (NoteNotSigned, NotACheckpoint) as error:
        raise NotInTurn(Tampering("unsigned", number), one.name) from error
