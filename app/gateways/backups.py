"""Folders of copied files with a list of their digests, whole or not there at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

LIST = "manifest.json"
FORMAT = "plainpact/backup/1"
_UNFINISHED = ".unfinished"


class BackupUnfit(Exception):
    """What was asked for cannot be done; the message says why, and names files of ours alone."""


@contextmanager
def new(folder: Path) -> Iterator[Path]:
    """An empty folder to fill, which becomes ``folder`` when the block ends.

    Killed at any point, ``folder`` is whole or missing, and what was left beside it may be
    deleted. A block that raises leaves nothing.

    Raises:
        BackupUnfit: something is there already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupUnfit(f"{folder.name} is not empty")
    made = folder.with_name(folder.name + _UNFINISHED)
    if made.exists():
        raise BackupUnfit(f"{made.name} was left by another run: look at it, then delete it")
    made.mkdir(mode=0o700, parents=True)
    try:
        yield made
    except BaseException:
        shutil.rmtree(made)
        raise
    for path in made.rglob("*"):
        _sync(path)  # everything is on the disk before its name is
    made.rename(folder)  # over an empty folder as well
    _sync(folder.parent)


def note(made: Path, at: datetime) -> int:
    """List the files of a backup that shows the moment ``at``; how many there are."""
    listed = dict(_found(made))
    told = {"format": FORMAT, "made_at": at.isoformat(), "files": listed}
    (made / LIST).write_text(json.dumps(told, indent=1, sort_keys=True), encoding="utf-8")
    return len(listed)


def read(folder: Path) -> datetime:
    """The moment that a backup shows, after hashing all of it.

    Raises:
        BackupUnfit: it is none, or a file was changed, lost or added.
    """
    try:
        told = json.loads((folder / LIST).read_text(encoding="utf-8"))
        at = datetime.fromisoformat(told["made_at"])
        listed: dict[str, str] = told["files"]
        is_ours = told["format"] == FORMAT
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupUnfit(f"{folder.name} is no backup: its {LIST} cannot be read") from error
    if not is_ours:
        raise BackupUnfit(f"{folder.name} has a format that is not {FORMAT}")
    there = {name: digest for name, digest in _found(folder) if name != LIST}
    wrong = sorted(name for name in listed.keys() | there if listed.get(name) != there.get(name))
    if wrong:
        raise BackupUnfit(f"{len(wrong)} files are not as they were backed up, like {wrong[0]}")
    return at


def copy_tree(source: Path, to: Path, skip: Callable[[Path], bool]) -> None:
    """Copy all files below ``source``, owner-readable alone; ``skip`` gets relative paths.

    Raises:
        BackupUnfit: a link leads out of the folder, so that a copy would not be all of it.
    """
    for parent, folders, files in os.walk(source):
        here = Path(parent).relative_to(source)
        folders[:] = sorted(name for name in folders if not skip(here / name))
        for name in [*folders, *files]:
            if (Path(parent) / name).is_symlink() and not skip(here / name):
                raise BackupUnfit(f"{here / name} is a link: put the files themselves there")
        (to / here).mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in sorted(files):
            if not skip(here / name):
                shutil.copy2(Path(parent) / name, to / here / name)


def name_of(at: datetime) -> str:
    """What a copy of the keys is called; the newest comes last."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")


def newest(folder: Path) -> Path:
    """The newest copy in ``folder``, or ``folder`` itself where it is one.

    Raises:
        BackupUnfit: there is none.
    """
    if (folder / LIST).exists():
        return folder
    copies = _copies(folder)
    if not copies:
        raise BackupUnfit(f"there is no copy of the keys in {folder.name}")
    return copies[-1]


def forget_before(folder: Path, at: datetime) -> None:
    """Delete copies that were made before ``at``; never the newest."""
    for copy in _copies(folder)[:-1]:
        if copy.name < name_of(at):
            shutil.rmtree(copy)


def _copies(folder: Path) -> list[Path]:
    there = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in there if (path / LIST).exists())


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _found(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                yield path.relative_to(folder).as_posix(), file_digest(file, "sha256").hexdigest()
