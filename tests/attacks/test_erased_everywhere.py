"""What was erased opens nowhere: not in the live database, not in an older backup put back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask

from app.cli import main
from app.core.household_record import Told, fold_household
from app.core.negotiation.commands import AskHelp, PlaceHold
from app.gateways import backups
from app.store.crypto import Keyring, Place
from app.store.errors import PayloadErased
from app.store.person_keys import PERSONAL, wrapping
from app.usecases import budget, checkpoints, erasure, keeping, negotiate, notes
from app.usecases.demo_steps import Part
from app.usecases.deps import Deps
from app.usecases.drill import prove
from app.usecases.forgetting import leave
from tests.building import build
from tests.gates.figures import Measured
from tests.signing_in import CODE, address_of, link_of, newest_mail
from tests.stage import START, Clock, Stage, Visitor
from tests.usecases.test_keeping import elsewhere

WORDS = b"My mother died."
SPOT = Place("exhibit", "told", None, "1")
LEAST = 4
"""Help, a hold, needs, and a note; the paper's own words are in no table here."""


@pytest.fixture
def part(stage: Stage) -> Part:
    """Hardship told on a page and in a case, a note about it, and a paper that proves it."""
    made = stage.part("counselor", "authority", "confirm", "tell")
    words = WORDS.decode()
    house = budget.read(made.deps, made.borrower, made.household_id)
    told: Told = house.record.told or pytest.fail("nothing told")
    budget.save(made.deps, made.borrower, made.household_id, _with_needs(told))
    negotiate.submit(made.deps, made.borrower, made.case_id, AskHelp(words))
    until = (START + timedelta(days=20)).date()
    negotiate.submit(
        made.deps, made.borrower, made.case_id, PlaceHold("house:bereavement", until, words)
    )
    notes.write(made.deps, made.place.counselor, made.household_id, words)
    with made.deps.unit_of_work() as uow:
        who, at = made.borrower.person_id, made.deps.now()
        uow.keys.seal(who, made.case_id, "evidence", SPOT, WORDS, at)
        uow.audit.write(who, "test.prepared", "test:story", at)
    return made


def _with_needs(told: Told) -> Told:
    return replace(told, needs=("large_print",))


