"""An old file, its evidence and its renewals: judged with our roots and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from app.core.evidence import canonical, sha256_hex
from app.documents.sandbox import Sandbox
from app.gateways.offline import Brought
from app.gateways.renewal import RenewalBroken, archived, bundled, unbundled
from app.gateways.timestamp import LocalTsa
from app.usecases.verify import ACCEPTED, REJECTED, UNCHECKED, Answer, offline
from tests.agreements import AT, an_english_agreement
from tests.authorities import another
from tests.gateways.test_renewal import FIRST, renewed, sealer_at
from tests.sealing import a_sealer, bare_record, seal


@dataclass(frozen=True, slots=True)
class Kept:
    """What a stranger keeps of an agreement, with all roots since; ``folder`` has our keys."""

    folder: Path
    file: bytes
    early: bytes
    evidence: bytes
    renewals: tuple[bytes, ...]
    root: bytes


@pytest.fixture(scope="module")
def kept(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("kept") / "signing"
    sealer = a_sealer(folder)
    worked = seal(sandbox, sealer, an_english_agreement(months=12))
    evidence = sealer.evidence(bare_record(worked), AT)
    made, roots = renewed(folder, worked.final, 3)
    return Kept(folder, worked.final, worked.revisions[2].pdf, evidence, tuple(made), roots)


def years(count: int) -> datetime:
    return AT + timedelta(days=365 * count)


@pytest.fixture
def judged(sandbox: Sandbox, kept: Kept) -> Callable[..., Answer]:
    """``judged(file, renewals, years)``: what the command and the page find."""

    def judge(file: bytes, renewals: bytes, after: int) -> Answer:
        return offline(sandbox, Brought(file, kept.evidence, renewals), kept.root, years(after))

    return judge


@pytest.mark.parametrize(("after", "count"), [(13, 0), (15, 1), (28, 1), (40, 2), (55, 3)])
def test_a_stranger_finds_an_old_file_genuine(
    kept: Kept, judged: Callable[..., Answer], after: int, count: int
) -> None:
    answer = judged(kept.file, bundled(kept.renewals[:count]), after)
    assert (answer.finding, answer.exit_code) == ("genuine", ACCEPTED), answer


@pytest.mark.parametrize("renewals", [b"", bundled(())], ids=["none", "an empty file of them"])
def test_a_proof_that_has_ended_is_not_called_a_change(
    kept: Kept, judged: Callable[..., Answer], renewals: bytes
) -> None:
    answer = judged(kept.file, renewals, 16)
    assert (answer.finding, answer.exit_code) == ("proof_ended", UNCHECKED)
    assert [(c.letter, c.code) for c in answer.verdict.checks if not c.ok] == [("c", "proof_ended")]


@pytest.mark.parametrize(
    "broken",
    [
        lambda made: bundled(made[1:]),
        lambda made: bundled((made[0], made[2])),
        lambda made: bundled((made[1], made[0])),
        lambda made: bundled((made[0], made[0])),
        lambda made: made[0],
        lambda _: b"not json",
        lambda _: b"[" * 100_000,
        lambda _: canonical({"format": "plainpact/renewals/1", "renewals": 1}),
        lambda made: canonical({"format": "another", "renewals": [json.loads(made[0])]}),
        lambda made: bundled(made).replace(b'"token":"MII', b'"token":"MIJ', 1),
    ],
    ids=["first", "gap", "order", "twice", "one", "text", "deep", "number", "format", "token"],
)
def test_renewals_that_do_not_hold_prove_nothing_and_condemn_nothing(
    kept: Kept, judged: Callable[..., Answer], broken: Callable[[tuple[bytes, ...]], bytes]
) -> None:
    answer = judged(kept.file, broken(kept.renewals), 42)
    assert (answer.finding, answer.exit_code) == ("damaged_renewals", UNCHECKED)
    assert answer.why


@pytest.mark.parametrize(
    ("after", "count", "doubt"),
    [(13, 1, "clock_behind"), (13, 3, "clock_behind"), (42, 1, "proof_ended")],
    ids=["clock before the only one", "clock before all", "its own proof has ended"],
)
def test_renewals_that_say_nothing_now_are_in_doubt_and_not_damaged(
    kept: Kept, judged: Callable[..., Answer], after: int, count: int, doubt: str
) -> None:
    renewals = bundled(kept.renewals[:count])
    answer = judged(kept.file, renewals, after)
    assert (answer.finding, answer.exit_code) == (doubt, UNCHECKED)
    assert set(answer.label) == {"en"}
    assert judged(kept.file + b"\n", renewals, after).exit_code == REJECTED


def test_what_is_broken_is_told_before_what_is_in_doubt(
    kept: Kept, judged: Callable[..., Answer]
) -> None:
    assert judged(kept.file, bundled(kept.renewals[1:]), 13).finding == "damaged_renewals"


@pytest.fixture(scope="module")
def by_another(kept: Kept) -> tuple[bytes, bytes]:
    """The first renewal with time of another authority, and its root."""
    at = AT + FIRST
    other, serials = another("Example Time", at, stamps=True), count(1)
    tsa = LocalTsa(other.below, lambda: at, lambda: next(serials))
    sealer = replace(sealer_at(kept.folder, at), timestamper=tsa, tsa_roots=other.root_pem)
    made = sealer.renew(sha256_hex(kept.file), archived(kept.file), at)
    return bundled([made]), other.root_pem


def test_a_renewal_with_time_of_another_needs_its_root_as_well(
    kept: Kept, by_another: tuple[bytes, bytes], sandbox: Sandbox
) -> None:
    renewals, theirs = by_another
    brought = Brought(kept.file, kept.evidence, renewals)
    assert offline(sandbox, brought, kept.root, years(16), theirs).finding == "genuine"
    forged = replace(brought, renewals=renewals.replace(b'"token":"MII', b'"token":"MIJ'))
    stranger = another("Example Time", AT + FIRST, stamps=True)
    for roots in (b"", stranger.root_pem):
        answer = offline(sandbox, brought, kept.root, years(16), roots)
        assert (answer.finding, answer.exit_code) == ("not_trusted", UNCHECKED)
        broken = offline(sandbox, forged, kept.root, years(16), roots)
        assert broken.finding == "damaged_renewals"


def test_good_renewals_do_not_save_another_file(kept: Kept, judged: Callable[..., Answer]) -> None:
    renewals = bundled(kept.renewals[:1])
    changed = bytearray(kept.file)
    changed[len(changed) // 2] ^= 1
    for file, finding in (
        (bytes(changed), "changed"),
        (kept.file + b"\n", "changed"),
        (kept.early, "earlier_copy"),
        (b"not a PDF", "changed"),
    ):
        answer = judged(file, renewals, 15)
        assert (answer.finding, answer.exit_code) == (finding, REJECTED)


def test_broken_renewals_do_not_hide_that_a_file_was_changed(
    kept: Kept, judged: Callable[..., Answer]
) -> None:
    assert judged(kept.file + b"\n", b"not json", 15).exit_code == REJECTED


def test_renewals_are_written_and_read_back(kept: Kept) -> None:
    assert unbundled(bundled(kept.renewals)) == kept.renewals
    with pytest.raises(RenewalBroken):
        unbundled(kept.evidence)
