"""Somebody with all rights in the database, and no key of ours."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from app.core.errors import Unreadable
from app.core.evidence import GENESIS, Break, link
from app.gateways.log_export import NoExport
from app.logs import Lines
from app.settings import Settings, SettingsError
from app.usecases import checkpoints, log_export, looking_over
from app.usecases.deps import Deps
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.building import build
from tests.gates.figures import measured
from tests.usecases.test_keeping import elsewhere


@dataclass(frozen=True, slots=True)
class Ready:
    """A town whose log has a checkpoint outside; ``room`` is for copies of it."""

    deps: Deps
    room: Path


@dataclass(frozen=True, slots=True)
class Found:
    """What the worker's looks say, what anybody finds with public data, and the lines logged.

    ``named`` is what the worker has to say.
    """

    named: str
    by_worker: tuple[str, ...]
    by_anybody: str
    lines: str
    people: tuple[str, ...]


def prepare(ground: Ground) -> Ready:
    deps = ground.town_deps
    assert ground.town.people
    checkpoints.issue(deps)
    checkpoints.copy_out(deps)
    assert not (found := _looked(deps)), found
    return Ready(deps, ground.folder)


def send(ready: Ready, one: Input) -> Ran:
    if address := one.send.get("start"):
        return Ran(did=1, said=_start(ready, address))
    folder = ready.room / one.name
    shutil.copytree(ready.deps.settings.data_dir, folder)
    deps = build(elsewhere(ready.deps, folder), ready.deps.now)
    before = _rows(folder)
    _by_hand(folder, one.send["sql"])
    if one.send.get("hash"):
        _hashed_anew(deps, folder)
    said = StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(Lines())
    logging.getLogger().addHandler(handler)
    try:
        looked, judged, people = _looked(deps), _public(deps, folder), _names(deps)
    finally:
        logging.getLogger().removeHandler(handler)
    changed = sum(a != b for a, b in zip(before, _rows(folder), strict=True))
    found = Found(one.send["named"], looked, judged, said.getvalue(), people)
    return Ran(did=changed, said=found)


def _start(ready: Ready, address: str) -> str:
    try:
        Settings.from_env({"APP_ENV": "production", "DATABASE_URL": address,
                           "DATA_DIR": str(ready.room)})  # fmt: skip
    except SettingsError as refused:
        return str(refused)
    return ""


def _looked(deps: Deps) -> tuple[str, ...]:
    """All that the worker looks at within one hour."""
    found = looking_over.findings(deps)
    try:
        checkpoints.issue(deps)
    except checkpoints.LogTampered as tampered:
        return (*found, str(tampered))
    return found


def _public(deps: Deps, folder: Path) -> str:
    """The verdict on an export, with the key and the checkpoints that never were in the database."""
    made = log_export.export(deps, folder / "log")
    if isinstance(made, Break):
        return f"line {made.seq} is {made.reason}"
    further = [(str(number), note) for number, note in deps.outside_checkpoints.read().items()]
    try:
        found = log_export.check(folder / "log", deps.log_key().decode(), further).finding
    except NoExport as incomplete:
        return str(incomplete)
    return "" if found is None else f"{found.name} checkpoint={found.number}"


def _names(deps: Deps) -> tuple[str, ...]:
    """Everybody's name as pages would show it; nothing stands for one that does not open."""
    found = []
    with deps.reading() as uow:
        for one in uow.erasures.people():
            try:
                person = uow.people.find(one)
            except Unreadable:
                continue
            found.append(person.name if person else "")
    return tuple(found)


def _by_hand(folder: Path, statements: list[str]) -> None:
    with closing(sqlite3.connect(folder / "plainpact.db")) as rows, rows:
        for (name,) in rows.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            rows.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            rows.execute(statement)


def _hashed_anew(deps: Deps, folder: Path) -> None:
    with deps.reading() as uow:
        lines = tuple(uow.audit.lines())
    prev = GENESIS
    with closing(sqlite3.connect(folder / "plainpact.db")) as rows, rows:
        for line in lines:
            digest = link(prev, line.payload)
            rows.execute(
                "UPDATE audit SET prev = ?, digest = ? WHERE seq = ?", (prev, digest, line.seq)
            )
            prev = digest
        rows.execute("UPDATE audit_head SET seq = ?, digest = ?", (len(lines), prev))


def _rows(folder: Path) -> list[str]:
    """Every table as text, to see that something was changed at all."""
    with closing(sqlite3.connect(folder / "plainpact.db")) as rows:
        tables = rows.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return [
            str(rows.execute(f'SELECT * FROM "{name}"').fetchall()) for (name,) in tables.fetchall()
        ]


@check
def each_is_found_and_named(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    missed = [name for name, result in ran.items() if not _is_named(result)]
    yield from (f"{name}: {ran[name].said}" for name in missed)
    measured("G8", "tamperings_of_the_database_missed", len(missed), exactly=0)


def _is_named(result: Ran) -> bool:
    if isinstance(result.said, str):
        return bool(result.said)
    return result.said.named in "; ".join(result.said.by_worker)


@check
def the_log_is_judged_by_what_is_public_and_outside(
    _: Ready, ran: Mapping[str, Ran]
) -> Iterator[str]:
    for name in (
        "edit-audit",
        "delete-audit",
        "cut-tail",
        "edit-rehash",
        "cut-tail-and-its-checkpoints",
    ):
        if not ran[name].said.by_anybody:
            yield f"{name}: nobody outside would know"


@check
def another_database_is_refused_at_the_start(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name in ("rls-off", "bypass-rls"):
        if "DATABASE_URL" not in ran[name].said:
            yield f"{name}: it would start: {ran[name].said}"


@check
def what_does_not_open_is_told_and_never_blank(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name in ("swap-income", "copy-ciphertext", "a-key-of-another-person"):
        if '"column"' not in ran[name].said.lines:
            yield f"{name}: no alert in the log"
    if "" in ran["copy-ciphertext"].said.people:
        yield "copy-ciphertext: a blank name"
