"""The tree of hashes against its definition, and against the figures of the first such logs."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.merkle import (
    EMPTY,
    Growing,
    consistency,
    inclusion,
    is_consistent,
    is_included,
    leaf_hash,
    root_of,
)

DATA = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""The test data of RFC 6962's own implementation (certificate-transparency, merkle_tree_test)."""

MOST = 130
LEAVES = tuple(leaf_hash(bytes([number])) for number in range(MOST))
sizes = st.integers(1, MOST)


def by_definition(leaves: tuple[bytes, ...]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    both = by_definition(leaves[:half]) + by_definition(leaves[half:])
    return sha256(b"\x01" + both).digest()


@pytest.mark.parametrize("size", range(1, len(DATA) + 1))
def test_the_roots_are_those_that_other_logs_have(size: int) -> None:
    leaves = [leaf_hash(bytes.fromhex(data)) for data in DATA[:size]]
    assert root_of(leaves).hex() == ROOTS[size - 1]


def test_a_growing_tree_has_every_root_on_its_way() -> None:
    tree = Growing()
    assert tree.root() == EMPTY == by_definition(())
    for size, leaf in enumerate(LEAVES, 1):
        tree.add(leaf)
        assert tree.size == size
        assert tree.root() == by_definition(LEAVES[:size])


@given(size=sizes, data=st.data())
def test_a_leaf_is_proven_where_it_is_and_nowhere_else(size: int, data: st.DataObject) -> None:
    leaves = LEAVES[:size]
    index = data.draw(st.integers(0, size - 1))
    path, root = inclusion(leaves, index), by_definition(leaves)
    assert is_included(leaves[index], index, size, path, root)
    assert len(path) <= (size - 1).bit_length()
    elsewhere = data.draw(st.integers(-1, size))
    if elsewhere != index:
        assert not is_included(leaves[index], elsewhere, size, path, root)
    assert not is_included(leaf_hash(b"another"), index, size, path, root)
    assert not is_included(leaves[index], index, size, (*path, root), root)
    if path:
        assert not is_included(leaves[index], index, size, path[:-1], root)
        flipped = bytes([path[0][0] ^ 1]) + path[0][1:]
        assert not is_included(leaves[index], index, size, (flipped, *path[1:]), root)


@given(second=sizes, data=st.data())
def test_a_longer_log_begins_with_the_shorter_one(second: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, second))
    path = consistency(LEAVES[:second], first)
    old, new = by_definition(LEAVES[:first]), by_definition(LEAVES[:second])
    assert is_consistent(first, second, path, old, new)
    other = by_definition((leaf_hash(b"another"), *LEAVES[1:first]))
    assert not is_consistent(first, second, path, other, new)
    assert not is_consistent(first, second, path, old, other if first < second else EMPTY)
    assert not is_consistent(first, second, (*path, old), old, new)
    if path:
        assert not is_consistent(first, second, path[:-1], old, new)


def test_proofs_of_nothing_are_refused() -> None:
    with pytest.raises(IndexError):
        inclusion(LEAVES[:3], 3)
    for first in (0, 4):
        with pytest.raises(ValueError, match=str(first)):
            consistency(LEAVES[:3], first)
    assert not is_consistent(0, 3, (), EMPTY, root_of(LEAVES[:3]))
