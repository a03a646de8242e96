from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core.errors import PaperTooLarge
from app.core.evidence import sha256_hex
from app.core.sealed import LARGEST
from app.gateways.files import JSON, FileDamaged, FileMissing, FolderFiles

PDF = b"%PDF-1.7 a small one"


@pytest.fixture
def files(tmp_path: Path) -> FolderFiles:
    return FolderFiles(tmp_path / "papers")


def test_a_file_is_found_by_the_digest_of_its_bytes(files: FolderFiles) -> None:
    digest = files.put(PDF)
    assert digest == sha256_hex(PDF)
    assert files.get(digest) == PDF


@pytest.mark.parametrize("suffix", [".pdf", JSON])
def test_what_no_check_would_take_is_not_kept(files: FolderFiles, suffix: str) -> None:
    with pytest.raises(PaperTooLarge):
        files.put(bytes(LARGEST + 1), suffix)
    assert not files.folder.exists()
    digest = files.put(bytes(LARGEST), suffix)
    assert files.get(digest, suffix) == bytes(LARGEST)


def test_the_same_bytes_twice_are_one_file(files: FolderFiles) -> None:
    assert files.put(PDF) == files.put(PDF)
    assert [path.name for path in files.folder.iterdir()] == [f"{sha256_hex(PDF)}.pdf"]


def test_a_stored_file_is_private_and_read_only(files: FolderFiles) -> None:
    digest = files.put(PDF)
    assert (files.folder / f"{digest}.pdf").stat().st_mode & 0o777 == 0o400
    assert files.folder.stat().st_mode & 0o777 == 0o700


def test_changed_bytes_are_never_served_and_never_replaced(files: FolderFiles) -> None:
    digest = files.put(PDF)
    path = files.folder / f"{digest}.pdf"
    path.chmod(0o600)
    path.write_bytes(PDF + b"\n")
    with pytest.raises(FileDamaged):
        files.get(digest)
    with pytest.raises(FileDamaged):
        files.put(PDF)
    assert path.read_bytes() == PDF + b"\n"


@pytest.mark.parametrize(
    "name", ["", "../secret", "a" * 63, "A" * 64, "/etc/passwd", "a" * 64 + "\n"]
)
def test_what_is_no_digest_reaches_no_path(files: FolderFiles, name: str) -> None:
    with pytest.raises(FileMissing):
        files.get(name)


def test_a_file_that_was_never_stored_is_missing(files: FolderFiles) -> None:
    with pytest.raises(FileMissing):
        files.get("a" * 64)


def test_a_part_left_by_a_kill_is_no_file_and_is_swept_after_a_day(files: FolderFiles) -> None:
    kept, stray = files.put(PDF), files.put(b"%PDF nobody names this")
    part = files.folder / f"{'b' * 64}.0123.part"
    part.write_bytes(b"%PDF half")
    at = datetime.fromtimestamp(part.stat().st_mtime, UTC)

    assert files.sweep(frozenset({kept}), at + timedelta(hours=23)) == ()
    with pytest.raises(FileMissing):
        files.get("b" * 64)
    swept = files.sweep(frozenset({kept}), at + timedelta(hours=25))
    assert set(swept) == {f"{stray}.pdf", part.name}
    assert [path.name for path in files.folder.iterdir()] == [f"{kept}.pdf"]


def test_a_stray_that_is_wanted_after_all_has_its_day_again(files: FolderFiles) -> None:
    stray = files.folder / f"{files.put(PDF)}.pdf"
    at = datetime.fromtimestamp(stray.stat().st_mtime, UTC)
    os.utime(stray, ((at - timedelta(days=30)).timestamp(),) * 2)
    files.put(PDF)
    assert files.sweep(frozenset(), at + timedelta(hours=1)) == ()
    assert files.sweep(frozenset(), at + timedelta(hours=25)) == (stray.name,)


def test_a_full_disk_leaves_no_part_behind(files: FolderFiles) -> None:
    files.folder.mkdir(mode=0o700)
    (files.folder / f"{sha256_hex(PDF)}.pdf").mkdir()
    with pytest.raises(OSError, match="directory"):
        files.put(PDF)
    assert len(list(files.folder.iterdir())) == 1
