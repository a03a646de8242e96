"""The command line in a process that somebody else made."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.cli import main


def call(arguments: Sequence[str], environment: Mapping[str, str], out: Path, error: Path) -> None:
    """Run one command in this process, which ends with its exit code."""
    os.environ.clear()
    os.environ.update(environment)
    warnings.simplefilter("error", ResourceWarning)
    with out.open("w", encoding="utf-8") as said, error.open("w", encoding="utf-8") as complained:
        os.dup2(said.fileno(), 1)
        os.dup2(complained.fileno(), 2)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    sys.exit(main(arguments))
