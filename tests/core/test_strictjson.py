"""JSON is read as it stands: numbers keep their digits, doubled keys are seen, depth is bounded."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Problem
from app.core.strictjson import (
    DEEPEST,
    MOST_BYTES,
    WIDEST,
    Fields,
    Number,
    UnreadableJson,
    plain,
    pointer,
    read,
)

WHOLE = st.integers(-(10**14), 10**14)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)


def code(data: bytes) -> str | None:
    try:
        plain(read(data))
    except UnreadableJson as refused:
        return refused.code
    return None


@given(value=VALUES)
def test_what_json_writes_is_read_back(value: object) -> None:
    assert plain(read(json.dumps(value).encode())) == (value, [])


@given(data=st.binary(max_size=200) | st.text('[]{}",:\\19.eNa', max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_code(data: bytes) -> None:
    assert code(data) in {None, "empty_file", "encoding", "too_deep", "too_wide", "json_format"}


@pytest.mark.parametrize(
    ("data", "code", "where"),
    [
        (b"", "empty_file", ""),
        (b" \n", "empty_file", ""),
        (b'{"a": \xff}', "encoding", "byte 6"),
        (b'{"a":\n 1,}', "json_format", "line 2, column 4"),
        (b"[NaN]", "json_format", "NaN"),
        (b"[-Infinity]", "json_format", "-Infinity"),
        (b" " * (MOST_BYTES + 1), "too_large", ""),
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), "too_deep", ""),
        (b"[" * 500_000, "too_deep", ""),
        (b"{" + b'"a":1,' * WIDEST + b'"b":1}', "too_wide", ""),
    ],
)
def test_a_file_that_is_not_ours_is_refused_whole(data: bytes, code: str, where: str) -> None:
    """F-001: an object of 100,000 fields took 0.7 s to be told of."""
    with pytest.raises(UnreadableJson) as refused:
        read(data)
    assert (refused.value.code, refused.value.where) == (code, where)


def test_the_deepest_nesting_and_brackets_in_texts_are_fine() -> None:
    assert read(b"[" * DEEPEST + b"]" * DEEPEST)
    assert read(json.dumps("[" * 100 + '\\"[').encode()) == "[" * 100 + '\\"['


@pytest.mark.parametrize("written", ["12.50", "1e3", "-0.10", "9" * 5000])
def test_a_number_keeps_its_digits(written: str) -> None:
    assert read(written.encode()) == Number(written)
    assert plain(Number(written)) == (Number(written), [])


def test_of_a_key_that_is_there_twice_the_first_counts_and_it_is_told() -> None:
    found = read(b'{"a": {"b/c": 1, "b/c": 2}}')
    assert found == Fields({"a": Fields({"b/c": Number("1")}, ("b/c",))}, ())
    assert plain(found) == (
        {"a": {"b/c": 1}},
        [Problem("/a/b~1c", "duplicate_key", "Write this field once")],
    )


def test_a_mark_before_the_text_is_passed_over() -> None:
    assert read("\ufeff[]".encode()) == []


def test_a_pointer_escapes_what_has_a_meaning() -> None:
    assert pointer("/a", "b/~c") == "/a/b~1~0c"
    assert pointer("/a", 3) == "/a/3"
