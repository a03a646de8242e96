"""Codes that an app shows for half a minute: which time step a code belongs to.

Source: RFC 6238, with the values that every app knows: SHA-1, 6 figures, 30 seconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from hmac import compare_digest

STEP_S = 30
LEEWAY_STEPS = 1
"""A telephone's clock may be this far from ours, either way."""
_CODE = re.compile(r"[0-9]{6}", re.ASCII)


def steps(at: datetime) -> range:
    """The time steps whose codes are good at ``at``, the oldest first."""
    now = int(at.timestamp()) // STEP_S
    return range(now - LEEWAY_STEPS, now + LEEWAY_STEPS + 1)


def step_of(code: str, at: datetime, code_at: Callable[[int], str], after: int) -> int | None:
    """The step that ``code`` is of, if that is good now and later than ``after``.

    The newest used step is remembered for as long as its app is known, so that nothing is taken
    twice: longer than any code lives, whatever ``LEEWAY_STEPS`` is. ``code_at`` gives the code
    that is shown at an instant, in seconds since 1970. Six ASCII figures only: no other spelling
    of a code is one.
    """
    if _CODE.fullmatch(code) is None:
        return None
    found = None
    for step in steps(at):
        is_it = compare_digest(code, code_at(step * STEP_S))
        if is_it and step > after:
            found = step
    return found
