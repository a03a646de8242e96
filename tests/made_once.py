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
    shared = for_all_workers(factory)
    folder, kept = shared / name, shared / f"{name}.pickle"
    with alone(folder):
        if not kept.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of a worker that failed halfway
            kept.write_bytes(pickle.dumps(make(folder)))
    made: Made = pickle.loads(kept.read_bytes())
    return made


def for_all_workers(factory: pytest.TempPathFactory) -> Path:
    """A folder that every worker of this run sees."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other process is in such a block for the same folder."""
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
