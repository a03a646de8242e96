from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.crypto import Keyring, Place
from app.store.errors import DecryptionFailed

OLD, NEW = bytes(32), bytes([1]) * 32
RING = Keyring((OLD,))
PLACE = Place("person", "email", UUID(int=1), "row-1")


@given(st.binary(max_size=500))
def test_what_was_sealed_opens_at_its_place(plain: bytes) -> None:
    assert RING.open(PLACE, RING.seal(PLACE, plain)) == plain


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, table="debt_case"),
        replace(PLACE, column="phone"),
        replace(PLACE, tenant=UUID(int=2)),
        replace(PLACE, tenant=None),
        replace(PLACE, row="row-2"),
    ],
)
def test_a_ciphertext_that_was_moved_does_not_open(elsewhere: Place) -> None:
    sealed = RING.seal(PLACE, b"amina@example.org")
    with pytest.raises(DecryptionFailed):
        RING.open(elsewhere, sealed)


@pytest.mark.parametrize("broken", ["", "v1", "v1|x|y|z", "v2|a|b|c", "v1|a|b|c|d", "v1||é|"])
def test_what_is_no_ciphertext_is_refused_and_never_blank(broken: str) -> None:
    with pytest.raises(DecryptionFailed):
        RING.open(PLACE, broken)


# The last character is left out: base64 does not use all of its bits.
@given(st.integers(0, len(RING.seal(PLACE, b"amina@example.org")) - 2), st.permutations("AbZ09_-|"))
def test_a_changed_character_does_not_open(at: int, others: list[str]) -> None:
    # Drawn without looking at the text: its nonce is another one in every run.
    sealed = RING.seal(PLACE, b"amina@example.org")
    other = next(c for c in others if c != sealed[at])
    with pytest.raises(DecryptionFailed):
        RING.open(PLACE, sealed[:at] + other + sealed[at + 1 :])


def test_the_kid_is_bound_to_the_ciphertext() -> None:
    both = Keyring((NEW, OLD))
    version, _, nonce, body = RING.seal(PLACE, b"secret").split("|")
    with pytest.raises(DecryptionFailed):
        both.open(PLACE, f"{version}|{both.kid}|{nonce}|{body}")


def test_a_new_key_writes_and_the_old_one_still_reads() -> None:
    sealed = RING.seal(PLACE, b"secret")
    rotated = Keyring((NEW, OLD))
    assert rotated.open(PLACE, sealed) == b"secret"
    assert rotated.seal(PLACE, b"secret").split("|")[1] == rotated.kid != RING.kid


def test_a_dropped_key_no_longer_reads() -> None:
    with pytest.raises(DecryptionFailed):
        Keyring((NEW,)).open(PLACE, RING.seal(PLACE, b"secret"))


def test_the_same_text_never_looks_the_same() -> None:
    assert RING.seal(PLACE, b"secret") != RING.seal(PLACE, b"secret")


def test_an_index_ignores_case_and_outer_spaces() -> None:
    assert RING.blind(None, "email", " Amina@Example.org ") == RING.blind(
        None, "email", "amina@example.org"
    )


def test_an_index_differs_by_tenant_column_and_deployment() -> None:
    tenant = UUID(int=1)
    found = {
        RING.blind(None, "email", "x"),
        RING.blind(tenant, "email", "x"),
        RING.blind(tenant, "phone", "x"),
        Keyring((NEW,)).blind(None, "email", "x"),
    }
    assert len(found) == 4


def test_a_new_key_keeps_the_indexes() -> None:
    assert Keyring((NEW, OLD)).blind(None, "email", "x") == RING.blind(None, "email", "x")


@pytest.mark.parametrize("masters", [(), (b"short",), (OLD, b"")])
def test_a_master_key_has_32_bytes(masters: tuple[bytes, ...]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Keyring(masters)
