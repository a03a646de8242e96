"""The audit log written out and checked on the command line, with public data alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.commands import auditing
from app.core.merkle import leaf_hash
from app.usecases import checkpoints
from app.usecases.deps import Deps
from tests.cli.conftest import ROOT
from tests.stage import Clock

Said = pytest.CaptureFixture[str]
LINES = 6


@pytest.fixture
def folder(deps: Deps, clock: Clock, tmp_path: Path, capsys: Said) -> Path:
    """An export: three checkpoints over six lines, and one line that none covers yet."""
    for _ in range(3):
        with deps.unit_of_work() as uow:
            for number in range(2):
                uow.audit.write(None, "test.noted", f"test:{number}", deps.now())
        checkpoints.issue(deps)
        clock.move(minutes=15)
    with deps.unit_of_work() as uow:
        uow.audit.write(None, "test.noted", "test:last", deps.now())
    made = tmp_path / "log"
    assert auditing.export(deps, made) == auditing.HELD
    assert "7 lines as hashes, 3 checkpoints" in capsys.readouterr().out
    return made


@pytest.fixture
def checked(folder: Path, capsys: Said) -> Callable[..., tuple[int, str]]:
    """The exit code of a check of ``folder``, and what was said."""

    def run(*kept: Path, key: Path | None = None) -> tuple[int, str]:
        code = auditing.verify(folder, key, list(kept))
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def leaves(folder: Path, change: Callable[[list[str]], list[str]]) -> None:
    file = folder / "leaves.txt"
    rows = file.read_text().splitlines(keepends=True)
    file.write_text("".join(change(rows)))


def note(folder: Path, number: int) -> Path:
    return folder / "checkpoints" / f"{number:08d}.note"


def test_an_export_holds_and_says_what_it_was_compared_with(
    folder: Path, checked: Callable[..., tuple[int, str]]
) -> None:
    code, said = checked()
    assert (code, "the log holds: 6 lines are those of 3 checkpoints" in said) == (0, True)
    assert "1 later lines are not covered yet" in said
    assert "日志完好" in said
    assert "the key came with the folder" in said
    code, said = checked(key=folder / "log.vkey")
    assert (code, "the key came" in said) == (0, False)


def test_nobody_can_be_told_from_an_export(folder: Path, deps: Deps) -> None:
    with deps.reading() as uow:
        lines = tuple(uow.audit.lines())
    told = "".join(file.read_text() for file in folder.rglob("*") if file.is_file())
    for line in lines:
        assert line.digest not in told
        assert isinstance(line.payload, dict)
        for field in ("actor", "object", "action"):
            assert str(line.payload[field]) not in told


CHANGES: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "a cut tail": (lambda rows: rows[:5], "the log was cut: checkpoint 3 (00000003.note) knows 6"),
    "a changed row": (
        lambda rows: [*rows[:2], f"{leaf_hash(b'x').hex()}\n", *rows[3:]],
        "of lines 3 to 4 one or more are not those that checkpoint 2",
    ),
    "swapped rows": (
        lambda rows: [rows[1], rows[0], *rows[2:]],
        "of lines 1 to 2 one or more are not those that checkpoint 1",
    ),
    "a history that was hashed anew": (
        lambda rows: [f"{leaf_hash(row.encode()).hex()}\n" for row in rows],
        "of lines 1 to 2 one or more are not those that checkpoint 1",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_tampered_log_is_told_by_name(
    folder: Path, checked: Callable[..., tuple[int, str]], name: str
) -> None:
    change, said = CHANGES[name]
    leaves(folder, change)
    code, told = checked()
    assert (code, said in told) == (1, True), told


def test_a_deleted_or_changed_checkpoint_is_told_by_name(
    folder: Path, checked: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    mailed = shutil.copy(note(folder, 3), tmp_path / "mailed.txt")
    note(folder, 2).unlink()
    assert checked()[0] == 1
    assert "checkpoint 2 is missing" in checked()[1]
    note(folder, 3).unlink()
    assert checked()[0] == 0  # nothing in the folder says that there was more
    code, said = checked(Path(mailed))
    assert (code, "checkpoint 2 is missing" in said) == (1, True)
    note(folder, 1).chmod(0o644)
    note(folder, 1).write_text(note(folder, 1).read_text().replace("number 1", "number 9"))
    code, said = checked()
    assert (code, "00000001.note is not signed with this key" in said) == (1, True)


def test_a_forked_history_is_told_by_what_somebody_kept(
    folder: Path, checked: Callable[..., tuple[int, str]], deps: Deps, tmp_path: Path
) -> None:
    ours = note(folder, 3).read_text()
    signer = deps.log_keys.signer(deps.log_keys.first())
    text = ours.partition("\n\n")[0] + "\n"
    lines = text.splitlines(keepends=True)
    lines[2] = ("A" if lines[2][0] != "A" else "B") + lines[2][1:]
    mail = tmp_path / "mail.txt"
    other = signer.sign("".join(lines))
    mail.write_text(f"Hello\n\n{other}Please keep it.\n".replace("\n", "\r\n"), newline="")
    code, said = checked(mail)
    assert (code, "the log was forked" in said, "mail.txt" in said) == (1, True, True)
    mail.write_text(f"Hello\n\n{ours}Please keep it.\n")
    assert checked(mail)[0] == 0


def test_what_cannot_be_checked_is_no_verdict(
    folder: Path, checked: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    evidence = tmp_path / "evidence.json"
    evidence.write_text(json.dumps({"record": {}}))
    code, said = checked(evidence)
    assert (code, "holds no checkpoint" in said) == (2, True)
    assert checked(key=note(folder, 1))[0] == 2
    leaves(folder, lambda rows: [*rows, "no hash\n"])
    assert (checked()[0], "line 8 of leaves.txt is no hash" in checked()[1]) == (2, True)
    for file in (folder / "checkpoints").iterdir():
        file.unlink()
    assert (checked()[0], "no checkpoint to compare with" in checked()[1]) == (2, True)
    (folder / "leaves.txt").unlink()
    assert checked()[0] == 2


def test_an_export_goes_into_an_empty_folder_alone(deps: Deps, folder: Path, capsys: Said) -> None:
    assert auditing.export(deps, folder) == auditing.UNCHECKED
    assert "is not empty" in capsys.readouterr().err


def test_the_command_reads_nothing_but_the_export(folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "audit", "verify", str(folder)],
        cwd=ROOT,
        env={"DATA_DIR": str(empty), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "the log holds" in done.stdout
    assert not empty.exists()
