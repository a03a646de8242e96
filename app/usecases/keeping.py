"""Backups of a deployment on SQLite, and putting one back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from app.gateways import backups
from app.gateways.backups import BackupUnfit
from app.settings import Settings
from app.store import keys_apart
from app.store.copying import copy_database, file_of, is_whole
from app.store.erasures import Erasure
from app.usecases import ended_again, erasure
from app.usecases.deps import Deps

DATABASE = "database.db"
APART = frozenset({"keys", "mail", "texts"})
"""Keys are kept elsewhere: they open what a backup holds. The others are a demonstration's."""
KEYS_KEPT = timedelta(days=7)
"""So long a key that was erased may still lie in a copy of the keys."""
PERSON_KEYS = "person_keys.json"
_UNFINISHED = ".part"


def back_up(settings: Settings, now: Callable[[], datetime], to: Path, keys: Path) -> int:
    """Copy the database, then the files, to ``to``, and the keys to ``keys``; the number of files.

    In this order: a file is written before its row, so every row in the copy finds its file.
    Keys of single people are left out of the database's copy and go to ``keys`` too, where the
    copies of the last ``KEYS_KEPT`` stay.

    Raises:
        BackupUnfit: the folders are no place for it, or the database is not SQLite.
    """
    database, (to, keys) = _database(settings), _apart(settings, to, keys)
    if not database.exists():
        raise BackupUnfit("there is no database yet")
    at = now()

    with backups.new(to) as made:
        copy_database(database, made / DATABASE)
        of_people = keys_apart.take_out(made / DATABASE)
        backups.copy_tree(settings.data_dir, made, lambda path: _is_left_out(path, database.name))
        count = backups.note(made, at)
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    with backups.new(keys / backups.name_of(at)) as made:
        backups.copy_tree(settings.keys_dir, made, _is_part)
        (made / PERSON_KEYS).write_text(of_people)
        backups.note(made, at)
    backups.forget_before(keys, at - KEYS_KEPT)
    return count


def restore(settings: Settings, source: Path, keys: Path) -> datetime:
    """Fill the empty data folder; the moment that it shows now.

    Of the copies in ``keys`` the newest is taken, which may be newer than ``source``. The ledger
    of what was erased since is applied by ``catch_up``; until then it does not open either.

    Raises:
        BackupUnfit: the data folder is not empty, or a backup is not whole.
    """
    database = _database(settings)
    if database.parent != settings.data_dir:
        raise BackupUnfit("DATABASE_URL has to lead into DATA_DIR for this")
    at = backups.read(source)
    newest = backups.newest(keys)
    backups.read(newest)
    with backups.new(settings.data_dir) as made:
        backups.copy_tree(source, made, _is_list)
        backups.copy_tree(newest, made / "keys", _is_no_key)
        (made / DATABASE).rename(made / database.name)
        if not is_whole(made / database.name):
            raise BackupUnfit(f"SQLite does not find {DATABASE} whole")
        keys_apart.put_back(made / database.name, _of_people(newest))
    return at


def catch_up(deps: Deps, keys: Path) -> int:
    """Erase in a restored database what was erased since its backup; how many times that was.

    Harmless when it is done twice. The schema has to be the newest.
    """
    told = json.loads(_of_people(backups.newest(keys))).get("erasure", ())
    ledger = tuple(
        Erasure(
            id=UUID(row["id"]),
            person=row["person"],
            classes=frozenset(row["classes"].split()),
            scope_id=UUID(row["scope_id"]) if row["scope_id"] else None,
            at=_instant(row["at"]),
            because=row["because"],
        )
        for row in told
    )
    with deps.unit_of_work() as uow:
        return erasure.apply_again(uow, ledger, deps.now())


def end_again(deps: Deps, keys: Path) -> int:
    """End in a restored database what ended since its backup; how much that was.

    Everybody signs in anew. Harmless when it is done twice. The schema has to be the newest.
    """
    told = json.loads(_of_people(backups.newest(keys))).get("ended", {})
    with deps.unit_of_work() as uow:
        return ended_again.end_again(uow, told, deps.now())


def _instant(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def _of_people(copy: Path) -> str:
    """The keys of people in a copy; one that an older version made has none."""
    path = copy / PERSON_KEYS
    return path.read_text() if path.exists() else "{}"


def _database(settings: Settings) -> Path:
    found = file_of(settings.database_url)
    if found is None:
        raise BackupUnfit("this copies SQLite alone: use pg_dump or the WAL archive of PostgreSQL")
    return found


def _apart(settings: Settings, to: Path, keys: Path) -> tuple[Path, Path]:
    to, keys = to.resolve(), keys.resolve()
    for one, other in ((to, keys), (keys, to), (to, settings.data_dir), (keys, settings.data_dir)):
        if one == other or one.is_relative_to(other):
            raise BackupUnfit("data, backup and keys need three folders, none inside another")
    return to, keys


def _is_list(path: Path) -> bool:
    return path == Path(backups.LIST)


def _is_no_key(path: Path) -> bool:
    return _is_list(path) or path == Path(PERSON_KEYS)


def _is_part(path: Path) -> bool:
    return path.suffix == _UNFINISHED


def _is_left_out(path: Path, database: str) -> bool:
    top = path.parts[0]
    return top in APART or top.startswith(database) or _is_part(path)
