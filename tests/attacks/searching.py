"""Words that are planted, and where they turn up again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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


def found(deps: Deps, words: list[str]) -> list[tuple[str, str]]:
    hits = []
    for name, raw in files(deps):
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
