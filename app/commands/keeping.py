"""Backups, putting one back, and the drill that proves both."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from app.assembly import build, clock, upgrade
from app.gateways import backups
from app.gateways.backups import BackupUnfit
from app.settings import Settings
from app.usecases import checkpoints, keeping
from app.usecases.drill import Proof, prove

MOST_LOST_S, MOST_DOWN_S = 5 * 60, 30 * 60
"""RPO and RTO: gate G17 of security.md."""
OK, MISSED, INVALID = 0, 1, 2


def add(commands: Any) -> None:  # noqa: ANN401 (argparse does not name the type of subparsers)
    """The three commands."""
    kept = commands.add_parser("backup", help="copy database and files, and the keys elsewhere")
    kept.add_argument("folder", type=Path)
    kept.add_argument(
        "--keys", type=Path, required=True, help="another folder, for the keys: 7 days of them"
    )
    kept.set_defaults(command=lambda asked: _fit(lambda: _back_up(asked.folder, asked.keys)))

    back = commands.add_parser("restore", help="fill an empty data folder from a backup")
    back.add_argument("folder", type=Path)
    back.add_argument(
        "--keys", type=Path, required=True, help="the folder with the copies of the keys"
    )
    back.set_defaults(command=lambda asked: _fit(lambda: _restore(asked.folder, asked.keys)))

    drill = commands.add_parser("drill", help="restore elsewhere and prove that it holds")
    drill.add_argument("folder", type=Path, nargs="?", help="a backup; without it one is made")
    drill.add_argument("--keys", type=Path, help="the keys of that backup")
    drill.set_defaults(command=lambda asked: _fit(lambda: _drill(asked.folder, asked.keys)))


def _fit(command: Callable[[], int]) -> int:
    try:
        return command()
    except BackupUnfit as why:
        print(f"backup: {why}", file=sys.stderr)
        return INVALID


def _back_up(folder: Path, keys: Path) -> int:
    count = keeping.back_up(Settings.from_env(), clock, folder, keys)
    print(f"{count} files in {folder}; the keys in {keys}: keep them apart")
    return OK


def _restore(folder: Path, keys: Path) -> int:
    settings = Settings.from_env()
    at = keeping.restore(settings, folder, keys)
    print(f"{settings.data_dir} is as it was at {at.isoformat(timespec='seconds')}")
    proof = _proof(settings, keys)
    _begin_again(settings)
    return _said(proof)


def _begin_again(settings: Settings) -> None:
    """Write into the log that a backup was put back, and say what its checkpoints need."""
    deps = build(settings)
    try:
        lost = checkpoints.note_restore(deps)
    finally:
        deps.close()
    if lost:
        print(
            f"{settings.checkpoint_dir} has newer checkpoints, {lost[0]} to {lost[-1]}: what the "
            "log said after this backup is lost. Keep that folder, it is the proof. Set "
            "CHECKPOINT_DIR to a new, empty folder before the worker starts: until then it signs "
            "nothing."
        )


def _drill(folder: Path | None, keys: Path | None) -> int:
    """One JSON line: what would be lost, how long it takes, and the goals; 1 when one is missed."""
    if (folder is None) != (keys is None):
        raise BackupUnfit("a backup and its --keys belong together")
    settings = Settings.from_env()
    with TemporaryDirectory(prefix="plainpact-drill-") as place:
        room = Path(place)
        if folder is None or keys is None:
            folder, keys = room / "backup", room / "keys"
            keeping.back_up(settings, clock, folder, keys)
        lost = (clock() - backups.read(folder)).total_seconds()
        began, elsewhere = perf_counter(), _elsewhere(settings, room / "data")
        keeping.restore(elsewhere, folder, keys)
        proof = _proof(elsewhere, keys)
        down = perf_counter() - began
    missed = _said(proof)
    print(json.dumps(_line(proof, lost, down)))
    return missed or (OK if lost <= MOST_LOST_S and down <= MOST_DOWN_S else MISSED)


def _elsewhere(settings: Settings, data: Path) -> Settings:
    """The same deployment in another folder, which sends nothing."""
    return replace(settings, data_dir=data, database_url=f"sqlite:///{data / 'plainpact.db'}")


def _proof(settings: Settings, keys: Path) -> Proof:
    """What a restored deployment holds, after what was erased or ended since is so in it too."""
    upgrade(settings)
    deps = build(settings)
    try:
        if again := keeping.catch_up(deps, keys):
            print(f"erased again: {again}")
        if ended := keeping.end_again(deps, keys):
            print(f"ended again: {ended}")
        return prove(deps)
    finally:
        deps.close()


def _said(proof: Proof) -> int:
    print(
        f"{proof.chains} chains, {proof.files} files, {proof.sealed} sealed agreements, "
        f"{proof.fields} fields opened"
    )
    for fault in proof.faults:
        print(f"does not hold: {fault}", file=sys.stderr)
    return MISSED if proof.faults else OK


def _line(proof: Proof, lost: float, down: float) -> dict[str, object]:
    return {
        "gate": "drill",
        "rpo_s": round(lost, 1),
        "rpo_goal_s": MOST_LOST_S,
        "rto_s": round(down, 1),
        "rto_goal_s": MOST_DOWN_S,
        "chains": proof.chains,
        "files": proof.files,
        "sealed": proof.sealed,
        "fields": proof.fields,
        "faults": len(proof.faults),
    }
