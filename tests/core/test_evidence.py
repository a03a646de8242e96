"""Canonical bytes and the chain."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any, cast

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.evidence import (
    GENESIS,
    Break,
    Link,
    NotCanonical,
    canonical,
    chain,
    link,
    sha256_hex,
    verify_chain,
)

_KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(_PLAIN)
@settings(max_examples=200, deadline=None)
def test_canonical_bytes_equal_rfc_8785_of_the_normalised_value(value: object) -> None:
    made = canonical(value)
    assert made == canonical(value)
    assert made == rfc8785.dumps(cast("Any", _nfc(value)))


def _nfc(value: object) -> object:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_nfc(item) for item in value]
    if isinstance(value, dict):
        return {key: _nfc(item) for key, item in value.items()}
    return value


@pytest.mark.parametrize(
    "bad",
    [1.0, {"a": [float("nan")]}, {"é": 1}, {1: 2}, "\ud800", 2**53, -(2**53), (1,), b"x", {1}],
)
def test_values_without_one_canonical_form_are_refused(bad: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(bad)


def test_nesting_without_end_is_refused() -> None:
    deep: object = 1
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(NotCanonical):
        canonical(deep)


def test_composed_and_decomposed_text_give_the_same_bytes() -> None:
    assert canonical({"name": "Jose\u0301"}) == canonical({"name": "José"})


def test_digests_are_the_published_ones() -> None:
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert link(GENESIS, {"a": 1}) == sha256_hex(bytes(32) + b'{"a":1}')


_ROWS = chain([{"kind": "offered"}, {"kind": "accepted"}, {"kind": "signed"}, {"kind": "sealed"}])


def test_an_untouched_chain_holds() -> None:
    assert verify_chain(_ROWS, head=_ROWS[-1].digest) is None
    assert verify_chain(()) is None


@pytest.mark.parametrize(
    ("rows", "broken"),
    [
        ((_ROWS[0], replace(_ROWS[1], payload={"kind": "declined"}), *_ROWS[2:]), (2, "edited")),
        ((_ROWS[0], *_ROWS[2:]), (2, "missing")),
        ((_ROWS[0], _ROWS[0], *_ROWS[1:]), (2, "missing")),
        ((_ROWS[1], _ROWS[0], *_ROWS[2:]), (1, "missing")),
        ((_ROWS[0], replace(_ROWS[2], seq=2), *_ROWS[3:]), (2, "unlinked")),
        (_ROWS[:3], (4, "truncated")),
        ((), (1, "truncated")),
        ((replace(_ROWS[0], payload=1.5),), (1, "edited")),
    ],
)
def test_the_first_bad_row_is_named(rows: tuple[Link, ...], broken: tuple[int, str]) -> None:
    assert verify_chain(rows, head=_ROWS[-1].digest) == Break(*broken)


def test_a_rewritten_tail_is_caught_by_the_head_kept_elsewhere() -> None:
    forged = chain([row.payload for row in _ROWS[:3]] + [{"kind": "voided"}])
    assert verify_chain(forged) is None
    assert verify_chain(forged, head=_ROWS[-1].digest) == Break(5, "truncated")
