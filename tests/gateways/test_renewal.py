"""Proofs are renewed before they end, and a file stays provable as long as that goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from app.core.evidence import sha256_hex
from app.documents.sandbox import Sandbox
from app.gateways.authority import CRL_LIFE, open_authority, roots
from app.gateways.inspect import inspect
from app.gateways.renewal import (
    EARLY,
    RenewalBroken,
    RenewalInDoubt,
    archived,
    carried_to,
    opened,
)
from app.gateways.seal import LocalSealer
from app.gateways.timestamp import LocalTsa
from tests.agreements import AT, an_english_agreement
from tests.sealing import Worked, a_sealer, seal


@dataclass(frozen=True, slots=True)
class Old:
    """A file that was sealed long ago, with its renewals and all roots since."""

    worked: Worked
    renewals: list[bytes]
    root: bytes

    def at(self, years: int, count: int) -> datetime:
        """As of when its archive timestamp has to hold, ``years`` later, with so many renewals."""
        moment = AT + timedelta(days=365 * years)
        return carried_to(self.worked.final, self.renewals[:count], self.root, b"", moment)


@pytest.fixture(scope="module")
def old(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Old:
    folder = tmp_path_factory.mktemp("old") / "signing"
    worked = seal(sandbox, a_sealer(folder), an_english_agreement(months=12))
    return Old(worked, *renewed(folder, worked.final, 3))


FIRST = CRL_LIFE - EARLY
"""When the first renewal is due, after the file was sealed."""


def renewed(folder: Path, final: bytes, times: int) -> tuple[list[bytes], bytes]:
    """``times`` renewals, each a year before the proof that stands ends, by the keys of its day."""
    made: list[bytes] = []
    previous, at = archived(final), AT
    for _ in range(times):
        at = previous.ends(b"".join(roots(folder))) - EARLY if made else AT + FIRST
        made.append(sealer_at(folder, at).renew(sha256_hex(final), previous, at))
        previous = opened(made[-1])
    return made, b"".join(roots(folder))


def sealer_at(folder: Path, at: datetime) -> LocalSealer:
    authority, serials = open_authority(folder, at), count(1)
    return LocalSealer(authority, LocalTsa(authority.tsa, lambda: at, lambda: next(serials)))


def test_a_proof_ends_with_its_lists_or_its_certificate(old: Old) -> None:
    assert archived(old.worked.final).ends(old.root) == AT + CRL_LIFE
    first = opened(old.renewals[0])
    assert first.at == AT + CRL_LIFE - EARLY
    assert first.ends(old.root) == first.at + CRL_LIFE


@pytest.mark.parametrize(("years", "count"), [(14, 0), (15, 1), (28, 1), (40, 2), (55, 3)])
def test_a_renewed_file_is_accepted_long_after_it_was_sealed(
    old: Old, years: int, count: int
) -> None:
    expected = replace(old.worked.expected, root=old.root)
    assert inspect(old.worked.final, expected, old.at(years, count)).accepted


def test_without_renewal_the_proof_ends(old: Old) -> None:
    expected = replace(old.worked.expected, root=old.root)
    verdict = inspect(old.worked.final, expected, old.at(16, 0))
    assert [check.letter for check in verdict.checks if not check.ok] == ["c"]


def test_a_renewal_that_came_too_late_or_ended_too_early_proves_nothing(old: Old) -> None:
    with pytest.raises(RenewalInDoubt, match="proof_ended"):
        old.at(31, 1)
    with pytest.raises(RenewalInDoubt, match="clock_behind"):
        old.at(13, 1)  # it was made later than that
    late = AT + timedelta(days=365 * 16)
    expected = replace(old.worked.expected, root=old.root)
    verdict = inspect(old.worked.final, expected, late)
    assert not verdict.accepted


@pytest.mark.parametrize(
    "broken",
    [
        lambda made: made[1:],
        lambda made: [made[0], made[2]],
        lambda made: [made[1], made[0]],
        lambda made: [made[0], made[0]],
        lambda made: [changed(made[0], "token", "AAAA")],
        lambda made: [changed(made[0], "format", "another")],
        lambda made: [changed(made[0], "revocation_lists", [])],
        lambda made: [b"not json"],
    ],
    ids=["first", "gap", "order", "twice", "token", "format", "no lists", "text"],
)
def test_a_chain_with_a_fault_proves_nothing(
    old: Old, broken: Callable[[list[bytes]], list[bytes]]
) -> None:
    moment = AT + timedelta(days=365 * 42)
    with pytest.raises(RenewalBroken) as refused:
        carried_to(old.worked.final, broken(old.renewals), old.root, b"", moment)
    assert not isinstance(refused.value, RenewalInDoubt)


def test_a_renewal_is_of_one_file_alone(old: Old, english: Worked) -> None:
    moment = AT + timedelta(days=365 * 15)
    for other in (english.final, old.worked.final + b"\n", b"not a PDF"):
        with pytest.raises(RenewalBroken) as refused:
            carried_to(other, old.renewals[:1], old.root, b"", moment)
        assert not isinstance(refused.value, RenewalInDoubt)


def test_a_renewal_by_somebody_else_proves_nothing(old: Old, tmp_path: Path) -> None:
    made, _ = renewed(tmp_path / "theirs", old.worked.final, 1)
    with pytest.raises(RenewalInDoubt, match="not_trusted"):
        carried_to(old.worked.final, made, old.root, b"", AT + timedelta(days=365 * 15))


def changed(renewal: bytes, key: str, value: object) -> bytes:
    return json.dumps(json.loads(renewal) | {key: value}).encode()
