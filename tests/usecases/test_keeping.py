"""A backup is one moment, whole, without the keys; what is put back holds, or is refused."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from app.cli import main
from app.gateways import backups
from app.gateways.backups import BackupUnfit
from app.settings import Settings
from app.usecases import checkpoints, keeping
from app.usecases.deps import Deps
from app.usecases.drill import prove
from tests.building import build
from tests.gates.figures import Measured
from tests.stage import Clock, Stage

Places = tuple[Path, Path]


@pytest.fixture
def kept(deps: Deps, clock: Clock, tmp_path: Path) -> Places:
    """A backup of a new deployment, and its keys."""
    found = tmp_path / "kept" / "backup", tmp_path / "kept" / "keys"
    keeping.back_up(deps.settings, clock, *found)
    return found


def elsewhere(deps: Deps, folder: Path) -> Settings:
    return replace(
        deps.settings, data_dir=folder, database_url=f"sqlite:///{folder / 'plainpact.db'}"
    )


def noted(deps: Deps) -> None:
    with deps.unit_of_work() as uow:
        uow.audit.write(None, "test.prepared", "test:story", deps.now())


def test_a_sealed_agreement_is_genuine_after_a_drill(
    stage: Stage,
    deps: Deps,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    measured: Measured,
) -> None:
    stage.part("sealed", "confirm", "tell", "offer", "counter", "accept", "sign")
    monkeypatch.setenv("DATA_DIR", str(deps.settings.data_dir))
    assert main(["drill"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["gate"], told["sealed"], told["faults"]) == ("drill", 1, 0)
    assert (told["rpo_goal_s"], told["rto_goal_s"]) == (300, 1800)
    measured("G17", "rpo_s", told["rpo_s"], at_most=300)
    measured("G17", "rto_s", told["rto_s"], at_most=1800)
    assert told["chains"] >= 3
    assert told["files"] >= 5
    final = next(deps.settings.papers_dir.glob("*.pdf"))
    final.chmod(0o600)
    final.write_bytes(final.read_bytes() + b" ")
    assert any("lost or damaged" in fault for fault in prove(deps).faults)


def test_writers_go_on_and_the_copy_is_one_moment(deps: Deps, clock: Clock, tmp_path: Path) -> None:
    stop, wrote = Event(), Event()

    def write() -> None:
        while not stop.is_set():
            noted(deps)
            wrote.set()

    writer = Thread(target=write)
    writer.start()
    try:
        assert wrote.wait(10)
        for number in range(3):
            keeping.back_up(deps.settings, clock, tmp_path / f"b{number}", tmp_path / f"k{number}")
    finally:
        stop.set()
        writer.join()
    settings = elsewhere(deps, tmp_path / "back")
    keeping.restore(settings, tmp_path / "b2", tmp_path / "k2")
    restored = build(settings, clock)
    proof = prove(restored)
    assert (proof.chains, proof.faults) == (1, ())


def test_a_backup_holds_no_key_and_nobody_else_reads_it(kept: Places) -> None:
    backup, keys = kept
    names = {path.relative_to(backup).as_posix() for path in backup.rglob("*")}
    assert "database.db" in names
    assert not any(name.startswith("keys") or name.endswith(".key") for name in names)
    secret = [path.read_bytes() for path in keys.rglob("*.key")]
    assert secret
    for path in backup.rglob("*"):
        assert path.is_dir() or not any(key in path.read_bytes() for key in secret)
    for folder in kept:
        assert folder.stat().st_mode & 0o777 == 0o700
    assert (backup / "database.db").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in backup.parent.iterdir()) == ["backup", "keys"]


def test_what_was_put_back_shows_the_moment_of_the_backup(
    deps: Deps, clock: Clock, kept: Places, tmp_path: Path
) -> None:
    noted(deps)  # after the backup
    settings = elsewhere(deps, tmp_path / "back")
    settings.data_dir.mkdir()
    assert keeping.restore(settings, *kept) == clock.at
    assert (settings.keys_dir / "master.key").read_bytes() == (
        deps.settings.keys_dir / "master.key"
    ).read_bytes()
    for path, mode in ((settings.data_dir, 0o700), (settings.keys_dir, 0o700)):
        assert path.stat().st_mode & 0o777 == mode
    with closing(sqlite3.connect(settings.data_dir / "plainpact.db")) as read:
        assert read.execute("SELECT count(*) FROM audit").fetchone() == (0,)


def _changed(folder: Path) -> None:
    with (folder / "database.db").open("r+b") as file:
        file.seek(5000)
        file.write(b"changed")


def _relisted(folder: Path) -> None:
    told = json.loads((folder / backups.LIST).read_text())
    (folder / backups.LIST).write_text(json.dumps(told | {"format": "other/1"}))


@pytest.mark.parametrize(
    "spoil",
    [
        _changed,
        _relisted,
        lambda folder: (folder / "database.db").unlink(),
        lambda folder: (folder / "added").touch(),
        lambda folder: (folder / backups.LIST).unlink(),
        lambda folder: (folder / backups.LIST).write_text("{}"),
    ],
)
def test_a_backup_that_is_not_as_it_was_is_refused_and_nothing_is_put_back(
    spoil: Callable[[Path], None], deps: Deps, kept: Places, tmp_path: Path
) -> None:
    spoil(kept[0])
    with pytest.raises(BackupUnfit):
        keeping.restore(elsewhere(deps, tmp_path / "back"), *kept)
    assert not (tmp_path / "back").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".unfinished")]


def test_a_damaged_database_with_a_fitting_list_is_found_by_sqlite(
    deps: Deps, clock: Clock, kept: Places, tmp_path: Path
) -> None:
    (kept[0] / "database.db").write_bytes(b"no database at all" * 999)
    (kept[0] / backups.LIST).unlink()
    backups.note(kept[0], clock.at)
    with pytest.raises(BackupUnfit, match="SQLite"):
        keeping.restore(elsewhere(deps, tmp_path / "back"), *kept)
    assert not (tmp_path / "back").exists()


def test_nothing_is_written_over(deps: Deps, clock: Clock, kept: Places, tmp_path: Path) -> None:
    with pytest.raises(BackupUnfit, match="not empty"):
        keeping.restore(deps.settings, *kept)
    with pytest.raises(BackupUnfit, match="not empty"):
        keeping.back_up(deps.settings, clock, kept[0], tmp_path / "other")
    (tmp_path / "third.unfinished").mkdir()
    with pytest.raises(BackupUnfit, match="another run"):
        keeping.back_up(deps.settings, clock, tmp_path / "third", tmp_path / "other")


@pytest.mark.parametrize(
    ("to", "keys"), [("b", "b"), ("b", "b/keys"), ("k/b", "k"), ("data/b", "k"), ("b", "data/k")]
)
def test_keys_backup_and_data_lie_apart(
    to: str, keys: str, deps: Deps, clock: Clock, tmp_path: Path
) -> None:
    with pytest.raises(BackupUnfit, match="three folders"):
        keeping.back_up(deps.settings, clock, tmp_path / to, tmp_path / keys)


def test_a_link_is_refused_because_its_end_would_be_missing(
    deps: Deps, clock: Clock, tmp_path: Path
) -> None:
    (deps.settings.data_dir / "more").symlink_to(tmp_path)
    with pytest.raises(BackupUnfit, match="more is a link"):
        keeping.back_up(deps.settings, clock, tmp_path / "b", tmp_path / "k")


def test_other_databases_have_tools_of_their_own(deps: Deps, clock: Clock, tmp_path: Path) -> None:
    other = replace(deps.settings, database_url="postgresql://app@db/plainpact")
    with pytest.raises(BackupUnfit, match="pg_dump"):
        keeping.back_up(other, clock, tmp_path / "b", tmp_path / "k")
    outside = replace(deps.settings, database_url=f"sqlite:///{tmp_path / 'else.db'}")
    with pytest.raises(BackupUnfit, match="no database yet"):
        keeping.back_up(outside, clock, tmp_path / "b", tmp_path / "k")
    with pytest.raises(BackupUnfit, match="DATA_DIR"):
        keeping.restore(outside, tmp_path / "b", tmp_path / "k")


def test_other_keys_and_changed_rows_are_found_by_the_proof(
    stage: Stage, deps: Deps, clock: Clock, tmp_path: Path
) -> None:
    stage.part("four-weekly")
    backup, keys = tmp_path / "b", tmp_path / "k"
    keeping.back_up(deps.settings, clock, backup, keys)
    settings = elsewhere(deps, tmp_path / "back")
    keeping.restore(settings, backup, keys)
    assert _faults(settings, clock) == ()
    with closing(sqlite3.connect(settings.data_dir / "plainpact.db")) as rows:
        rows.execute("UPDATE debt_case SET version = version + 1")
        rows.commit()
    assert any(fault.startswith("case ") for fault in _faults(settings, clock))
    keeping.restore(elsewhere(deps, tmp_path / "again"), backup, keys)
    (tmp_path / "again" / "keys" / "master.key").write_bytes(bytes(32))
    assert _faults(elsewhere(deps, tmp_path / "again"), clock)


def _faults(settings: Settings, clock: Clock) -> tuple[str, ...]:
    return prove(build(settings, clock)).faults


def test_the_command_line_says_what_was_kept_and_what_does_not_fit(
    deps: Deps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(deps.settings.data_dir))
    backup, keys = str(tmp_path / "b"), str(tmp_path / "k")
    assert main(["backup", backup, "--keys", keys]) == 0
    assert "keep them apart" in capsys.readouterr().out
    assert main(["backup", backup, "--keys", keys]) == 2
    assert "not empty" in capsys.readouterr().err
    assert main(["drill", backup]) == 2
    assert "--keys belong together" in capsys.readouterr().err
    assert main(["drill", backup, "--keys", keys]) == 0
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "back"))
    assert main(["restore", backup, "--keys", keys]) == 0
    said = capsys.readouterr().out
    assert "1 chains, 0 files, 0 sealed agreements, 0 fields opened" in said
    assert "CHECKPOINT_DIR" not in said


def test_a_log_goes_on_in_a_new_folder_when_the_old_one_knows_more(
    deps: Deps, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    outside, backup, keys = tmp_path / "outside", tmp_path / "b", tmp_path / "k"
    deps = build(replace(deps.settings, outside=outside), clock)
    noted(deps)
    checkpoints.issue(deps)
    keeping.back_up(deps.settings, clock, backup, keys)
    noted(deps)
    for _ in range(2):
        checkpoints.issue(deps)
    checkpoints.copy_out(deps)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "back"))
    monkeypatch.setenv("CHECKPOINT_DIR", str(outside))
    assert main(["restore", str(backup), "--keys", str(keys)]) == 0
    assert f"{outside} has newer checkpoints, 2 to 3" in capsys.readouterr().out
    settings = replace(elsewhere(deps, tmp_path / "back"), outside=outside)
    back = build(settings, clock)
    with back.reading() as uow:
        (line,) = uow.audit.of("checkpoint:1-3")
    assert line.action == "log.restored"
    with pytest.raises(checkpoints.LogTampered, match="checkpoint_missing checkpoint=2"):
        checkpoints.issue(back)
    back = build(replace(settings, outside=tmp_path / "new"), clock)
    assert checkpoints.issue(back).kept.number == 2
    checkpoints.copy_out(back)
    assert back.outside_checkpoints.numbers() == {1, 2}
