"""A case that is put back to one moment before each attack, and what an attempt is answered."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier

from app.core.errors import DomainError
from app.usecases.deps import Deps
from app.web.errors import status_of

DONE = 303


@dataclass(frozen=True, slots=True)
class Moment:
    """A database as it was when this was made."""

    database: Path
    kept: Path

    @classmethod
    def now(cls, deps: Deps, folder: Path) -> Moment:
        moment = cls(deps.settings.data_dir / "plainpact.db", folder / "kept.db")
        moment._copy(moment.database, moment.kept)
        return moment

    def back(self) -> None:
        self._copy(self.kept, self.database)

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        with (
            closing(sqlite3.connect(source)) as one,
            closing(sqlite3.connect(target, timeout=10)) as other,
        ):
            one.backup(other)


def answered(act: Callable[[], object]) -> int:
    """The status that the page of this act answers with."""
    try:
        act()
    except DomainError as refused:
        return status_of(refused)
    return DONE


def together(*acts: Callable[[], object]) -> list[int]:
    """What each is answered when all start at once."""
    line = Barrier(len(acts))

    def go(act: Callable[[], object]) -> int:
        line.wait()
        return answered(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(go, acts))
