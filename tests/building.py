"""The product as tests of one process build it: what draws and reads is started once for all.

Those processes load the libraries of typesetting, which takes seconds, and keep nothing between
two tasks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from app import assembly
from app.documents.sandbox import DRAWING, Sandbox
from app.gateways.first_writer import keep_first
from app.settings import Settings
from app.usecases.deps import Deps
from app.usecases.exhibit_reading import READING
from app.usecases.verify import CHECKING

DRAWN = frozenset({"draw", "stamp", "evidence", "own"})


class Remembering(Sandbox):
    """What one test had drawn is not drawn again for others, of which a third asks for the same.

    That the same request gives the same bytes is tested where drawing is, with ``Sandbox`` itself.
    """

    folder: Path | None = None

    def run(self, task: str, payload: bytes) -> bytes:
        if self.folder is None or task not in DRAWN:
            return super().run(task, payload)
        kept = self.folder / f"{task}-{sha256(payload).hexdigest()}"
        if kept.exists():
            return kept.read_bytes()
        made = super().run(task, payload)
        keep_first(kept, made)  # another worker may have drawn the same meanwhile
        return made


DRAWS = Remembering({**DRAWING, **CHECKING})
READS = Sandbox(READING)


def build(settings: Settings, now: Callable[[], datetime] | None = None) -> Deps:
    """``app.assembly.build`` with what this process shares; nobody closes it but ``end``."""
    made = assembly.build(settings, now)
    return replace(made, sandbox=DRAWS, checker=DRAWS, reader=READS)


def end() -> None:
    """At the end of the session."""
    DRAWS.close()
    READS.close()
