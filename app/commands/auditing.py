"""The audit log on the command line: write it out, and check what was written."""

from __future__ import annotations

import sys
from pathlib import Path

from app.commands.auditing_words import BREAKS, EXPORTED, FINDINGS, FORGED_KEY, HOLDS, KEY_OF_FOLDER
from app.core.evidence import Break
from app.gateways.log_export import LogExport, NoExport, start_of
from app.gateways.signed_note import NoteNotSigned, keys_in
from app.usecases import log_export
from app.usecases.deps import Deps

HELD, BROKEN, UNCHECKED = 0, 1, 2
"""As ``verify`` has them: yes, no, could not check."""

_NOTHING_TO_COMPARE = frozenset({"no_checkpoint"})


def export(deps: Deps, folder: Path) -> int:
    """Write hashes, checkpoints and the public key; 1 when a line of the log does not hold."""
    try:
        done = log_export.export(deps, folder)
    except NoExport as error:
        print(error, file=sys.stderr)
        return UNCHECKED
    finally:
        deps.close()
    if isinstance(done, Break):
        print(_both(BREAKS[done.reason], line=done.seq))
        return BROKEN
    print(_both(EXPORTED, folder=folder, lines=done.lines, checkpoints=done.checkpoints))
    return HELD


def verify(folder: Path, key: Path | None, kept: list[Path]) -> int:
    """Check an export with public data alone; no settings, no database, no secret is read."""
    try:
        public = start_of(key) if key else LogExport(folder).key()
        further = [(file.name, log_export.note_in(file.read_bytes())) for file in kept]
        found = log_export.check(folder, public, further)
    except NoteNotSigned:
        print(_both(FORGED_KEY), file=sys.stderr)
        return UNCHECKED
    except NoExport as error:
        print(error, file=sys.stderr)
        return UNCHECKED
    if found.finding is not None:
        print(_both(FINDINGS[found.finding.name], where=found.where, told=found.finding))
        return UNCHECKED if found.finding.name in _NOTHING_TO_COMPARE else BROKEN
    print(_both(HOLDS, newest=found.newest, checkpoints=found.checkpoints, later=found.later))
    if key is None:
        print(_both(KEY_OF_FOLDER, key=keys_in(public)[-1]))
    return HELD


def _both(words: tuple[str, str], **values: object) -> str:
    return " / ".join(one.format(**values) for one in words)
