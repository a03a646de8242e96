"""Names that lead out of the store, in every place that takes a name or an id from outside."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask
from werkzeug.routing import PathConverter, UnicodeConverter

from app.gateways.files import FileDamaged, FileMissing, FolderFiles
from app.usecases.demo_steps import Part
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.exhibits.making import a_picture
from tests.exhibits.placing import a_paper
from tests.stage import Visitor

ARGUMENT = re.compile(r"<(?:[^<>:]*:)?([a-z0-9_]+)>")
SECRET = "token"
OUTSIDE = ("/etc/passwd", "/proc/self/environ", "/b", "elsewhere")


@dataclass
class Watch:
    """What Python was told to open, while somebody listens. A hook stays for good."""

    listening: bool = False
    opened: tuple[str, ...] = ()

    def hear(self, event: str, args: tuple[Any, ...]) -> None:
        if self.listening and event in ("open", "os.listdir", "os.scandir"):
            self.opened = (*self.opened, str(args[0]))


@dataclass(frozen=True, slots=True)
class Ready:
    ground: Ground
    part: Part
    browsers: tuple[Visitor, ...]
    places: tuple[str, ...]
    upload: str
    watch: Watch


def prepare(ground: Ground) -> Ready:
    part = ground.stage.part("four-weekly", "confirm", "tell")
    deps = ground.deps
    paper = a_paper(deps, part, part.place.lender)
    people = (part.borrower, part.place.agent, part.place.admin)
    browsers = tuple(map(ground.visit, people))
    known = {
        "case_id": str(part.case_id),
        "household_id": str(part.household_id),
        "exhibit_id": str(paper),
    }
    watch = Watch()
    sys.addaudithook(watch.hear)
    upload = f"/household/{part.household_id}/papers/add/income-salary"
    return Ready(ground, part, browsers, tuple(_places(ground.app, known)), upload, watch)


def _places(app: Flask, known: Mapping[str, str]) -> Iterator[str]:
    """``{}`` for each text in an address, and for one number or id of each name.

    Not for a secret of a link: every one leads to the same page, which looks nothing up.
    """
    seen: set[str] = set()
    for rule in app.url_map.iter_rules():
        for name, converter in sorted(rule._converters.items()):
            text = isinstance(converter, UnicodeConverter | PathConverter)
            if name == SECRET or "GET" not in (rule.methods or ()) or (name in seen and not text):
                continue
            seen.add(name)
            values = {other: known.get(other, "1") for other in rule.arguments}
            yield ARGUMENT.sub(lambda found: (values | {name: "{}"})[found[1]], rule.rule)  # noqa: B023


def send(ready: Ready, one: Input) -> Ran:
    """In each place of an address, as a query, as the name of a file, and at the store itself."""
    if one.name == "symlink":
        return Ran((404,), 1, _through_a_link(ready.ground.folder))
    said = one.send if "%" in one.send else quote(one.send, safe="/")
    ready.watch.opened, ready.watch.listening = (), True
    try:
        statuses = {_asked(ready, place.replace("{}", said)) for place in ready.places}
        statuses |= _elsewhere(ready, one.send)
    finally:
        ready.watch.listening = False
    strange = tuple(status for status in statuses if status not in (303, 308, 403))
    return Ran(strange, len(ready.places), ready.watch.opened)


def _asked(ready: Ready, path: str) -> int:
    """By who works there: an address that is somebody else's is 404 for another reason."""
    borrower, agent, admin = ready.browsers
    lenders = admin if path.startswith("/lender/imports") else agent
    return (lenders if path.startswith("/lender") else borrower).get(path).status_code


def _elsewhere(ready: Ready, name: str) -> set[int]:
    """Languages, digests, and a picture that is fine but for the name it comes under."""
    borrower, ground = ready.browsers[0], ready.ground
    for query in (f"/verify?code={quote(name)}", f"/?lang={quote(name)}"):
        assert borrower.get(query).status_code == 200, query
    borrower.client.get("/", headers={"Accept-Language": quote(name)[:200]})
    ground.clock.move(hours=25)
    owner = ground.visit(ready.part.borrower)
    sent = owner.post(ready.upload, {"file": (BytesIO(a_picture()), name.replace("\0", "") or "x")})
    assert sent.status_code == 303, sent.status_code
    for wrong in (name, f"{name}/{'0' * 64}", "0" * 63 + name[:1]):
        try:
            ground.deps.exhibit_files.get(wrong)
        except FileMissing:
            continue
        return {200}
    return {404}


def _through_a_link(folder: Path) -> list[str]:
    """A link under a digest's name, and a folder that is one: nothing behind it is read."""
    store = FolderFiles(folder / "store")
    digest = store.put(b"ours", ".sealed")
    secret = folder / "elsewhere"
    secret.write_bytes(b"ours")
    (folder / "store" / f"{digest}.sealed").unlink()
    (folder / "store" / f"{digest}.sealed").symlink_to(secret)
    wrong = []
    with suppress(FileDamaged):
        store.get(digest, ".sealed")
        wrong.append("a link was read")
    with suppress(FileDamaged):
        store.put(b"ours", ".sealed")
        wrong.append("a link was taken for the file")
    return wrong


@check
def no_file_outside_is_opened(_ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        if name == "symlink":
            continue
        for path in result.said:
            if path.startswith(OUTSIDE[:2]) or path in OUTSIDE:
                yield f"{name}: {path} was opened"


@check
def names_on_disk_are_digests(ready: Ready, _ran: Mapping[str, Ran]) -> Iterator[str]:
    settings = ready.ground.deps.settings
    for path in settings.exhibits_dir.iterdir():
        if path.suffix != ".sealed" or len(path.stem) != 64 or path.stem.strip("0123456789abcdef"):
            yield path.name


@check
def links_are_refused(_ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    yield from ran["symlink"].said
