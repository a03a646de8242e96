"""The product as tests of one process build it: what draws and reads is started once for all.

Those processes load the libraries of typesetting, which takes seconds, and keep nothing between
two tasks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from app import assembly
from app.documents.sandbox import DRAWING, Sandbox
from app.settings import Settings
from app.usecases.deps import Deps
from app.usecases.exhibit_reading import READING
from app.usecases.verify import CHECKING

DRAWS = Sandbox({**DRAWING, **CHECKING})
READS = Sandbox(READING)


def build(settings: Settings, now: Callable[[], datetime] | None = None) -> Deps:
    """``app.assembly.build`` with what this process shares; nobody closes it but ``end``."""
    made = assembly.build(settings, now)
    return replace(made, sandbox=DRAWS, checker=DRAWS, reader=READS)


def end() -> None:
    """At the end of the session."""
    DRAWS.close()
    READS.close()
