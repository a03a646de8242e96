"""An old file, its evidence and its renewals: judged with our roots and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from app.core.evidence import canonical
from app.documents.sandbox import Sandbox
from app.gateways.offline import Brought
from app.gateways.renewal import RenewalBroken, bundled, unbundled
from app.usecases.verify import ACCEPTED, REJECTED, UNCHECKED, Answer, offline
from tests.agreements import AT, an_english_agreement
from tests.gateways.test_renewal import renewed
from tests.sealing import a_sealer, bare_record, seal


@dataclass(frozen=True, slots=True)
class Kept:
    """What a stranger keeps of an agreement, with all roots since."""

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
    return Kept(worked.final, worked.revisions[2].pdf, evidence, tuple(made), roots)


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
        lambda made: bundled(made[:1]),  # its own proof ended in the meantime
        lambda made: made[0],
        lambda _: b"not json",
        lambda _: b"[" * 100_000,
        lambda _: canonical({"format": "plainpact/renewals/1", "renewals": 1}),
        lambda made: canonical({"format": "another", "renewals": [json.loads(made[0])]}),
        lambda made: bundled(made).replace(b'"token":"MII', b'"token":"MIJ', 1),
    ],
    ids=["first", "gap", "order", "late", "one", "text", "deep", "number", "format", "token"],
)
def test_renewals_that_do_not_hold_prove_nothing_and_condemn_nothing(
    kept: Kept, judged: Callable[..., Answer], broken: Callable[[tuple[bytes, ...]], bytes]
) -> None:
    answer = judged(kept.file, broken(kept.renewals), 42)
    assert (answer.finding, answer.exit_code) == ("damaged_renewals", UNCHECKED)
    assert answer.why


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
