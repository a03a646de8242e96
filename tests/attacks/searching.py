"""Words that are planted, and where they turn up again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from app.usecases import keeping
from app.usecases.deps import Deps

MARK = "Zaunkönigin"


class Plant:
    """Gives every field its own marker, and remembers them."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def __call__(self, where: str) -> str:
        self.words.append(f"{MARK}-{where}-{len(self.words)}")
        return self.words[-1]


def files(deps: Deps) -> Iterator[tuple[str, bytes]]:
    """The database as it lies on the disk, with what is not yet folded into it."""
    for path in sorted(Path(deps.settings.data_dir).glob("plainpact.db*")):
        yield path.name, path.read_bytes()


def copies(deps: Deps, folder: Path) -> Iterator[tuple[str, bytes]]:
    """A backup made in ``folder`` without its keys, and the database written out as SQL."""
    keeping.back_up(deps.settings, deps.now, folder / "backup", folder / "keys")
    for path in sorted((folder / "backup").rglob("*")):
        if path.is_file() and path.suffix != ".pdf":  # what people agreed to is theirs to read
            yield path.name, path.read_bytes()
    with closing(sqlite3.connect(Path(deps.settings.data_dir) / "plainpact.db")) as rows:
        yield "dump.sql", "\n".join(rows.iterdump()).encode("utf-8", "surrogateescape")


def found(deps: Deps, words: list[str], folder: Path | None = None) -> list[tuple[str, str]]:
    """(file, word) of every word in the database; with ``folder`` in a backup and a dump too."""
    hits = []
    for name, raw in (*files(deps), *(copies(deps, folder) if folder else ())):
        for word in words:
            forms = [word.encode(encoding) for encoding in ("utf-8", "utf-16-le", "gbk", "ascii")
                     if encoding == "utf-8" or _fits(word, encoding)]  # fmt: skip
            forms += [word.encode().hex().encode(), ascii(word)[1:-1].encode()]
            hits += [(name, word) for form in forms if form in raw]
    return hits


def _fits(word: str, encoding: str) -> bool:
    try:
        word.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
