"""Does the log still say what its checkpoints said? With hashes alone, nothing secret."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.core.checkpoint import Checkpoint
from app.core.evidence import GENESIS
from app.core.merkle import Growing


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint whose signature held: ``name`` says where it was found.

    ``digest`` is the SHA-256 of its signed note.
    """

    name: str
    checkpoint: Checkpoint
    digest: str


@dataclass(frozen=True, slots=True)
class Tampering:
    """What does not hold; ``number`` is that of a checkpoint. ``name`` is one of these.

    - ``unsigned``: what stands for checkpoint ``number`` is not signed, or was changed
    - ``foreign_key``: ``number`` is signed with a key that the one before did not name
    - ``other_key``: the key that somebody trusts signed none of them
    - ``no_checkpoint``: there is nothing to compare the log with
    - ``checkpoint_missing``: ``number`` is not there, and later ones are
    - ``forked``: two signed checkpoints, ``number`` and another, tell two different stories
    - ``shrunk``: checkpoint ``number`` knows fewer rows, or an earlier time, than the one before
    - ``cut``: checkpoint ``number`` knows ``last`` rows, and the log ends after ``first``
    - ``changed``: of rows ``first`` to ``last`` one or more are not those of checkpoint ``number``
    """

    name: str
    number: int = 0
    first: int = 0
    last: int = 0


def among_themselves(kept: Sequence[Signed], *, whole: bool = True) -> Tampering | None:
    """What does not hold among checkpoints, before the log is looked at.

    With ``whole`` none between the first and the last may be missing.
    """
    by_number: dict[int, set[str]] = defaultdict(set)
    roots: dict[int, set[bytes]] = defaultdict(set)
    for one in kept:
        by_number[one.checkpoint.number].add(one.digest)
        roots[one.checkpoint.size].add(one.checkpoint.root)
    for one in kept:
        if len(by_number[one.checkpoint.number]) > 1 or len(roots[one.checkpoint.size]) > 1:
            return Tampering("forked", one.checkpoint.number)
    if not kept:
        return Tampering("no_checkpoint")
    ordered = in_order(kept)
    if whole:
        missing = set(range(1, ordered[-1].checkpoint.number)) - set(by_number)
        if missing:
            return Tampering("checkpoint_missing", min(missing))
    return _out_of_line(ordered)


def with_the_log(kept: Sequence[Signed], leaves: Iterable[bytes]) -> Tampering | None:
    """The first thing that does not hold when each root is computed anew from ``leaves``.

    ``leaves`` are hashes, read once and in order; rows are counted from 1.
    """
    tree, since = Growing(), 0
    coming = iter(leaves)
    for one in (signed.checkpoint for signed in in_order(kept)):
        while tree.size < one.size:
            leaf = next(coming, None)
            if leaf is None:
                return Tampering("cut", one.number, tree.size, one.size)
            tree.add(leaf)
        if tree.root() != one.root:
            return Tampering("changed", one.number, min(since + 1, one.size), one.size)
        since = one.size
    return None


def in_order(kept: Iterable[Signed]) -> tuple[Signed, ...]:
    """One of each number, the first one first."""
    found = {one.checkpoint.number: one for one in kept}
    return tuple(found[number] for number in sorted(found))


def _out_of_line(ordered: Sequence[Signed]) -> Tampering | None:
    first = ordered[0].checkpoint
    if first.number == 1 and first.after != GENESIS:
        return Tampering("forked", 1)
    for before, one in pairwise(ordered):
        told, earlier = one.checkpoint, before.checkpoint
        if told.number == earlier.number + 1 and told.after != before.digest:
            return Tampering("forked", told.number)
        if told.size < earlier.size or told.at < earlier.at:
            return Tampering("shrunk", told.number)
    return None
