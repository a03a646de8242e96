"""What takes seconds to make is made once for a whole run, by whichever worker needs it first."""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

Made = TypeVar("Made")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Made]) -> Made:
    """What ``make`` returns after it filled the folder it is given, where nobody writes later."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, kept = shared / name, shared / f"{name}.pickle"
    with alone(folder):
        if not kept.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of a worker that failed halfway
            kept.write_bytes(pickle.dumps(make(folder)))
    made: Made = pickle.loads(kept.read_bytes())
    return made


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other process is in such a block for the same folder."""
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
