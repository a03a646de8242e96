"""How many lines of the core a piece of work may run: a guard that no slow machine can trip."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


@contextmanager
def at_most(lines: int) -> Iterator[None]:
    """Fails as soon as more lines of the core have run."""
    left = lines
    before = sys.gettrace()

    def count(frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
        nonlocal left
        if "/app/core/" not in frame.f_code.co_filename:
            return None
        left -= event == "line"
        if left < 0:
            raise AssertionError(f"more than {lines} lines, in {frame.f_code.co_name}")
        return count

    sys.settrace(count)
    try:
        yield
    finally:
        sys.settrace(before)
