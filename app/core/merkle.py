"""A tree of hashes over a log that only grows: its root, and proofs against it.

Source: RFC 6962, section 2.1; the checking of proofs follows RFC 9162, section 2.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest

EMPTY = sha256(b"").digest()
"""The root of a log without leaves."""


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Growing:
    """The tree of a log that is read once, from its first leaf on.

    It keeps one hash for each full subtree and nothing else: 20 of them for a million leaves.
    """

    size: int = 0
    _full: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        """Append a leaf, given as its ``leaf_hash``."""
        made, rest = leaf, self.size
        while rest & 1:
            made = node_hash(self._full.pop(), made)
            rest >>= 1
        self._full.append(made)
        self.size += 1

    def root(self) -> bytes:
        """The root of everything that was added so far."""
        if not self._full:
            return EMPTY
        made = self._full[-1]
        for left in reversed(self._full[:-1]):
            made = node_hash(left, made)
        return made


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over ``leaves``, each given as its ``leaf_hash``."""
    tree = Growing()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def inclusion(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """What leads from the leaf at ``index``, counted from 0, to the root over ``leaves``.

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    path: list[bytes] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _half(high - low)
        if index < middle:
            path.append(_root_between(leaves, middle, high))
            high = middle
        else:
            path.append(_root_between(leaves, low, middle))
            low = middle
    return tuple(reversed(path))


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether ``path`` leads from ``leaf`` at ``index`` to the ``root`` over ``size`` leaves."""
    if not 0 <= index < size:
        return False
    place, last, made = index, size - 1, leaf
    for beside in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            made = node_hash(beside, made)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            made = node_hash(made, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and compare_digest(made, root)


def consistency(leaves: Sequence[bytes], first: int) -> tuple[bytes, ...]:
    """What shows that the tree over the ``first`` leaves is the beginning of the whole tree.

    Raises:
        ValueError: ``first`` is not between 1 and the number of leaves.
    """
    if not 1 <= first <= len(leaves):
        raise ValueError(first)
    path: list[bytes] = []
    low, high, whole = 0, len(leaves), True
    while first != high:
        middle = low + _half(high - low)
        if first <= middle:
            path.append(_root_between(leaves, middle, high))
            high = middle
        else:
            path.append(_root_between(leaves, low, middle))
            low, whole = middle, False
    if not whole:
        path.append(_root_between(leaves, low, high))
    return tuple(reversed(path))


def is_consistent(
    first: int, second: int, path: Sequence[bytes], first_root: bytes, second_root: bytes
) -> bool:
    """Whether ``path`` shows that the log of ``second`` leaves begins with that of ``first``."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and compare_digest(first_root, second_root)
    rest = list(path)
    if first & (first - 1) == 0:
        rest.insert(0, first_root)
    if not rest:
        return False
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = rest[0]
    for beside in rest[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(beside, old), node_hash(beside, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and compare_digest(old, first_root) and compare_digest(new, second_root)


def _half(size: int) -> int:
    """The largest power of two below ``size``, which is 2 or more."""
    half: int = 1 << ((size - 1).bit_length() - 1)
    return half


def _root_between(leaves: Sequence[bytes], low: int, high: int) -> bytes:
    return root_of(leaves[number] for number in range(low, high))
