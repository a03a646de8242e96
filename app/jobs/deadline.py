"""The end of a process whose work never ends."""

from __future__ import annotations

import faulthandler
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

LONGEST_JOB_S = 300
"""Far beyond any work that goes on: three authorities of time and a slow trust provider."""


@contextmanager
def ends_after(seconds: float) -> Iterator[None]:
    """End this process with code 1 when the block takes longer; where it was is told on stderr.

    A thread cannot be stopped from outside, and a library of a hardware module may block
    every thread of Python: the clock of this one needs none of them. What it tells are files
    and lines of code, nothing of anybody. One block at a time.
    """
    faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__ or sys.stderr)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def within_limits() -> AbstractContextManager[None]:
    """What a worker holds itself to in each piece of work."""
    return ends_after(LONGEST_JOB_S)
