"""Row 18: no byte of a sealed file can be changed, and none stops the check.

``make faults`` asks every check about all 1,000 changed files, or 20 with ``SHORT=1``: a sample is among all tests.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.core.evidence import sha256_hex
from app.documents.sandbox import Sandbox
from app.gateways.inspect import final_check, inspect
from app.usecases.apart import inspect_apart
from tests.agreements import AT
from tests.attacks.signing.conftest import Ground
from tests.attacks.signing.table import row
from tests.attacks.signing.test_changed_files import failed
from tests.gates.figures import Measured

FLIPS = 1_000
INSPECTED = 20 if os.environ.get("SHORT") == "1" else FLIPS
SAMPLE = 60
DECEIVED = 8


def flips(pdf: bytes, count: int, until: int | None = None) -> Iterator[bytes]:
    """Copies with one bit changed, at the same scattered places every time."""
    for n in range(count):
        throw = int(sha256_hex(str(n).encode()), 16)
        changed = bytearray(pdf)
        changed[throw % (until or len(pdf))] ^= 1 << (throw >> 64) % 8
        yield bytes(changed)


@pytest.mark.parametrize("count", [row(18, "by the hash", FLIPS)])
def test_no_byte_can_be_changed(ground: Ground, count: int, measured: Measured) -> None:
    checks = (final_check(f, ground.worked.expected) for f in flips(ground.worked.final, count))
    measured("G8", "changed_pdfs_accepted", sum(one.ok for one in checks), exactly=0)


@pytest.mark.parametrize(
    "count",
    [
        row(18, "every check of a sample", SAMPLE),
        pytest.param(INSPECTED, id="every check of all", marks=pytest.mark.long),
    ],
)
def test_every_check_ends_on_a_changed_file(ground: Ground, sandbox: Sandbox, count: int) -> None:
    """In the sandbox, where uploads are read: its limits on time and memory are not reached."""

    def letters(forged: bytes) -> tuple[list[str], bool, set[str]]:
        verdict = inspect_apart(sandbox, forged, ground.worked.expected, AT)
        details = {check.detail for check in verdict.checks if check.letter == "g"}
        return [check.letter for check in verdict.checks], verdict.accepted, details

    inspected = 0
    for forged in flips(ground.worked.final, count):
        told, accepted, details = letters(forged)
        assert told == list("abcdefg")
        assert not accepted
        assert "stopped" not in details
        inspected += 1
    assert inspected == count


@pytest.mark.parametrize("count", [row(18, "without the hash", DECEIVED)])
def test_a_changed_byte_is_found_without_the_hash_of_the_file(ground: Ground, count: int) -> None:
    """All but padding and letter case in the newest signature, which only the hash protects."""
    final = ground.worked.final
    for forged in flips(final, count, until=final.rindex(b"/Contents")):
        seen = replace(ground.worked.expected, final_sha256=sha256_hex(forged))
        assert failed(inspect(forged, seen, AT)) - {"a"}
