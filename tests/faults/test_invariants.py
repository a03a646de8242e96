"""The checker is worth something: each kind of damage is seen."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.invariants import broken
from tests.faults.rig import Site, a_worker, copy_of

# One process has them all: the case they damage copies of takes half a minute.
pytestmark = [pytest.mark.long, pytest.mark.xdist_group("whole")]


@pytest.fixture(scope="session")
def whole(accepted: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = copy_of(accepted, tmp_path_factory.mktemp("whole") / "data")
    with a_worker(site.folder):
        site.finish()
    return site


def run(site: Site, statement: str) -> None:
    with closing(sqlite3.connect(site.folder / "plainpact.db")) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        connection.commit()


def final_file(site: Site) -> Path:
    agreement = site.case().agreement
    assert agreement is not None
    return site.deps.settings.papers_dir / f"{agreement.final_sha256}.pdf"


def flip_a_byte(site: Site) -> None:
    path = final_file(site)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def send_twice(site: Site) -> None:
    letter = next(site.deps.settings.mail_dir.glob("*.eml"))
    name = letter.name.partition("-")[2]
    shutil.copy(letter, letter.with_name(f"20300101T000000000000-{name}"))


DAMAGE: dict[str, Callable[[Site], None]] = {
    "a byte of the final file": flip_a_byte,
    "the final file is gone": lambda site: final_file(site).unlink(),
    "a mail went twice": send_twice,
    "a mail is missing": lambda site: next(site.deps.settings.mail_dir.glob("*.eml")).unlink(),
    "a job is left": lambda site: run(
        site, "UPDATE outbox SET done_at = NULL WHERE kind = 'close'"
    ),
    "a line of the audit log is gone": lambda site: run(site, "DELETE FROM audit WHERE seq = 5"),
    "an act is gone": lambda site: run(site, "UPDATE audit SET action = 'x' WHERE seq = 9"),
    "a second final paper": lambda site: run(
        site, "UPDATE paper SET purpose = 'final' WHERE purpose = 'evidence'"
    ),
}


def test_an_undisturbed_case_keeps_every_rule(whole: Site) -> None:
    assert broken(whole) == []


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_seen(whole: Site, tmp_path: Path, damage: str) -> None:
    site = copy_of(whole, tmp_path / "data")
    DAMAGE[damage](site)
    assert broken(site)
