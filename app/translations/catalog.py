"""The Chinese catalogs: find every English string, keep one sorted file per room.

    python -m app.translations.catalog update [ROOM...]   add new strings, drop old ones
    python -m app.translations.catalog check              list what is missing; 1 if anything

A room is a folder under ``templates/`` or ``app/web/`` (borrower, lender, ...); everything
else is ``messages``. A string that ``messages`` already has is not repeated in a room.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.support import NullTranslations, Translations

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent
SHARED = "messages"
TRANSLATED = ("zh_Hans",)
_KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "_n": (1, 2),
    "lazy_ngettext": (1, 2),
}
_TEMPLATE_OPTIONS = {"trimmed": "true", "encoding": "utf-8"}
_HALF_WIDTH = re.compile("[\u4e00-\u9fff\u3002][,:;?!]|[,:;?!][\u4e00-\u9fff]")
_NOISE = tuple(
    f'"{name}:'
    for name in (
        "Generated-By",
        "Language-Team",
        "Last-Translator",
        "PO-Revision-Date",
        "POT-Creation-Date",
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
    )
)
_NOT_ROOMS = frozenset({"components", "errors", "static", ""})


@dataclass(frozen=True, slots=True)
class Found:
    """One string in the source, with its room."""

    room: str
    msgid: str | tuple[str, ...]


@lru_cache(maxsize=len(TRANSLATED) + 1)
def load(locale: str) -> NullTranslations:
    """All catalogs of ``locale`` as one, compiled in memory; nothing for the source language."""
    if locale not in TRANSLATED:
        return NullTranslations()
    whole = Catalog(locale=locale)
    for path in _files(locale):
        for message in _read(path, locale):
            if message.id and message.string:
                whole.add(message.id, message.string)
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Translations(compiled)


def find(root: Path = ROOT) -> tuple[Found, ...]:
    """Every translatable string of templates and modules, each once a room, sorted."""
    seen = {
        Found(room, msgid)
        for path, method in _sources(root)
        for room in (_room(path.relative_to(root)),)
        for msgid in _strings(path, method)
    }
    return tuple(sorted(seen, key=lambda f: (f.room, _key(f.msgid))))


def problems(locale: str, root: Path = ROOT) -> tuple[str, ...]:
    """What stands between the sources and a whole catalog: missing, empty or fuzzy entries."""
    known: dict[str, Message] = {}
    faults = []
    for path in _files(locale):
        for message in _read(path, locale):
            if message.id:
                known[_key(message.id)] = message
                if message.fuzzy or not all(_strings_of(message)):
                    faults.append(f"{path.name}: not translated: {_key(message.id)}")
                if any(_HALF_WIDTH.search(words) for words in _strings_of(message)):
                    faults.append(
                        f"{path.name}: Chinese punctuation is full-width: {_key(message.id)}"
                    )
                faults += [
                    f"{path.name}: {error}: {_key(message.id)}"
                    for error in message.check(Catalog(locale=locale))
                ]
    faults += [
        f"{f.room}: not in a catalog: {_key(f.msgid)}"
        for f in find(root)
        if _key(f.msgid) not in known
    ]
    return tuple(faults)


def update(room: str, locale: str, root: Path = ROOT) -> Path:
    """Rewrite the file of ``room``: its strings of today with the translations known so far."""
    path = FOLDER / locale / "LC_MESSAGES" / f"{room}.po"
    known: dict[str, Message] = {}
    shared: set[str] = set()
    for other in _files(locale):
        for message in _read(other, locale):
            if message.id and message.string:
                known.setdefault(_key(message.id), message)
            if other.stem == SHARED:
                shared.add(_key(message.id))
    catalog = Catalog(locale=locale, header_comment="", fuzzy=False, charset="utf-8")
    for found in find(root):
        key = _key(found.msgid)
        if found.room == room and (room == SHARED or key not in shared):
            catalog.add(found.msgid, known[key].string if key in known else None)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True, no_location=True, omit_header=False)
    _with_short_header(path)
    return path


def main(arguments: list[str]) -> int:
    """The command line of this module."""
    match arguments:
        case ["update", *rooms]:
            for locale in TRANSLATED:
                for room in rooms or rooms_in_order():
                    sys.stdout.write(f"{update(room, locale).relative_to(ROOT)}\n")
            return 0
        case ["check"]:
            faults = [fault for locale in TRANSLATED for fault in problems(locale)]
            sys.stdout.write("".join(f"{fault}\n" for fault in faults))
            return 1 if faults else 0
        case _:
            sys.stderr.write(__doc__ or "")
            return 2


def rooms_in_order() -> tuple[str, ...]:
    """Every room that has strings; the shared one first, since the others leave out what it has."""
    rooms = {found.room for found in find()}
    return tuple(sorted(rooms, key=lambda room: (room != SHARED, room)))


def _files(locale: str) -> list[Path]:
    # The shared file last: where a room says the same, the shared words win.
    found = (FOLDER / locale / "LC_MESSAGES").glob("*.po")
    return sorted(found, key=lambda p: (p.stem == SHARED, p.stem))


def _read(path: Path, locale: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def _sources(root: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted((root / "templates").rglob("*")):
        if path.is_file():
            yield path, "jinja2"
    for path in sorted((root / "app").rglob("*.py")):
        if FOLDER not in path.parents:
            yield path, "python"


def _room(path: Path) -> str:
    parts = path.parts[1:] if path.parts[0] == "templates" else path.parts[2:]
    room = parts[0] if len(parts) > 1 else ""
    is_room = path.parts[0] == "templates" or path.parts[1] == "web"
    return room if is_room and room not in _NOT_ROOMS else SHARED


def _strings(path: Path, method: str) -> Iterator[str | tuple[str, ...]]:
    options = _TEMPLATE_OPTIONS if method == "jinja2" else {"encoding": "utf-8"}
    with path.open("rb") as file:
        for _, msgid, _, _ in extract(method, file, _KEYWORDS, options=options):
            yield msgid


def _strings_of(message: Message) -> Iterable[str]:
    return (message.string,) if isinstance(message.string, str) else message.string or ("",)


def _key(msgid: str | Iterable[str]) -> str:
    return msgid if isinstance(msgid, str) else next(iter(msgid))


def _with_short_header(path: Path) -> None:
    # Dates, versions and names in the header would collide in every merge and say nothing.
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(_NOISE)]
    path.write_text("".join(kept).lstrip(), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
