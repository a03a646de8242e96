"""Every way to change a log, or what was said of it, has a name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.checkpoint import Checkpoint, NotACheckpoint, read_checkpoint
from app.core.evidence import GENESIS, sha256_hex
from app.core.log_check import Signed, Tampering, among_themselves, with_the_log
from app.core.merkle import leaf_hash, root_of

LEAVES = tuple(leaf_hash(str(number).encode()) for number in range(40))
SIZES = (10, 10, 25, 40)


def story(leaves: tuple[bytes, ...] = LEAVES, sizes: tuple[int, ...] = SIZES) -> list[Signed]:
    """One checkpoint for each of ``sizes``, each after the one before."""
    kept: list[Signed] = []
    for number, size in enumerate(sizes, 1):
        at = f"2026-11-22T09:{number:02d}:00Z"
        after = kept[-1].digest if kept else GENESIS
        told = Checkpoint("log", size, root_of(leaves[:size]), number, at, after)
        kept.append(Signed(f"{number}.note", told, sha256_hex(told.text.encode())))
    return kept


def found(kept: list[Signed], leaves: tuple[bytes, ...] = LEAVES) -> Tampering | None:
    return among_themselves(kept) or with_the_log(kept, leaves)


def test_an_untouched_log_holds() -> None:
    assert found(story()) is None
    assert found(list(reversed(story()))) is None
    assert with_the_log(story(), (*LEAVES, leaf_hash(b"newer"))) is None


def test_a_tail_that_was_cut_off_is_found() -> None:
    assert found(story(), LEAVES[:39]) == Tampering("cut", 4, 39, 40)
    assert found(story(), ()) == Tampering("cut", 1, 0, 10)


def test_a_changed_row_is_found_between_two_checkpoints() -> None:
    changed = (*LEAVES[:12], leaf_hash(b"changed"), *LEAVES[13:])
    assert found(story(), changed) == Tampering("changed", 3, 11, 25)


def test_swapped_rows_are_found() -> None:
    swapped = (*LEAVES[:30], LEAVES[31], LEAVES[30], *LEAVES[32:])
    assert found(story(), swapped) == Tampering("changed", 4, 26, 40)


def test_a_row_more_or_less_is_found() -> None:
    assert found(story(), LEAVES[1:]) == Tampering("changed", 1, 1, 10)
    more = (*LEAVES[:5], leaf_hash(b"new"), *LEAVES[5:])
    assert found(story(), more) == Tampering("changed", 1, 1, 10)


def test_a_history_written_anew_does_not_fit_what_was_kept_outside() -> None:
    other = tuple(leaf_hash(f"other {number}".encode()) for number in range(40))
    assert found(story(), other) == Tampering("changed", 1, 1, 10)


def test_a_fork_is_found_though_each_branch_holds() -> None:
    other = (*LEAVES[:30], *(leaf_hash(f"other {n}".encode()) for n in range(30, 40)))
    ours, theirs = story(), story(other)
    assert found(theirs, other) is None
    for leaves in (LEAVES, other):
        assert found([*ours, theirs[3]], leaves) == Tampering("forked", 4)


def test_two_roots_of_one_size_are_a_fork_whatever_their_numbers() -> None:
    ours = story()
    other = (*LEAVES[:39], leaf_hash(b"other"))
    later = story(other, (*SIZES, 40))[4]
    assert among_themselves([*ours, later]) == Tampering("forked", 4)


def test_two_notes_of_one_number_are_a_fork_though_the_root_is_one() -> None:
    ours = story()
    told = replace(ours[3].checkpoint, at="2026-11-22T10:00:00Z")
    theirs = Signed("mail", told, sha256_hex(told.text.encode()))
    assert found([*ours, theirs]) == Tampering("forked", 4)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_deleted_checkpoint_is_found(number: int) -> None:
    kept = [one for one in story() if one.checkpoint.number != number]
    assert among_themselves(kept) == Tampering("checkpoint_missing", number)


def test_a_checkpoint_that_follows_another_one_is_a_fork() -> None:
    kept = story()
    told = replace(kept[2].checkpoint, after=kept[0].digest)
    kept[2] = replace(kept[2], checkpoint=told)
    assert among_themselves(kept) == Tampering("forked", 3)
    first = replace(kept[0], checkpoint=replace(kept[0].checkpoint, after="1" * 64))
    assert among_themselves([first]) == Tampering("forked", 1)


def test_a_log_never_becomes_shorter_or_earlier() -> None:
    assert among_themselves(story(sizes=(25, 10))) == Tampering("shrunk", 2)
    kept = story()[:2]
    early = replace(kept[1].checkpoint, at="2026-11-22T08:00:00Z")
    assert among_themselves([kept[0], replace(kept[1], checkpoint=early)]) == Tampering("shrunk", 2)


def test_without_a_checkpoint_nothing_is_said() -> None:
    assert among_themselves([]) == Tampering("no_checkpoint")


def test_a_checkpoint_is_read_as_it_was_written() -> None:
    told = story()[2].checkpoint
    assert read_checkpoint(told.text) == told
    assert told.text.splitlines()[:2] == ["log", "25"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("log\n25", "log\n025"),
        ("log\n25", "a log\n25"),
        ("number 3", "number 03"),
        ("number 3\n", ""),
        ("Z\n", "+00:00\n"),
        ("after ", "after  "),
        ("=\n", "\n"),
        ("log\n25\n", "log\n25\n\n"),
    ],
)
def test_anything_else_is_no_checkpoint(old: str, new: str) -> None:
    text = story()[2].checkpoint.text
    assert old in text
    with pytest.raises(NotACheckpoint):
        read_checkpoint(text.replace(old, new, 1))
    with pytest.raises(NotACheckpoint):
        read_checkpoint(text + "more\n")