def sealed_values(database: Path) -> Iterator[tuple[str, str]]:
    """(column, ciphertext) of all that a person's own key seals, as the file has it."""
    with closing(sqlite3.connect(database)) as rows:
        tables = [r[0] for r in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for column in [r[1] for r in rows.execute(f"PRAGMA table_info({table})")]:
                found = rows.execute(f"SELECT {column} FROM {table} WHERE {column} LIKE 'v2|%|%|%'")
                yield from ((f"{table}.{column}", row[0]) for row in found)


def keys_in(told: list[dict[str, str | None]], masters: Keyring) -> dict[str, AESGCM]:
    """Every key that an attacker with all master keys can unwrap."""
    return {
        str(row["kid"]): AESGCM(masters.open(wrapping(UUID(row["owner_id"]), str(row["kid"])), row["wrapped"]))
        for row in told
        if row["wrapped"]
    }  # fmt: skip


def rows_of(database: Path) -> list[dict[str, str | None]]:
    with closing(sqlite3.connect(database)) as rows:
        rows.row_factory = sqlite3.Row
        return [dict(row) for row in rows.execute("SELECT * FROM person_key")]


def readable(database: Path, keys: dict[str, AESGCM]) -> int:
    """How many ciphertexts some key still stands behind; what is bound to a place counts too."""
    return sum(value.split("|")[1] in keys for _, value in sealed_values(database))


def test_nothing_of_a_person_opens_live_or_in_an_older_backup(
    part: Part, clock: Clock, tmp_path: Path, measured: Measured
) -> None:
    deps, masters = part.deps, Keyring(part.deps.masters.read().keys)
    live = deps.settings.data_dir / "plainpact.db"
    old, kept = tmp_path / "old", tmp_path / "keys"
    keeping.back_up(deps.settings, clock, old, kept)
    fields = readable(live, keys_in(rows_of(live), masters))
    assert fields >= LEAST
    assert not rows_of(old / keeping.DATABASE)
    assert any(sealed_values(old / keeping.DATABASE))

    clock.move(hours=1)
    with deps.unit_of_work() as uow:
        erasure.erase(uow, part.borrower.person_id, PERSONAL, clock(), "asked")
    keeping.back_up(deps.settings, clock, tmp_path / "new", kept)
    left = readable(live, keys_in(rows_of(live), masters))

    settings = elsewhere(deps, tmp_path / "back")
    keeping.restore(settings, old, kept)
    back = build(settings, clock)
    put_back = settings.data_dir / "plainpact.db"
    before = readable(put_back, keys_in(rows_of(put_back), masters))
    assert keeping.catch_up(back, kept) == 1
    assert keeping.catch_up(back, kept) == 0
    after = readable(put_back, keys_in(rows_of(put_back), masters))
    with back.reading() as uow:
        history = uow.households.history(part.borrower.person_id, part.household_id)
        assert uow.cases.verify(part.place.lender, part.case_id) is None
    record = fold_household(history)
    assert record.told
    assert (record.told.needs, record.told.hardship, record.erased_at is None) == ((), (), False)
    assert checkpoints.issue(back).kept.size > 0
    faults = prove(back).faults
    measured("G18", "readable_live", left, exactly=0)
    measured("G18", "readable_restored", before + after, exactly=0)
    measured("G18", "faults_of_the_log", len(faults), exactly=0)


def test_a_paper_is_told_to_be_erased_and_not_damaged(part: Part) -> None:
    who, at = part.borrower.person_id, part.deps.now()
    with part.deps.unit_of_work() as uow:
        sealed = uow.keys.seal(who, part.case_id, "evidence", SPOT, WORDS, at)
        erasure.erase(uow, who, PERSONAL, at, "asked")
    with part.deps.reading() as uow, pytest.raises(PayloadErased):
        uow.keys.open(SPOT, sealed)


def test_the_newest_copy_of_the_keys_is_taken_and_a_week_of_them_is_kept(
    deps: Deps, clock: Clock, tmp_path: Path
) -> None:
    kept = tmp_path / "keys"
    for day in range(10):
        keeping.back_up(deps.settings, clock, tmp_path / f"b{day}", kept)
        clock.move(days=1)
    copies = sorted(path.name for path in kept.iterdir())
    assert len(copies) == 8
    assert backups.newest(kept).name == copies[-1]
    with pytest.raises(backups.BackupUnfit, match="no copy"):
        backups.newest(tmp_path / "b1" / "papers")


def test_a_restored_copy_is_brought_up_on_the_command_line(
    part: Part, clock: Clock, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    deps = part.deps
    keeping.back_up(deps.settings, clock, tmp_path / "old", tmp_path / "keys")
    clock.move(hours=1)
    with deps.unit_of_work() as uow:
        erasure.erase(uow, part.borrower.person_id, {"hardship"}, clock(), "asked")
    keeping.back_up(deps.settings, clock, tmp_path / "new", tmp_path / "keys")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "back"))
    assert main(["restore", str(tmp_path / "old"), "--keys", str(tmp_path / "keys")]) == 0
    assert "erased again: 1" in capsys.readouterr().out
    monkeypatch.setenv("DATA_DIR", str(deps.settings.data_dir))
    assert main(["drill"]) == 0
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert line["faults"] == 0
    assert line["fields"] > 20


def test_f_023_nobody_comes_in_as_a_person_who_was_deleted(
    app: Flask, stage: Stage, clock: Clock
) -> None:
    """Neither by the letter that was kept nor by a code that was asked for before."""
    part = stage.part("four-weekly", "confirm", "tell")
    deps, address = part.deps, address_of(part.deps, part.borrower)
    letter = link_of(newest_mail(deps, address, "/arrive/"))
    asking = Visitor.open(app, deps)
    asking.post("/sign-in", {"email": address})
    code = CODE.search(newest_mail(deps, address, "/sign-in/link"))
    assert code
    with deps.unit_of_work() as uow:
        leave(uow, part.borrower.person_id, clock(), "asked")
    assert asking.post("/sign-in/code", {"code": code[1]}).status_code == 410
    assert Visitor.open(app, deps).post(letter).status_code == 410
